"""A task is asked for once, done once, and forgotten after a year."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from notices import tasks, waiting_states
from notices.models import Task
from notices.waits import TAKE_DOWN
from participants import consents
from participants.models import Consent
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.activities import WorkFactory
from tests.factories.notices import TaskFactory
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db


def test_the_same_key_asks_once():
    team = TeamFactory()
    asked = [
        tasks.ask(key="line:1", team=team, kind=Task.Kind.ANSWER_LINE, text=text)
        for text in ("Svar Ola.", "Svar Ola nå.")
    ]
    assert (asked[0] == asked[1], asked[1].text) == (True, "Svar Ola.")


def test_a_task_about_somebody_goes_to_their_contact_and_a_long_text_is_cut():
    ola = ParticipantFactory()
    task = tasks.ask(
        key="1",
        team=ola.team,
        kind=Task.Kind.TELL,
        text="a" * 300,
        participant=ola,
        answer_by=date(2026, 3, 13),
    )
    assert (task.assigned_to, len(task.text), task.text[-1]) == (ola.primary_contact, 280, "…")


def test_who_did_it_first_stays():
    task, first, second = TaskFactory(), UserFactory(), UserFactory()
    tasks.done(task, by=first)
    again = tasks.done(task, by=second)
    assert (again.done_by, list(Task.objects.open())) == (first, [])


def test_done_tasks_are_forgotten_after_a_year_and_open_ones_never():
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC), tick=False) as clock:
        tasks.done(TaskFactory(), by=UserFactory())
        still_open = TaskFactory()
        clock.shift(timedelta(days=366))
        assert (tasks.forget_old(), list(Task.objects.all())) == (1, [still_open])


def test_what_was_withdrawn_from_print_is_asked_of_a_person_once():
    work = WorkFactory()
    ola = ParticipantFactory(team=work.team)
    for channel in (Consent.Channel.WEB, Consent.Channel.PRINT):
        given = consents.give(
            ola, item=work, channel=channel, how=Consent.How.SCREEN, months=12, by=None
        )
        consents.withdraw(given)

    assert [waiting_states.update_tasks(TAKE_DOWN), waiting_states.update_tasks(TAKE_DOWN)] == [
        1,
        0,
    ]
    task = Task.objects.get()
    assert (task.participant, task.assigned_to) == (ola, ola.primary_contact)
    assert task.text == "Lov til å vise på trykk er tatt tilbake. Ta bort det som kan tas bort."
