"""From a receipt: «Noe er feil», *Angre*, and who is asked."""

import pytest
from django.urls import reverse

from accounts.models import Role
from notices.models import Task
from payouts.models import CashReceipt, Payout
from payouts.over_the_table import cash
from payouts.over_the_table.receipt_mistakes import Case
from tests.portals.shown_form import press
from tests.portals.staff.pay.test_pay import payment
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


def test_who_paid_by_mistake_undoes_it_from_the_answer(signed_in):
    here = scene()
    earning, box = here.earned(here.person()), here.box()
    client = signed_in(here.worker)
    pay = reverse("staff:pay_person", args=[earning.participant_id])
    answer = client.post(pay, payment(earning, box), follow=True).content.decode()
    undo = reverse("staff:receipt_wrong", args=[CashReceipt.objects.get().pk]) + "?hva=still_here"
    assert undo in answer
    assert "Ja, 150\u00a0kr ligger her" in client.get(undo).content.decode()

    told = press(client, undo, follow=True).content.decode()

    assert "Rettet" in told
    assert (Payout.objects.get().state, cash.balance(box)) == ("failed", 100_000)


@pytest.mark.parametrize("case", sorted(set(Case) - {Case.STILL_HERE, Case.WRONG_SUM}))
def test_what_i_may_not_mend_names_who_may_and_asks_them(signed_in, case):
    here = scene()
    earning, box = here.earned(here.person()), here.box()
    client, leader = signed_in(here.worker), here.colleague(Role.LEADER)
    pay = reverse("staff:pay_person", args=[earning.participant_id])
    client.post(pay, payment(earning, box))
    url = reverse("staff:receipt_wrong", args=[CashReceipt.objects.get().pk])
    assert str(Case(case).label) in client.get(url).content.decode()
    assert str(leader) in client.get(f"{url}?hva={case}").content.decode()

    press(client, f"{url}?hva={case}")

    assert Task.objects.get(kind="pay").assigned_to == leader
    at_leader = signed_in(leader).get(f"{url}?hva={case}").content.decode()
    assert "Du kan rette det selv her:" in at_leader
