"""A guess of a colleague's code is counted on every page that asks for one, also when refused."""

from typing import Any

import pytest
from django.urls import reverse

from accounts import second_person
from accounts.models import Role, ShortCode
from ledger.models import Entry
from payouts.models import CashReceipt, GiftCardReceipt
from tests.factories.payouts import GiftCardFactory
from tests.portals.shown_form import press
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name",
    ["box_count", "box_take_out", "gift_card_give", "gift_card_void", "pay_group", "pay_person"],
)
def test_a_wrong_code_is_counted_and_the_right_one_rests_after_five(
    staff_client: Any, name: str
) -> None:
    here = scene()
    earning, box, card = here.earned(here.person()), here.box(), GiftCardFactory(team=here.team)
    about = {
        "box_count": box.pk, "box_take_out": box.pk, "gift_card_void": card.pk,
        "gift_card_give": earning.participant_id, "pay_person": earning.participant_id,
        "pay_group": earning.session_id,
    }  # fmt: skip
    other = here.colleague()
    second_person.set_code(other, code="7391")
    client, url = (
        staff_client(Role.LEADER, team=here.team),
        reverse(f"staff:{name}", args=[about[name]]),
    )
    written = {
        "witness": other.pk, "initials_first": "KN", "initials_second": "PS", "box": box.pk,
        "earnings": [earning.pk], "people": [earning.participant_id], "cards": [card.pk],
        "reason": "Mistet", "ore": "100", "counted_ore": "1 000",
    }  # fmt: skip
    before = Entry.objects.count()

    for tries in range(1, second_person.MOST_TRIES + 1):
        press(client, url, written | {"witness_code": "2468"})
        assert ShortCode.objects.get(user=other).wrong_tries == tries
    told = press(client, url, written | {"witness_code": "7391"})

    assert f"Koden til {other} kan ikke brukes nå" in told.content.decode()
    assert Entry.objects.count() == before
    assert not (CashReceipt.objects.exists() or GiftCardReceipt.objects.exists())
