"""«Stripe»: why it is off, and when it is on, who is connected and what is unsure."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent, Role
from core import stripe_api
from payouts.models import Payout, StripeRecipient, StripeTransfer
from tests.factories.payouts import StripeRecipientFactory, an_unsure_payout
from tests.fake_stripe import FakeStripe
from tests.payouts.stripe_scene import turned_on
from tests.portals.shown_form import press
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db
PAGE = "/staff/honorar/stripe/"


@pytest.fixture
def fake() -> Iterator[FakeStripe]:
    with turned_on() as stand_in:
        yield stand_in


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_it_says_why_it_is_off(staff_client: Any) -> None:
    client = staff_client(role=Role.LEADER)

    page = words(client.get(PAGE))

    assert "Stripe er slått av her" in page
    assert "kan ikke en norsk virksomhet fylle på kontoen sin hos Stripe i dag" in page
    assert "Koblet til" not in page
    assert reverse("staff:stripe_connect") not in page


def test_every_button_says_that_it_is_off(staff_client: Any) -> None:
    here = scene()
    client = staff_client(role=Role.LEADER, team=here.team)
    person = here.person()
    payout = an_unsure_payout(here.session(), by=here.worker)
    recipient = StripeRecipientFactory(participant=person)
    for address in (
        reverse("staff:stripe_send", args=[here.earned(person).pk]),
        reverse("staff:stripe_retry", args=[payout.pk]),
        reverse("staff:stripe_onboard", args=[recipient.pk]),
    ):
        assert "Stripe er slått av her. Betal kontant" in words(client.post(address, follow=True))
    for name in ("stripe_arrived", "stripe_failed"):
        answer = press(client, reverse(f"staff:{name}", args=[payout.pk]), {"reason": "Sett"})
        assert "Stripe er slått av her. Betal kontant" in words(answer)
    answer = client.post(reverse("staff:stripe_connect"), {"participant": here.person().pk})
    assert "Stripe er slått av her. Betal kontant" in words(answer)
    payout.refresh_from_db()
    assert (payout.state, Payout.objects.count()) == (Payout.State.SENDING, 1)


def test_from_connecting_to_paid(staff_client: Any, fake: FakeStripe) -> None:
    here = scene()
    client = staff_client(role=Role.LEADER, team=here.team)
    person = here.person("Berit")
    earning = here.earned(person)

    client.post(reverse("staff:stripe_connect"), {"participant": person.pk})
    recipient = StripeRecipient.objects.get()
    assert "mangler noe hos Stripe" in words(client.get(PAGE))
    onboard = client.post(reverse("staff:stripe_onboard", args=[recipient.pk]))
    assert onboard["Location"] == "https://connect.stripe.com/setup/e/acct_test_1"
    fake.lift_account(recipient.account_id)
    StripeRecipient.objects.update(can_receive=True)
    send = reverse("staff:stripe_send", args=[earning.pk])
    assert send in words(client.get(PAGE))
    assert "Her må det være to." in words(press(client, send, on=PAGE, follow=True))
    client = staff_client(role=Role.WORKER, team=here.team)
    first = press(client, send, on=PAGE, follow=True)
    client.post(send)

    assert "150 kr er sendt." in words(first).replace("\u00a0", " ")
    assert (Payout.objects.get().state, len(fake.transfers)) == (Payout.State.PAID, 1)
    assert AccessEvent.objects.filter(user=client.user, what="staff:stripe_payouts").exists()


def test_what_is_unsure_is_asked_for_and_decided(staff_client: Any, fake: FakeStripe) -> None:
    here = scene()
    client = staff_client(role=Role.LEADER, team=here.team)
    payout = an_unsure_payout(here.session(), by=here.worker)
    long_ago = timezone.now() - timedelta(days=2)
    StripeTransfer.objects.update(asked_at=long_ago, last_asked_at=long_ago)

    asked = client.post(reverse("staff:stripe_retry", args=[payout.pk]), follow=True)
    without_reason = press(client, reverse("staff:stripe_failed", args=[payout.pk]), {"reason": ""})
    press(client, reverse("staff:stripe_failed", args=[payout.pk]), {"reason": "Ikke hos Stripe"})

    assert "Vi vet ikke om pengene kom fram." in words(asked)
    assert without_reason.status_code == 200
    payout.refresh_from_db()
    assert (payout.state, payout.failed_reason) == (Payout.State.FAILED, "Ikke hos Stripe")


def test_an_answer_that_never_comes_is_told(staff_client: Any, fake: FakeStripe) -> None:
    here = scene()
    client = staff_client(role=Role.WORKER, team=here.team)
    person = here.person()
    fake.accounts["acct_7"] = {"id": "acct_7", "capabilities": {"transfers": "active"}}
    StripeRecipientFactory(participant=person, account_id="acct_7")
    fake.lose_answers = 1 + stripe_api.RETRIES

    send = reverse("staff:stripe_send", args=[here.earned(person).pk])
    page = press(client, send, on=PAGE, follow=True)

    assert "De sendes ikke på nytt av seg selv." in words(page)
    assert Payout.objects.get().end_to_end_id in words(page)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_for_one_as_for_three(
    staff_client: Any, fake: FakeStripe, django_assert_num_queries: Any, count: int
) -> None:
    here = scene()
    client = staff_client(role=Role.LEADER, team=here.team)
    session = here.session()
    for _number in range(count):
        person = here.person()
        StripeRecipientFactory(participant=person)
        here.earned(person)
        an_unsure_payout(session, by=here.worker)

    with django_assert_num_queries(13):
        page = client.get(PAGE)

    assert (len(page.context["recipients"]), len(page.context["unsure"])) == (count, count)
