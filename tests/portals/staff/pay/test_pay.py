"""Handing over cash, the receipt, boxes and budgets."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from ledger.models import Entry
from payouts import preferences
from payouts.models import Budget, CashBox, CashReceipt, Earning, Payout, Rate
from payouts.over_the_table import cash
from tests.portals.shown_form import press, shown
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db

STROKES = "M20 20L200 150L320 40M330 40L500 160"


def payment(earning, from_box, **changes):
    return {
        "earnings": [earning.pk], "box": from_box.pk, "signature": STROKES,
        "initials_first": "", "initials_second": "", "witness": "", "shown_ore": earning.ore,
    } | changes  # fmt: skip


def test_pay_with_a_drawn_signature_and_tap_twice(signed_in):
    here = scene()
    person = here.person()
    earning, box = here.earned(person), here.box()
    client = signed_in(here.worker)
    url = reverse("staff:pay_person", args=[person.pk])
    answers = [client.post(url, payment(earning, box)) for _tap in range(2)]
    receipt = CashReceipt.objects.get()
    assert {answer.url for answer in answers} == {reverse("staff:receipt", args=[receipt.pk])}
    assert receipt.signature == STROKES
    assert Payout.objects.count() == 1
    assert cash.balance(box) == 85_000


def test_the_button_says_the_sum_and_another_sum_is_told_and_not_paid(signed_in):
    here = scene()
    person = here.person()
    first, second, box = here.earned(person), here.earned(person), here.box()
    client, url = signed_in(here.worker), reverse("staff:pay_person", args=[person.pk])
    page = client.get(url)
    assert "300\u00a0kr er gitt</button>" in page.content.decode()
    sent = shown(page) | {"signature": STROKES, "box": box.pk}
    Earning.objects.filter(pk=second.pk).update(ore=20_000)

    told = client.post(url, sent)
    unticked = client.post(url, sent | {"earnings": [first.pk]})
    untold = client.post(url, {name: said for name, said in sent.items() if name != "shown_ore"})

    assert told.context["form"].non_field_errors() == [
        "Du har valgt 350\u00a0kr. Se over, og trykk én gang til."
    ]
    assert "350\u00a0kr er gitt</button>" in told.content.decode()
    assert "150\u00a0kr er gitt</button>" in unticked.content.decode()
    assert (untold.status_code, CashReceipt.objects.count()) == (200, 0)

    again = shown(told) | {"signature": STROKES}
    assert client.post(url, again).status_code == 302
    assert CashReceipt.objects.get().ore == 35_000


def test_pay_with_two_initials(signed_in):
    here = scene()
    person, colleague = here.person(), here.colleague()
    earning, box = here.earned(person), here.box()
    written = payment(
        earning, box, signature="", initials_first="kn", initials_second="ps", witness=colleague.pk
    )
    page = signed_in(here.worker).post(
        reverse("staff:pay_person", args=[person.pk]), written, follow=True
    )
    receipt = CashReceipt.objects.get()
    assert (receipt.paid_by_initials, receipt.witness_initials) == ("KN", "PS")
    assert receipt.witness == colleague
    assert "150\u00a0kr" in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"signature": ""}, "__all__"),
        ({"signature": "M10 10"}, "__all__"),
        ({"signature": "<svg onload=alert(1)>"}, "__all__"),
        ({"signature": "M1 1" + "L2 2" * 100_000}, "signature"),
        ({"signature": "M10 10L10 10"}, "__all__"),
        ({"signature": "", "initials_first": "KN", "initials_second": "PS"}, "witness"),
        ({"signature": "", "initials_first": "KNORDBY"}, "initials_first"),
        ({"earnings": []}, "earnings"),
        ({"earnings": ["x"]}, "earnings"),
        ({"earnings": ["9" * 40]}, "earnings"),
        ({"box": "9" * 40}, "box"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_paid(signed_in, changes, field):
    here = scene()
    person = here.person()
    earning, box = here.earned(person), here.box()
    page = signed_in(here.worker).post(
        reverse("staff:pay_person", args=[person.pk]), payment(earning, box, **changes)
    )
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert Payout.objects.count() == 0


def test_an_empty_box_says_how_much_is_missing(signed_in):
    here = scene()
    person = here.person()
    earning, box = here.earned(person), here.box(ore=10_000)
    page = signed_in(here.worker).post(
        reverse("staff:pay_person", args=[person.pk]), payment(earning, box)
    )
    assert page.context["form"].non_field_errors() == [
        "Det mangler 50\u00a0kr i skrinet. Fyll på, eller velg et annet skrin."
    ]


def test_a_box_of_another_team_cannot_be_chosen(signed_in):
    here, there = scene(), scene()
    person = here.person()
    page = signed_in(here.worker).post(
        reverse("staff:pay_person", args=[person.pk]), payment(here.earned(person), there.box())
    )
    assert page.status_code == 200
    assert Payout.objects.count() == 0


def test_list_sums_what_each_has_to_come(signed_in):
    here = scene()
    ola, ali = here.person("Ola"), here.person("Ali")
    here.earned(ola), here.earned(ola), here.earned(ali)
    page = signed_in(here.worker).get(reverse("staff:pay"))
    dues = [(due.participant.chosen_name, due.ore) for due in page.context["dues"]]
    assert dues == [("Ali", 15_000), ("Ola", 30_000)]
    assert page.context["total_ore"] == 45_000


@pytest.mark.parametrize(
    ("role", "sees", "pays"),
    [
        (Role.LEADER, 200, 200), (Role.WORKER, 200, 200), (Role.FINANCE, 200, 200),
        (Role.AUDITOR, 200, 403), (Role.PEER_WORKER, 403, 403), (Role.EDITOR, 403, 404),
    ],
)  # fmt: skip
def test_who_sees_and_who_pays(staff_client, role, sees, pays):
    here = scene()
    person = here.person()
    client = staff_client(role=role, team=here.team)
    assert client.get(reverse("staff:pay")).status_code == sees
    assert client.get(reverse("staff:pay_person", args=[person.pk])).status_code == pays


def test_a_page_fills_the_box_once(staff_client):
    here = scene()
    box = here.box(ore=10_000)
    client = staff_client(role=Role.FINANCE, team=here.team)
    url = reverse("staff:box_fill", args=[box.pk])
    for _tap in range(2):
        client.post(url, {"ore": "1 250,50", "key": "5c1c6d4e-0000-4000-8000-000000000001"})
    assert cash.balance(box) == 10_000 + 125_050


@pytest.mark.parametrize("ore", ["", "-5", "0", "1e9", "mye", "9" * 19, "1,2"])
def test_a_sum_that_is_none_is_answered(staff_client, ore):
    here = scene()
    box = here.box()
    client = staff_client(role=Role.FINANCE, team=here.team)
    before = Entry.objects.count()
    page = client.post(reverse("staff:box_fill", args=[box.pk]), {"ore": ore, "key": uuid.uuid4()})
    assert list(page.context["form"].errors) == ["ore"]
    assert Entry.objects.count() == before


def test_worker_fills_no_box(signed_in):
    here = scene()
    box = here.box()
    assert signed_in(here.worker).get(reverse("staff:box_fill", args=[box.pk])).status_code == 403


def test_the_same_box_name_again_is_the_same_box(staff_client):
    here = scene()
    client = staff_client(role=Role.LEADER, team=here.team)
    for _tap in range(2):
        client.post(reverse("staff:box_new"), {"team": here.team.pk, "name": "Blått skrin"})
    assert CashBox.objects.count() == 1


def budget(here, **changes):
    today = timezone.localdate()
    return {
        "team": here.team.pk, "name": "Tilskudd", "activity": "", "source": "grant",
        "amount_ore": "5 000", "starts_on": today, "ends_on": today + timedelta(days=300),
    } | changes  # fmt: skip


def test_four_eyes_on_a_budget(staff_client):
    here = scene()
    maker = staff_client(role=Role.LEADER, team=here.team)
    maker.post(reverse("staff:budget_new"), budget(here), follow=True)
    made = Budget.objects.get(name="Tilskudd")
    url = reverse("staff:budget_approve", args=[made.pk])
    page = maker.post(url, follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "En annen enn den som laget budsjettet må godkjenne det."
    ]
    other = staff_client(role=Role.FINANCE, team=here.team)
    sent = press(other, url, on=reverse("staff:budgets")).wsgi_request.POST
    other.post(url, sent)
    made.refresh_from_db()
    assert (made.amount_ore, made.approved_by) == (500_000, other.user)


@pytest.mark.parametrize(
    ("field", "written"),
    [("amount_ore", "-1"), ("ends_on", "2020-01-01"), ("name", "a" * 121), ("source", "lånt")],
)
def test_a_budget_that_cannot_be_is_answered(staff_client, field, written):
    here = scene()
    client = staff_client(role=Role.LEADER, team=here.team)
    page = client.post(reverse("staff:budget_new"), budget(here, **{field: written}))
    assert list(page.context["form"].errors) == [field]


def test_a_rate_is_set_once_a_day(staff_client):
    here = scene()
    client = staff_client(role=Role.LEADER, team=here.team)
    url = reverse("staff:activity_rates", args=[here.activity.pk])
    today = timezone.localdate()
    for _tap in range(2):
        client.post(url, {"ore": "200", "valid_from": today, "reason": "took_part"})
    page = client.post(url, {"ore": "250", "valid_from": today, "reason": "took_part"})
    assert list(page.context["form"].errors) == ["valid_from"]
    assert Rate.objects.on(here.activity, day=today).ore == 20_000


def test_what_is_wanted_in_the_hand_is_ticked_and_everything_when_nothing_is(signed_in):
    here = scene()
    person = here.person()
    in_hand, saved = here.earned(person), here.earned(person)
    preferences.choose_for(saved, way="saved")
    client, url = signed_in(here.worker), reverse("staff:pay_person", args=[person.pk])
    assert client.get(url).context["chosen"] == {str(in_hand.pk)}
    preferences.choose_for(in_hand, way="saved")
    assert client.get(url).context["chosen"] == {str(in_hand.pk), str(saved.pk)}
