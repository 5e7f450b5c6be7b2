"""Budgets on their page: more money, taken away, those that are over, and amounts as written."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from notices.models import Task
from payouts.earnings import promises
from payouts.models import Addition, Budget, Earning
from payouts.over_the_table import cash
from tests.factories.payouts import AdditionFactory, BudgetFactory
from tests.payouts.helpers import SIGNATURE
from tests.portals.shown_form import press
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db
LIST = "staff:budgets"


def said(page):
    return [str(message) for message in page.context["messages"]]


def test_one_finds_money_another_approves_and_the_one_who_waited_is_honoured(staff_client):
    here = scene()
    Budget.objects.update(amount_ore=15_000)
    session = here.session(places=1)
    for name in ("Ola", "Kari"):
        promises.record(session, participant=here.person(name), by=here.worker)
    budget = Budget.objects.get()
    finder = staff_client(role=Role.FINANCE, team=here.team)
    for _twice in range(2):
        page = finder.post(
            reverse("staff:budget_add", args=[budget.pk]),
            {"ore": "150 kr", "reason": "Vedtak 12/26", "key": "a" * 32},
            follow=True,
        )
    assert said(page) == ["Pengene er lagt inn. En annen må godkjenne dem."]
    approve = reverse("staff:addition_approve", args=[Addition.objects.get().pk])
    page = finder.post(approve, follow=True)
    assert said(page) == ["En annen enn den som la inn pengene, må godkjenne dem."]

    leader = staff_client(role=Role.LEADER, team=here.team)
    page = press(leader, approve, on=reverse("staff:budgets"), follow=True)

    assert said(page) == [
        "Pengene er med i budsjettet nå. 1 honorar som ventet, er lovet.",
    ]
    assert (Earning.objects.count(), Task.objects.open().count()) == (2, 0)
    assert "Vedtak 12/26" in page.content.decode()


def test_the_leader_finds_the_way_from_the_task_to_the_budget(staff_client):
    here = scene()
    leader = staff_client(role=Role.LEADER, team=here.team)
    Budget.objects.update(amount_ore=15_000)
    session = here.session(places=1)
    for name in ("Ola", "Kari"):
        promises.record(session, participant=here.person(name), by=here.worker)
    page = leader.get(reverse("staff:today")).content.decode()
    assert "Budsjettet er brukt opp." in page
    assert f'href="{reverse(LIST)}?team={here.team.slug}"' in page


def test_money_moves_between_the_team_s_budgets_alone(staff_client):
    here = scene()
    empty = Budget.objects.get()
    other = BudgetFactory(team=here.team, name="Tilskudd")
    BudgetFactory(team=here.team, ends_on=date(2021, 1, 1))
    BudgetFactory()
    client = staff_client(role=Role.LEADER, team=here.team)
    url = reverse("staff:budget_add", args=[empty.pk])
    assert list(client.get(url).context["form"].fields["taken_from"].queryset) == [other]
    values = {"ore": "10 001", "reason": "Flyttes", "key": uuid4(), "taken_from": other.pk}
    page = client.post(url, values)
    assert page.context["form"].non_field_errors() == ["Tilskudd har 10\u00a0000\u00a0kr ledig."]
    assert page.context["form"]["ore"].value() == "10 001"


def test_a_wrong_budget_and_wrong_money_are_taken_away(staff_client):
    here = scene()
    wrong = BudgetFactory(team=here.team, approved_by=None)
    addition = AdditionFactory(budget=Budget.objects.exclude(pk=wrong.pk).get())
    client = staff_client(role=Role.LEADER, team=here.team)
    page = client.get(reverse(LIST)).content.decode()
    for url in (
        reverse("staff:budget_remove", args=[wrong.pk]),
        reverse("staff:addition_remove", args=[addition.pk]),
    ):
        assert f'action="{url}"' in page
        client.post(url)
    assert (Budget.objects.count(), Addition.objects.count()) == (1, 0)


def test_budgets_that_are_over_tell_promised_paid_and_left(staff_client):
    here = scene()
    earnings = [here.earned(here.person(name)) for name in ("Ola", "Kari")]
    cash.pay(
        earnings[0].participant, earnings=[earnings[0].pk], box=here.box(), by=here.worker,
        signature=SIGNATURE,
    )  # fmt: skip
    Budget.objects.update(ends_on=timezone.localdate())
    running = BudgetFactory(team=here.team, name="Gjelder nå")
    client = staff_client(role=Role.AUDITOR, team=here.team)

    now, over = client.get(reverse(LIST)), client.get(reverse(LIST) + "?gamle=ja")

    assert [card["budget"] for card in now.context["budgets"]] == [running]
    (card,) = over.context["budgets"]
    budget = card["budget"]
    assert (budget.used_ore, budget.paid_ore, budget.free_ore) == (30_000, 15_000, 970_000)
    assert "ble ikke brukt." in over.content.decode()
    assert "Mer penger" not in over.content.decode()


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(
    staff_client, django_assert_num_queries, item_count
):
    here = scene()
    for _number in range(item_count - 1):
        BudgetFactory(team=here.team)
    for budget in Budget.objects.all():
        for _number in range(item_count):
            AdditionFactory(budget=budget)
    client = staff_client(role=Role.LEADER, team=here.team)
    with django_assert_num_queries(9):
        page = client.get(reverse(LIST))
    assert len(page.context["budgets"]) == item_count


AMOUNTS = [
    ("1 500", 150_000),
    ("1.500,50", 150_050),
    ("1 500 kr", 150_000),
    ("1\u00a0500\u00a0kr", 150_000),
    ("1\u202f500,-", 150_000),
    ("kr 1\u2009500", 150_000),
    ("  1500,00 kroner ", 150_000),
    ("1 000 000 000,00 kr", 10**11),
]
NO_AMOUNTS = [
    ("-150", "Skriv beløpet som tall, for eksempel 150 eller 1 250,50."),
    ("−150", "Skriv beløpet som tall, for eksempel 150 eller 1 250,50."),
    ("12,345", "Skriv beløpet som tall, for eksempel 150 eller 1 250,50."),
    ("1,5", "Skriv beløpet som tall, for eksempel 150 eller 1 250,50."),
    ("0", "Skriv et beløp over null."),
    ("1000000000000", "Beløpet er for stort. Se om det er skrevet riktig."),
    ("1 000 000 000 000", "Beløpet er for stort. Se om det er skrevet riktig."),
    ("1 000 000 000 000,00 kr", "Beløpet er for stort. Se om det er skrevet riktig."),
    ("1.000.000.000.000 kroner", "Beløpet er for stort. Se om det er skrevet riktig."),
    ("9" * 200, "Beløpet er for stort. Se om det er skrevet riktig."),
]


def new_budget(here, **changes):
    return {
        "team": here.team.pk, "name": "Tilskudd", "activity": "", "source": "grant",
        "amount_ore": "5 000", "starts_on": "2026-01-01", "ends_on": "2027-01-01",
    } | changes  # fmt: skip


@pytest.mark.parametrize(("written", "ore"), AMOUNTS)
def test_amounts_as_norwegians_write_them(staff_client, written, ore):
    here = scene()
    client = staff_client(role=Role.LEADER, team=here.team)
    today = timezone.localdate()
    client.post(
        reverse("staff:budget_new"),
        new_budget(here, amount_ore=written, starts_on=today, ends_on=f"31.12.{today.year + 1}"),
    )
    assert Budget.objects.get(name="Tilskudd").amount_ore == ore


@pytest.mark.parametrize(("written", "sentence"), NO_AMOUNTS)
@pytest.mark.parametrize("page_name", ["new", "more"])
def test_what_is_no_amount_is_answered_and_changes_nothing(
    staff_client, written, sentence, page_name
):
    here = scene()
    client = staff_client(role=Role.LEADER, team=here.team)
    if page_name == "new":
        page = client.post(reverse("staff:budget_new"), new_budget(here, amount_ore=written))
        errors = page.context["form"].errors["amount_ore"]
    else:
        url = reverse("staff:budget_add", args=[Budget.objects.get().pk])
        page = client.post(url, {"ore": written, "reason": "Vedtak", "key": uuid4()})
        errors = page.context["form"].errors["ore"]
    assert errors == [sentence]
    assert (Budget.objects.count(), Addition.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("20026-01-01", "Skriv datoen som 24.11.2026."),
        ("01.01.20026", "Skriv datoen som 24.11.2026."),
        ("1026-01-01", "Se om året er riktig. Datoen er langt unna i dag."),
        ("01.01.1026", "Se om året er riktig. Datoen er langt unna i dag."),
        ("31.02.2027", "Skriv datoen som 24.11.2026."),
    ],
)
def test_a_date_in_the_wrong_year_is_answered(staff_client, written, sentence):
    here = scene()
    client = staff_client(role=Role.LEADER, team=here.team)
    page = client.post(
        reverse("staff:budget_new"),
        new_budget(here, starts_on=timezone.localdate(), ends_on=written),
    )
    assert page.context["form"].errors["ends_on"] == [sentence]
    assert Budget.objects.count() == 1


@pytest.mark.parametrize(("written", "stored"), [("20", 20), ("", 12)])
def test_an_activity_says_how_many_usually_come(staff_client, written, stored):
    here = scene()
    client = staff_client(role=Role.LEADER, team=here.team)
    url = reverse("staff:activity_edit", args=[here.activity.pk])
    values = {
        "name": here.activity.name, "kind": "other", "summary": "Vi lager noe.",
        "illustration": "work-table", "teams": [here.team.pk], "is_public": "on",
    }  # fmt: skip
    client.post(url, values | {"expected_at_drop_in": written})
    here.activity.refresh_from_db()
    assert here.activity.expected_at_drop_in == stored


@pytest.mark.parametrize("written", ["0", "501", "-3", "tolv"])
def test_a_number_that_nobody_can_expect_is_answered(staff_client, written):
    here = scene()
    client = staff_client(role=Role.LEADER, team=here.team)
    url = reverse("staff:activity_edit", args=[here.activity.pk])
    page = client.post(url, {"expected_at_drop_in": written})
    assert "expected_at_drop_in" in page.context["form"].errors
