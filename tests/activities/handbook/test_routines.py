"""Routines: what somebody has read is an edition, and what matters is asked for anew."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from accounts.models import Role
from activities.handbook import routines
from activities.models import Routine, RoutineEdition, RoutineReading
from activities.models.routine import LONGEST
from activities.permissions import can_review_routine, can_say_read, can_write_routine
from activities.staffing import availability
from core.errors import RuleBroken
from notices import waiting_states
from notices.models import Task
from tests.factories.accounts import MembershipFactory, TeamFactory
from tests.factories.activities import RoutineFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return TeamFactory()


def colleague(team, role=Role.WORKER):
    return MembershipFactory(team=team, role=role).user


@pytest.fixture
def leader(team):
    return colleague(team, Role.LEADER)


@pytest.fixture
def routine(team, leader):
    return RoutineFactory(team=team, by=leader)


def change(routine, **fields):
    routine.refresh_from_db()
    values = {
        "name": routine.name, "room": routine.room, "text": routines.text_of(routine),
        "responsible": routine.responsible, "review_on": routine.review_on, "matters": None,
        "by": routine.editions.first().written_by,
    }  # fmt: skip
    return routines.rewrite(routine, **values | fields)


def unread(user):
    return list(Routine.objects.unread_by(user))


# --- Reading ---------------------------------------------------------------------
def test_a_new_colleague_sees_all_as_unread_and_the_writer_none(routine, team, leader):
    newcomer = colleague(team)
    assert unread(newcomer) == [routine]
    assert unread(leader) == []
    assert unread(colleague(team, Role.AUDITOR)) == []
    assert unread(colleague(TeamFactory())) == []


def test_it_is_read_once(routine, team):
    user = colleague(team)
    for _again in range(2):
        routines.read(routine, number=1, by=user)
    assert RoutineReading.objects.filter(reader=user).count() == 1
    assert unread(user) == []


@pytest.mark.parametrize(("matters", "asked"), [(True, True), (False, False)])
def test_what_matters_is_asked_for_anew(routine, team, matters, asked):
    user = colleague(team)
    routines.read(routine, number=1, by=user)
    changed = change(routine, text="- Lås begge dørene.", matters=matters)
    assert (changed.edition, changed.read_from) == (2, 2 if asked else 1)
    assert bool(unread(user)) is asked
    assert [one.text for one in routine.editions.order_by("number")] == [
        "- Lås døra.\n- Slå på alarmen.",
        "- Lås begge dørene.",
    ]


def test_a_leader_must_say_whether_it_matters(routine):
    with pytest.raises(RuleBroken, match="betyr noe"):
        change(routine, text="Noe annet.")
    assert routine.editions.count() == 1


def test_the_same_words_are_no_new_edition(routine):
    other = change(routine, name="Nøkler og alarm", room=Routine.Room.TODAY, matters=True)
    assert (other.name, other.room, other.edition, other.read_from) == (
        "Nøkler og alarm", "i-dag", 1, 1,
    )  # fmt: skip


def test_who_read_the_page_from_before_a_change_has_not_read_it(routine, team):
    user = colleague(team)
    change(routine, text="Nytt.", matters=True)
    for number in (0, 1, 3, 10**18):
        with pytest.raises(RuleBroken, match="endret mens du leste"):
            routines.read(routine, number=number, by=user)
    assert unread(user) == [routine]


def test_who_read_before_a_slip_was_mended_has_read_it(routine, team):
    user = colleague(team)
    change(routine, text="Lås døra.", matters=False)
    routines.read(routine, number=1, by=user)
    assert unread(user) == []


def test_the_leader_sees_who_has_read_what(routine, team, leader):
    user, other = colleague(team), colleague(team, Role.FINANCE)
    colleague(team, Role.AUDITOR)
    MembershipFactory(team=team, ended_at=timezone.now())
    routines.read(routine, number=1, by=user)
    changed = change(routine, text="Nytt.", matters=True)
    said = {one.user: (one.edition, one.has_read) for one in routines.readers_of(changed)}
    assert said == {leader: (2, True), user: (1, False), other: (0, False)}


def test_an_edition_is_never_changed(routine):
    edition = routine.editions.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        RoutineEdition.objects.filter(pk=edition.pk).update(text="Noe annet")
    with pytest.raises(DatabaseError), transaction.atomic():
        RoutineEdition.objects.filter(pk=edition.pk).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        RoutineEdition.objects.create(
            routine=routine, number=1, text="x", written_by=edition.written_by
        )


# --- Writing ---------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": " \n "}, "både navn og tekst"),
        ({"name": "​"}, "både navn og tekst"),
        ({"text": "a" * (LONGEST + 1)}, "10000"),
        ({"name": "a" * 81}, "80"),
        ({"text": "Ring 01010112377 først."}, "fødselsnummeret"),
        ({"review_on": date(2020, 1, 1)}, "dag som kommer"),
    ],
)
def test_what_cannot_be_is_a_sentence_and_nothing_is_written(team, leader, fields, sentence):
    values = {
        "name": "Nøkler", "room": "plan", "text": "Lås.", "responsible": None,
        "review_on": routines.next_review(), "by": leader,
    }  # fmt: skip
    with pytest.raises(RuleBroken, match=sentence):
        routines.write(team, **values | fields)
    assert not Routine.objects.exists()


def test_ten_thousand_letters_are_kept_as_they_are(team, leader):
    text = "å" * LONGEST
    routine = RoutineFactory(team=team, by=leader, text=text)
    assert routines.text_of(routine) == text


def test_a_name_is_one_in_a_team_and_free_when_it_holds_no_longer(routine, team, leader):
    with pytest.raises(RuleBroken, match="fra før"):
        RoutineFactory(team=team, by=leader, name=routine.name)
    RoutineFactory(name=routine.name)
    routines.retire(routine, by=leader)
    RoutineFactory(team=team, by=leader, name=routine.name)
    assert Routine.objects.filter(name=routine.name).count() == 3


def test_only_somebody_who_works_there_is_responsible(routine, team):
    with pytest.raises(RuleBroken, match="jobber i teamet"):
        change(routine, responsible=colleague(TeamFactory()))
    user = colleague(team)
    assert change(routine, responsible=user).responsible == user


def test_what_holds_no_longer_is_asked_of_nobody_and_stays(routine, team, leader):
    user = colleague(team)
    for _again in range(2):
        routines.retire(routine, by=leader)
    assert unread(user) == []
    for act in (
        lambda: routines.read(routine, number=1, by=user),
        lambda: routines.review(routine, by=leader),
        lambda: change(routine, text="Nytt.", matters=True),
    ):
        with pytest.raises(RuleBroken, match="gjelder ikke lenger"):
            act()
    assert routines.text_of(routine) == "- Lås døra.\n- Slå på alarmen."


# --- Going through it --------------------------------------------------------------
def test_it_is_gone_through_once_a_day_and_asked_about_in_a_year(routine, leader):
    with time_machine.travel("2028-02-29 12:00+01:00", tick=False):
        for _again in range(2):
            reviewed = routines.review(routine, by=leader)
    assert reviewed.reviewed_on == date(2028, 2, 29)
    assert reviewed.reviewed_by == leader
    assert reviewed.review_on == date(2029, 2, 28)


def tasks():
    return Task.objects.open().filter(waits_for=routines.TO_REVIEW)


def test_who_is_responsible_is_asked_on_the_day_and_not_after_it_was_done(team, leader):
    user, today = colleague(team), timezone.localdate()
    routine = RoutineFactory(team=team, by=leader, responsible=user)
    waiting_states.update_tasks(routines.TO_REVIEW)
    assert not tasks().exists()
    Routine.objects.update(review_on=today)
    waiting_states.update_tasks(routines.TO_REVIEW)
    task = tasks().get()
    assert (task.assigned_to, task.text) == (user, f"Se over rutinen «{routine.name}».")
    routines.review(routine, by=user)
    assert not tasks().exists()


def test_a_leader_is_asked_when_who_is_responsible_is_away_or_gone(team, leader):
    user, today = colleague(team), timezone.localdate()
    routine = RoutineFactory(team=team, by=leader, responsible=user, review_on=today)
    assert routines.who_reviews(routine) == user
    absence = availability.add_absence(
        team, staff=user, deputy=None, first_day=today - timedelta(days=1),
        last_day=today + timedelta(days=1),
    )  # fmt: skip
    assert routines.who_reviews(routine) == leader
    availability.remove_absence(absence)
    user.memberships.update(ended_at=timezone.now())
    assert routines.who_reviews(routine) == leader
    assert not can_review_routine(user, routine)


def test_who_may_what(routine, team, leader):
    worker, auditor = colleague(team), colleague(team, Role.AUDITOR)
    stranger = colleague(TeamFactory(), Role.LEADER)
    questions = (can_write_routine, can_review_routine, can_say_read)
    said = {
        user: [ask(user, routine) for ask in questions]
        for user in (leader, worker, auditor, stranger)
    }
    assert said == {
        leader: [True, True, True],
        worker: [False, False, True],
        auditor: [False, False, False],
        stranger: [False, False, False],
    }
    routine.responsible = worker
    assert can_review_routine(worker, routine)
    assert not can_write_routine(worker, routine)
