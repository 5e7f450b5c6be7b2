"""Gift cards: put into the stock, given at the table, taken out."""

import pytest
from django.urls import reverse

from accounts.models import Role
from payouts import preferences
from payouts.models import Earning, GiftCard, GiftCardReceipt, Payout
from tests.factories.payouts import GiftCardFactory
from tests.portals.shown_form import press, shown
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db

STROKES = "M20 20L200 150L320 40M330 40L500 160"
KEY = "5c1c6d4e-0000-4000-8000-000000000001"


def cards(here, **changes):
    return {
        "team": here.team.pk, "issuer": "Rema 1000", "ore": "150", "key": KEY,
        "numbers": "9845 0000 1111\r\n9845 0000 2222\r\n",
    } | changes  # fmt: skip


def gift(earning, card, **changes):
    return {
        "earnings": [earning.pk], "cards": [card.pk], "signature": STROKES,
        "initials_first": "", "initials_second": "", "witness": "", "shown_ore": earning.ore,
    } | changes  # fmt: skip


def test_a_page_adds_its_cards_once_and_shows_only_their_ends(staff_client):
    here = scene()
    client = staff_client(role=Role.FINANCE, team=here.team)
    for _tap in range(2):
        page = client.post(reverse("staff:gift_cards_new"), cards(here), follow=True)

    words = page.content.decode()
    assert GiftCard.objects.count() == 2
    assert page.context["total_ore"] == 30_000
    assert "Rema 1000 … 1111" in words
    assert "98450000" not in words


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ore": "12,5"}, "ore"), ({"ore": "-150"}, "ore"), ({"ore": "150,005"}, "ore"),
        ({"ore": "1000000000000"}, "ore"), ({"ore": ""}, "ore"), ({"numbers": ""}, "numbers"),
        ({"numbers": "1111\r\nabc-"}, "__all__"), ({"issuer": ""}, "issuer"),
        ({"team": "0"}, "team"),
        ({"key": "x"}, "key"), ({"numbers": "98450001\r\n98450001"}, "__all__"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_added(staff_client, changes, field):
    here = scene()
    client = staff_client(role=Role.LEADER, team=here.team)
    page = client.post(reverse("staff:gift_cards_new"), cards(here, **changes))
    assert list(page.context["form"].errors) == [field]
    assert GiftCard.objects.count() == 0


def test_a_sum_as_norwegians_write_it(staff_client):
    here = scene()
    client = staff_client(role=Role.LEADER, team=here.team)
    client.post(reverse("staff:gift_cards_new"), cards(here, ore="1 200,50"))
    assert set(GiftCard.objects.values_list("ore", flat=True)) == {120_050}


def test_who_chose_a_gift_card_gets_it_and_a_second_tap_shows_the_receipt(signed_in):
    here = scene()
    person = here.person()
    earning, card = here.earned(person), GiftCardFactory(team=here.team)
    preferences.choose(person, way="gift_card")
    client = signed_in(here.worker)
    assert "gavekort" in client.get(reverse("staff:pay")).content.decode()
    page = client.get(reverse("staff:pay_person", args=[person.pk])).content.decode()
    url = reverse("staff:gift_card_give", args=[person.pk])
    assert url in page
    assert f'value="{earning.pk}" checked' in client.get(url).content.decode()

    answers = [client.post(url, gift(earning, card)) for _tap in range(2)]

    receipt = GiftCardReceipt.objects.get()
    wanted = reverse("staff:gift_card_receipt", args=[receipt.pk])
    assert {answer.url for answer in answers} == {wanted}
    assert Payout.objects.count() == 1
    assert f"Rema 1000 … {card.number[-4:]}" in client.get(wanted).content.decode()


def test_the_button_says_the_sum_and_another_sum_is_told_and_not_given(signed_in):
    here = scene()
    earning, card = here.earned(here.person()), GiftCardFactory(team=here.team, ore=20_000)
    client = signed_in(here.worker)
    url = reverse("staff:gift_card_give", args=[earning.participant_id])
    page = client.get(url)
    assert "Gavekort for 150\u00a0kr er gitt</button>" in page.content.decode()
    Earning.objects.filter(pk=earning.pk).update(ore=20_000)

    told = client.post(url, shown(page) | {"cards": [card.pk], "signature": STROKES})

    assert "Gavekort for 200\u00a0kr er gitt</button>" in told.content.decode()
    assert GiftCardReceipt.objects.count() == 0
    again = client.post(url, shown(told) | {"signature": STROKES})
    assert (again.status_code, GiftCardReceipt.objects.get().ore) == (302, 20_000)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"signature": ""}, "__all__"), ({"signature": "M10 10"}, "__all__"),
        ({"earnings": []}, "earnings"), ({"cards": []}, "cards"), ({"cards": ["9" * 40]}, "cards"),
        ({"signature": "", "initials_first": "KN", "initials_second": "PS"}, "witness"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_is_given(signed_in, changes, field):
    here = scene()
    person = here.person()
    earning, card = here.earned(person), GiftCardFactory(team=here.team)
    page = signed_in(here.worker).post(
        reverse("staff:gift_card_give", args=[person.pk]), gift(earning, card, **changes)
    )
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert Payout.objects.count() == 0


def test_a_card_of_another_team_cannot_be_chosen(signed_in):
    here, there = scene(), scene()
    person = here.person()
    earning, card = here.earned(person), GiftCardFactory(team=there.team)
    signed_in(here.worker).post(
        reverse("staff:gift_card_give", args=[person.pk]), gift(earning, card)
    )
    assert Payout.objects.count() == 0


def test_a_lost_card_is_taken_out_with_a_reason(staff_client):
    here = scene()
    card = GiftCardFactory(team=here.team)
    client = staff_client(role=Role.LEADER, team=here.team)
    url = reverse("staff:gift_card_void", args=[card.pk])
    assert list(client.post(url, {"reason": ""}).context["form"].errors) == ["reason", "witness"]
    said = press(client, url, {"reason": "Mistet", "witness": here.worker.pk}, follow=True)
    assert f"{here.worker} må bekrefte det." in said.content.decode()
    card.refresh_from_db()
    assert card.state == GiftCard.State.VOID
    asked = client.get(reverse("staff:confirmations")).content.decode()
    assert f"Gavekort tatt ut, {card}: 150\u00a0kr." in asked
