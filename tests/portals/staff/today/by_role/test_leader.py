"""«Trenger deg»: what needs a leader, each with its act; nothing of other teams."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent, Role
from activities.models import ShiftNotice
from notices import tasks, waiting_states
from notices.models import Task
from participants import consents
from payouts.models import Budget
from tests.factories.accounts import MembershipFactory, TeamFactory
from tests.factories.activities import IdeaFactory, SessionFactory, ShiftFactory, WorkFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.payouts import BudgetFactory

pytestmark = pytest.mark.django_db

URL = reverse("staff:leader")


@pytest.fixture
def leader(staff_client):
    return staff_client(role=Role.LEADER)


def groups(client) -> dict[str, list[str]]:
    """Return {group: its rows in words}."""
    page = client.get(URL)
    return {one.key: [row.words for row in one.rows] for one in page.context["groups"]}


def links(client, key: str) -> list[str]:
    """Return where the first row of a group leads."""
    page = client.get(URL)
    rows = next(one.rows for one in page.context["groups"] if one.key == key)
    return [link.url for link in rows[0].links]


def gap(team, **more):
    starts_at = timezone.now() + timedelta(days=3)
    return SessionFactory(team=team, published=True, starts_at=starts_at, **more)


def consent_of(person, *, months: int):
    garden = WorkFactory(team=person.team, kind="garden")
    garden.makers.add(person)
    return consents.give(
        person, item=garden, channel="web", how="screen", months=months, by=person.primary_contact
    )


def test_nothing_to_do_is_said(leader):
    page = leader.get(URL)
    assert page.context["groups"] == []
    assert "Alt er i rute." in page.content.decode()


def test_a_gap_leads_to_who_can_fill_it(leader):
    session = gap(leader.team, title="Elverydding")
    ShiftFactory(session=session, staff=MembershipFactory(team=leader.team, role="worker").user)
    assert groups(leader) == {"hull": ["Elverydding mangler 1."]}
    assert links(leader, "hull") == [reverse("staff:shift_fill", args=[session.pk])]


def test_a_gap_far_ahead_can_wait(leader):
    gap(leader.team).__class__.objects.update(
        starts_at=timezone.now() + timedelta(days=40), ends_at=timezone.now() + timedelta(days=41)
    )
    assert groups(leader) == {}


def test_a_budget_that_is_empty_leads_to_more_money(leader):
    budget = BudgetFactory(team=leader.team, name="Tilskudd", amount_ore=500, committed_ore=500)
    assert groups(leader) == {"budsjett": ["Tilskudd er tomt."]}
    assert links(leader, "budsjett") == [reverse("staff:budget_add", args=[budget.pk])]


def test_what_waits_is_what_the_waiting_states_ask(leader):
    other = MembershipFactory(team=leader.team, role=Role.FINANCE).user
    IdeaFactory(team=leader.team, participant__team=leader.team)
    Budget.objects.create(
        name="Nytt", team=leader.team, source="own", amount_ore=100, made_by=other,
        starts_on=timezone.localdate(), ends_on=timezone.localdate() + timedelta(days=9),
    )  # fmt: skip
    waiting_states.update_tasks("idea_open", "budget_to_approve")

    found = groups(leader)

    assert [len(found[key]) for key in ("svar", "se-over")] == [1, 1]
    assert links(leader, "se-over") == [f"{reverse('staff:budgets')}?team={leader.team.slug}"]


def test_a_task_without_a_page_can_be_ticked_off(leader):
    person = ParticipantFactory(team=leader.team, chosen_name="Sol")
    task = tasks.ask(
        key="call", team=leader.team, kind=Task.Kind.TELL, text="Ring.", participant=person
    )
    page = leader.get(URL).content.decode()
    assert reverse("staff:task_done", args=[task.pk]) in page
    assert AccessEvent.objects.filter(what="staff:leader").exists()


def test_consents_that_run_out_stand_once_a_person(leader):
    person = ParticipantFactory(team=leader.team, chosen_name="Sol")
    with time_machine.travel(timezone.now() - timedelta(days=10)):
        for months in (1, 1, 12):
            consent_of(person, months=months)
    consent_of(ParticipantFactory(), months=1)

    rows = groups(leader)["samtykker"]

    assert len(rows) == 1 and rows[0].startswith("2 samtykker går ut fra")
    assert links(leader, "samtykker") == [reverse("staff:participant", args=[person.pk])]


def test_a_message_that_nobody_has_answered(leader):
    colleague = MembershipFactory(team=leader.team, role=Role.WORKER).user
    session = gap(leader.team, title="Elverydding", min_staff=1)
    ShiftFactory(session=session, staff=colleague)
    ShiftNotice.objects.create(
        session=session, staff=colleague, told="put_on", told_starts_at=session.starts_at,
        told_ends_at=session.ends_at, told_at=timezone.now(),
    )  # fmt: skip
    words = f"{colleague} har ikke sett beskjeden: satt på, Elverydding"
    assert groups(leader)["sett"] == [words]


def test_nothing_of_a_team_that_one_does_not_lead(leader):
    team = TeamFactory()
    MembershipFactory(user=leader.user, team=team, role=Role.WORKER)
    gap(team)
    BudgetFactory(team=team, amount_ore=500, committed_ore=500)
    tasks.ask(key="x", team=team, kind=Task.Kind.FOLLOW_UP, text="Se over.")
    assert groups(leader) == {}


def test_today_leads_there_for_those_who_lead(staff_client, leader):
    today = reverse("staff:today")
    link = f'<a class="row-link" href="{URL}"'
    assert link in leader.get(today).content.decode()
    worker = staff_client(role=Role.WORKER)
    assert URL not in worker.get(today).content.decode()
    assert worker.get(URL).status_code == 403


@pytest.mark.parametrize("item_count", [1, 3])
def test_it_asks_as_often_for_three_as_for_one(leader, django_assert_num_queries, item_count):
    for number in range(item_count):
        gap(leader.team)
        BudgetFactory(team=leader.team, amount_ore=500, committed_ore=500)
        person = ParticipantFactory(team=leader.team)
        consent_of(person, months=1)
        tasks.ask(
            key=f"{number}", team=leader.team, kind=Task.Kind.TELL, text="Ring.",
            participant=person,
        )  # fmt: skip
    with django_assert_num_queries(18):
        page = leader.get(URL)
    assert len(page.context["groups"]) >= 3
