"""What was written to those of a session is taken back while nobody has it, or put right."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activities.models import MessageReceiver, SessionMessage
from activities.taking_part import message_corrections, session_messages
from core.errors import RuleBroken
from notices import outbox, waiting_states
from notices.models import Message, Task
from tests.activities.taking_part.test_session_messages import TEXT, Ground, at

pytestmark = pytest.mark.django_db
NEW = "Vi møtes ved broa."


@pytest.fixture
def ground():
    """Return a session in three days, as seen at night: every SMS waits for the morning."""
    with time_machine.travel(at(10, "23:00")):
        yield Ground(begins=at(13, "12:00"))


def read_by(ground, person):
    found = SessionMessage.objects.filter(session=ground.session).shown_to(person)
    return [one.text for one in found]


# --- Taking back -------------------------------------------------------------------
@pytest.mark.parametrize("times", [1, 2])
def test_what_nobody_has_is_gone_as_if_never_written(ground, times):
    message = ground.send("coming", "in_line")
    assert message_corrections.is_unheard(message)
    for _press in range(times):
        message_corrections.withdraw(message)
    assert not SessionMessage.objects.exists()
    assert not Message.objects.exists()
    assert not Task.objects.exists()
    assert read_by(ground, ground.sms) == []
    assert ground.send("coming").text == TEXT  # the same words can be written again


def test_what_one_has_been_sent_stays(ground):
    message = ground.send()
    one = Message.objects.filter(channel=Message.Channel.EMAIL).first()
    Message.objects.filter(pk=one.pk).update(state=Message.State.SENT, attempts=1)
    assert not message_corrections.is_unheard(message)
    with pytest.raises(RuleBroken, match="Noen har fått beskjeden"):
        message_corrections.withdraw(message)
    assert SessionMessage.objects.count() == 1


def test_what_is_just_being_sent_stays(ground):
    message = ground.send()
    Message.objects.filter(pk=Message.objects.first().pk).update(attempts=1)
    with pytest.raises(RuleBroken):
        message_corrections.withdraw(message)


def test_what_one_has_been_told_stays(ground):
    message = ground.send()
    Task.objects.filter(pk=Task.objects.first().pk).update(done_at=timezone.now())
    with pytest.raises(RuleBroken):
        message_corrections.withdraw(message)


def test_in_the_morning_it_is_sent_and_cannot_be_taken_back(ground, settings):
    message = ground.send()
    with time_machine.travel(at(11, "09:00")):
        outbox.deliver_due()
        assert not message_corrections.is_unheard(message)


# --- Putting right -----------------------------------------------------------------
@pytest.mark.parametrize("times", [1, 2])
def test_new_words_stand_instead_and_who_had_not_heard_hears_those_alone(ground, times):
    old = ground.send("coming", "in_line")
    mail = Message.objects.filter(channel=Message.Channel.EMAIL).first()
    Message.objects.filter(pk=mail.pk).update(state=Message.State.SENT, attempts=1)
    for _press in range(times):
        new = message_corrections.correct(old, text=NEW, to=["coming"], by=ground.by)
    for person in (ground.sms, ground.mail, ground.waiting):
        assert read_by(ground, person) == [NEW]
    old.refresh_from_db()
    assert (old.replaced_by, new.to_in_line) == (new, True)
    # Only what had left is still about the old words.
    assert [one.notice_id for one in old.receivers.all()] == [mail.pk]
    assert Message.objects.filter(participant=ground.sms).count() == 1
    assert Message.objects.filter(participant=ground.mail).count() == 2
    assert MessageReceiver.objects.filter(message=new).count() == 5


def test_the_new_cannot_be_taken_back_so_the_wrong_words_never_stand_again(ground):
    old = ground.send()
    new = message_corrections.correct(old, text=NEW, to=["coming"], by=ground.by)
    with pytest.raises(RuleBroken, match="Skriv en ny som står i stedet"):
        message_corrections.withdraw(new)
    assert read_by(ground, ground.sms) == [NEW]


def test_what_is_tried_again_of_the_old_words_is_never_sent(ground):
    old = ground.send()
    Message.objects.update(attempts=2)
    message_corrections.correct(old, text=NEW, to=["coming"], by=ground.by)
    kept = old.receivers.get(participant=ground.sms)
    assert (kept.notice, kept.task) == (None, None)
    waiting = Message.objects.filter(participant=ground.sms, state=Message.State.WAITING)
    assert ["broa" in one.body for one in waiting] == [True]


def test_nobody_is_asked_to_ring_about_the_old_words(ground):
    old = ground.send()
    lost = Message.objects.filter(participant=ground.sms)
    lost.update(state=Message.State.GIVEN_UP, attempts=5)
    waiting_states.update_tasks("message_given_up")
    asked = Task.objects.open().filter(waits_for="message_given_up")
    assert asked.count() == 1
    message_corrections.correct(old, text=NEW, to=["coming"], by=ground.by)
    assert not asked.all().exists()
    waiting_states.update_tasks("message_given_up")
    assert not asked.all().exists()


@pytest.mark.both
def test_who_is_told_just_then_is_seen(ground):
    old = ground.send()
    with CaptureQueriesContext(connection) as made:
        message_corrections.withdraw(old)
    if connection.features.has_select_for_update:
        locked = [one["sql"] for one in made if "FOR UPDATE" in one["sql"]]
        assert any('FROM "notices_task"' in sql for sql in locked)


def test_two_who_put_the_same_right_are_told(ground):
    old = ground.send()
    message_corrections.correct(old, text=NEW, to=["coming"], by=ground.by)
    with pytest.raises(RuleBroken, match="rettet allerede"):
        message_corrections.correct(old, text="Ved porten.", to=["coming"], by=ground.colleague)
    assert SessionMessage.objects.count() == 2


def test_words_that_were_put_right_do_not_come_back(ground):
    old = ground.send()
    new = message_corrections.correct(old, text=NEW, to=["coming"], by=ground.by)
    for text in (TEXT, NEW):
        with pytest.raises(RuleBroken, match="stått der før"):
            message_corrections.correct(new, text=text, to=["coming"], by=ground.by)


def test_what_was_taken_back_meanwhile_is_said(ground):
    old = ground.send()
    message_corrections.withdraw(old)
    with pytest.raises(RuleBroken, match="er trukket"):
        message_corrections.correct(old, text=NEW, to=["coming"], by=ground.by)


def test_over_is_over(ground):
    old = ground.send()
    with time_machine.travel(at(14, "12:00") + timedelta(days=1)), pytest.raises(RuleBroken):
        message_corrections.correct(old, text=NEW, to=["coming"], by=ground.by)
    assert session_messages.is_writable(ground.session)
