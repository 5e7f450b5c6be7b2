"""Those who come hear of a new time or place: once, how it ended, by their channel."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from activities.models import MoveNotice, Series, SignUp
from activities.planning import series, sessions, weather
from activities.taking_part import move_notices, recurring_signups, reminders, signups
from notices import neutral
from notices.models import Message, Task
from participants.models import Channel
from tests.activities.taking_part import test_session_messages
from tests.factories.activities import PlaceFactory
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db
OSLO = ZoneInfo("Europe/Oslo")
NOON = datetime(2027, 3, 10, 12, 0, tzinfo=OSLO)
THEN = datetime(2027, 3, 16, 10, 0, tzinfo=OSLO)
A_DAY, TEN_MINUTES = timedelta(days=1), timedelta(minutes=10)


class Ground(test_session_messages.Ground):
    """The same, full: who waits in line goes on waiting."""

    def __init__(self, **columns):
        super().__init__(**columns)
        type(self.session).objects.filter(pk=self.session.pk).update(places=4)
        self.session.refresh_from_db()


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def move(session, to, **more):
    length = session.ends_at - session.starts_at
    moved = sessions.edit(session, by=None, starts_at=to, ends_at=to + length, **more)
    session.refresh_from_db()
    return moved


def told():
    """Return (name, words) of what was put in for people about moves, in order."""
    rows = Message.objects.filter(key__startswith="moved:").order_by("pk")
    tasks = Task.objects.filter(key__startswith="tell:moved:").order_by("pk")
    return [(row.participant.chosen_name, getattr(row, "body", "") or row.text)
            for row in [*rows, *tasks]]  # fmt: skip


def test_each_hears_once_by_their_channel(clock):
    ground = Ground(begins=THEN)
    move(ground.session, THEN + A_DAY)
    assert (move_notices.tell_due(), told()) == (0, [])  # it rests
    clock.shift(TEN_MINUTES)
    assert move_notices.tell_due() == 5
    when = "Vi flytter 16.03. klokka 10.00 til 17.03. klokka 10.00"
    place = ground.session.place.name
    coming = f"{when}, {place}. Du har plass. Passer det ikke? Det går fint."
    assert sorted(told()) == [
        ("Liv", f"{when}, {place}. Du står fortsatt i køen. Passer det ikke? Det går fint."),
        ("Per", f"Gi på papir: {coming}"), ("Siv", coming), ("Tor", coming),
        ("Unni", f"Ring og si: {coming}"),
    ]  # fmt: skip
    ways = Message.objects.filter(participant__isnull=False).values_list("channel", flat=True)
    assert sorted(ways) == ["email", "sms", "sms"]
    assert all(neutral.is_neutral(words) for _name, words in told())
    clock.shift(TEN_MINUTES)
    assert (move_notices.tell_due(), len(told())) == (0, 5)
    assert ground.session.signups.coming().count() == 4


def test_nobody_hears_of_a_draft_nor_of_what_has_begun(clock):
    ground = Ground(begins=THEN)
    type(ground.session).objects.update(state="draft")
    move(ground.session, THEN + A_DAY)
    type(ground.session).objects.update(state="published")
    clock.move_to(THEN + A_DAY + TEN_MINUTES)
    move(ground.session, THEN + A_DAY - TEN_MINUTES)  # that it began sooner is written afterwards
    clock.shift(TEN_MINUTES)
    assert (move_notices.tell_due(), told(), MoveNotice.objects.count()) == (0, [], 0)


def test_what_is_moved_back_is_no_news_and_several_are_how_it_ended(clock):
    ground = Ground(begins=THEN)
    move(ground.session, THEN + A_DAY)
    move(ground.session, THEN)
    clock.shift(TEN_MINUTES)
    assert (move_notices.tell_due(), MoveNotice.objects.count()) == (0, 0)
    for days in (1, 2, 3):
        move(ground.session, THEN + days * A_DAY)
    clock.shift(TEN_MINUTES)
    move_notices.tell_due()
    assert dict(told())["Tor"].startswith("Vi flytter 16.03. klokka 10.00 til 19.03. klokka 10.00,")
    assert len(told()) == 5


def test_what_has_not_left_when_it_moves_again_is_withdrawn(clock):
    ground = Ground(begins=THEN)
    move(ground.session, THEN + A_DAY)
    clock.shift(TEN_MINUTES)
    move_notices.tell_due()
    Message.objects.filter(participant=ground.mail).update(state="sent")
    move(ground.session, THEN + 2 * A_DAY)
    assert [name for name, _words in told()] == ["Siv"]
    clock.shift(TEN_MINUTES)
    move_notices.tell_due()
    last = dict(told())
    assert last["Tor"].startswith("Vi flytter 16.03. klokka 10.00 til 18.03.")
    assert last["Siv"].startswith("Vi flytter 17.03. klokka 10.00 til 18.03.")
    assert len(told()) == 6


def test_under_a_day_it_does_not_rest_and_what_is_today_is_sent_at_night(clock):
    clock.move_to(datetime(2027, 3, 10, 22, 0, tzinfo=OSLO))
    near = Ground(begins=datetime(2027, 3, 11, 8, 30, tzinfo=OSLO))
    far = Ground(begins=datetime(2027, 3, 11, 14, 0, tzinfo=OSLO), name="Bjerke")
    for ground in (near, far):
        move(ground.session, datetime(2027, 3, 11, 16, 0, tzinfo=OSLO))
    assert move_notices.tell_due() == 5
    message = Message.objects.get(participant=near.sms)
    assert (message.is_urgent, message.next_try_at) == (True, timezone.now())
    assert not Message.objects.filter(participant=far.sms).exists()
    clock.move_to(datetime(2027, 3, 11, 8, 1, tzinfo=OSLO))
    assert move_notices.tell_due() == 5


def test_another_place_is_told_and_rain_tells_the_same_way(clock):
    begins = NOON + timedelta(hours=4)
    ground = Ground(begins=begins)
    indoors = PlaceFactory(name="Biblioteket", indoors=True)
    sessions.edit(ground.session, by=None, rain_place=indoors)
    weather.move(ground.session, indoors=True, by=ground.by)
    move_notices.tell_due()
    assert dict(told())["Tor"] == (
        "Vi er på Biblioteket 10.03. klokka 16.00. Du har plass. Passer det ikke? Det går fint."
    )
    assert len(told()) == 5


def test_rain_while_it_goes_on_is_told_and_nothing_when_it_is_over(clock):
    ground = Ground(begins=NOON - timedelta(hours=1))
    indoors = PlaceFactory(name="Biblioteket", indoors=True)
    sessions.edit(ground.session, by=None, rain_place=indoors)
    weather.move(ground.session, indoors=True, by=ground.by)
    assert move_notices.tell_due() == 5
    assert dict(told())["Tor"].startswith("Vi er på Biblioteket nå. Du har plass.")
    message = Message.objects.get(participant=ground.sms)
    assert (message.is_urgent, message.next_try_at) == (True, timezone.now())
    weather.move(ground.session, indoors=False, by=ground.by)
    clock.move_to(ground.session.ends_at)
    assert move_notices.tell_due() == 0


def test_a_series_that_moves_is_one_message(clock):
    ground = Ground(begins=THEN)
    held = series.make(
        ground.session.activity, team=ground.team, starts_on=NOON.date() + A_DAY,
        rule="FREQ=WEEKLY;BYDAY=TH", starts=time(10), minutes=60, place=PlaceFactory(), by=None,
    ).series  # fmt: skip
    person = ParticipantFactory(team=ground.team, channel=Channel.SMS, phone="+4791000009")
    recurring_signups.give(held, participant=person)
    made = list(held.sessions.all())
    for one in made:
        type(one).objects.filter(pk=one.pk).update(state="published", published_at=NOON)
        recurring_signups.fill(type(one).objects.get(pk=one.pk))
    done = series.edit_all(held, by=None, starts=time(15))
    clock.shift(TEN_MINUTES)
    assert move_notices.tell_due() == 1
    words = Message.objects.get(participant=person).body
    assert words.count("Vi flytter") == 3
    assert f"{len(made) - 3} til er flyttet. Se siden din." in words
    there = SignUp.objects.filter(participant=person, state="coming", session__in=done.changed)
    assert there.count() == len(made)
    assert Series.objects.get().recurring_signups.get().participant == person


def test_what_a_colleague_says_of_many_moves_is_whole(clock):
    grounds = [Ground(begins=THEN + days * A_DAY, name=f"Bydel {days}") for days in range(4)]
    person = grounds[0].person("Eli", channel=Channel.CALL, phone="+4791000009")
    for ground in grounds:
        SignUp.objects.get_or_create(
            session=ground.session, participant=person,
            defaults={"state": "coming", "asked_at": timezone.now()},
        )  # fmt: skip
        move(ground.session, ground.session.starts_at + timedelta(hours=1))
    clock.shift(TEN_MINUTES)
    move_notices.tell_due()
    said = Task.objects.get(participant=person).text
    assert "til er flyttet. Tidene står på øktene." in said
    assert said.startswith("Ring og si: Vi flytter 16.03. klokka 10.00 til")
    assert said.endswith("Passer det ikke? Det går fint.")


# --- What waits to be sent ------------------------------------------------------------------
def held_back(clock, ground):
    """Write to those who come at night: an SMS waits until eight."""
    clock.move_to(datetime(2027, 3, 12, 22, 0, tzinfo=OSLO))
    ground.send("coming", "in_line")
    return Message.objects.filter(participant=ground.sms)


def test_a_message_that_waits_says_the_new_time(clock):
    ground = Ground(begins=THEN)
    waiting = held_back(clock, ground)
    assert waiting.get().body.startswith("Om 16.03. klokka 10.00: Vi møtes ved porten.")
    move(ground.session, THEN + A_DAY)
    assert waiting.get().body.startswith("Om 17.03. klokka 10.00: Vi møtes ved porten.")
    assert Message.objects.get(participant=ground.mail).subject == "Beskjed om 17.03."
    said = Task.objects.get(participant=ground.call).text
    assert said.startswith("Ring og si: Om 17.03. klokka 10.00: Vi møtes ved porten.")


def test_what_was_sent_or_said_stays_as_it_was(clock):
    ground = Ground(begins=THEN)
    held_back(clock, ground)
    Message.objects.update(state="sent")
    Task.objects.update(done_at=timezone.now())
    before = list(Message.objects.values_list("body", flat=True))
    move(ground.session, THEN + A_DAY)
    assert list(Message.objects.values_list("body", flat=True)) == before
    assert "16.03." in Task.objects.get(participant=ground.call).text


def test_who_signs_off_gets_nothing_that_waits_and_all_of_it_when_they_come_after_all(clock):
    ground = Ground(begins=THEN)
    held_back(clock, ground)
    move(ground.session, THEN + A_DAY)
    for person in (ground.sms, ground.call):
        signups.not_now(ground.session, participant=person)
        assert not Message.objects.filter(participant=person).exists()
        assert not Task.objects.filter(participant=person, kind=Task.Kind.TELL).exists()
    clock.move_to(datetime(2027, 3, 13, 9, 0, tzinfo=OSLO))
    assert move_notices.tell_due() == 2  # who waited hears that they have a place
    message = ground.session.messages.get()
    assert not message.receivers.filter(participant=ground.sms).exists()
    signups.join(ground.session, participant=ground.sms)
    ground.send("coming", "in_line")
    assert Message.objects.get(participant=ground.sms).body.startswith("Om 17.03.")


def test_a_reminder_of_the_old_time_is_not_sent_and_one_of_the_new_is(clock):
    ground = Ground(begins=NOON + A_DAY)
    clock.move_to(NOON + timedelta(hours=4))
    reminders.remind_due()
    assert Message.objects.filter(key__startswith="remind:").count() == 2
    move(ground.session, THEN)
    assert not Message.objects.filter(key__startswith="remind").exists()
    move_notices.tell_due()
    clock.move_to(THEN - timedelta(hours=18))
    reminders.remind_due()
    bodies = Message.objects.filter(key__startswith="remind:").values_list("body", flat=True)
    assert all("16.03. klokka 10.00" in body for body in bodies)
    assert len(bodies) == 2


def test_told_the_day_before_nobody_is_reminded_too(clock):
    ground = Ground(begins=THEN)
    clock.move_to(THEN - timedelta(hours=18))
    move(ground.session, THEN + timedelta(hours=2))
    reminders.remind_due()
    move_notices.tell_due()
    reminders.remind_due()
    assert not Message.objects.filter(key__startswith="remind:").exists()
    assert len(told()) == 5


def test_a_place_given_at_night_is_told_by_the_new_time(clock):
    clock.move_to(datetime(2027, 3, 12, 22, 0, tzinfo=OSLO))
    ground = Ground(begins=THEN)
    sessions.edit(ground.session, by=None, places=5)
    waiting = Message.objects.filter(participant=ground.waiting)
    assert "16.03." in waiting.get().body
    move(ground.session, THEN + A_DAY)
    clock.move_to(datetime(2027, 3, 13, 9, 0, tzinfo=OSLO))
    assert move_notices.tell_due() == 4
    assert waiting.get().body.startswith("Det er plass til deg 17.03. klokka 10.00, ")


@pytest.mark.parametrize("channel", [Channel.SMS, Channel.CALL])
def test_a_place_given_is_told_also_when_the_session_is_moved_and_back(clock, channel):
    clock.move_to(datetime(2027, 3, 12, 22, 0, tzinfo=OSLO))
    ground = Ground(begins=THEN)
    type(ground.waiting).objects.filter(pk=ground.waiting.pk).update(channel=channel)
    sessions.edit(ground.session, by=None, places=5)
    for when in (THEN + A_DAY, THEN):
        move(ground.session, when)
    clock.move_to(datetime(2027, 3, 13, 9, 0, tzinfo=OSLO))
    assert move_notices.tell_due() == 0
    news = [one.body for one in Message.objects.filter(participant=ground.waiting)]
    news += [one.text for one in Task.objects.filter(participant=ground.waiting)]
    assert [("Det er plass til deg 16.03. klokka 10.00" in one) for one in news] == [True]


def test_a_place_after_a_move_is_one_message(clock):
    ground = Ground(begins=THEN)
    move(ground.session, THEN + A_DAY)
    signups.not_now(ground.session, participant=ground.sms)
    clock.shift(TEN_MINUTES)
    assert move_notices.tell_due() == 3
    assert "plass til deg 17.03." in Message.objects.get(participant=ground.waiting).body


def test_what_is_being_sent_counts_as_heard(clock):
    ground = Ground(begins=THEN)
    move(ground.session, THEN + A_DAY)
    clock.shift(TEN_MINUTES)
    move_notices.tell_due()
    Message.objects.filter(participant=ground.mail).update(attempts=1)
    move(ground.session, THEN + 2 * A_DAY)
    clock.shift(TEN_MINUTES)
    move_notices.tell_due()
    assert [words[:27] for name, words in told() if name == "Siv"] == [
        "Vi flytter 16.03. klokka 10", "Vi flytter 17.03. klokka 10",
    ]  # fmt: skip


def test_what_is_called_off_is_called_off_by_the_time_that_they_know(clock):
    ground = Ground(begins=THEN)
    move(ground.session, THEN + A_DAY)
    clock.shift(TEN_MINUTES)
    move_notices.tell_due()
    Message.objects.filter(participant=ground.mail).update(state="sent")
    sessions.cancel(ground.session, reason="Regn", by=ground.by)
    assert [name for name, _words in told()] == ["Siv"]
    said = Message.objects.filter(key__startswith="session-cancelled")
    assert said.get(participant=ground.sms).body.startswith("Vi må avlyse 16.03. klokka 10.00.")
    assert said.get(participant=ground.mail).body.startswith("Vi må avlyse 17.03. klokka 10.00.")
    assert move_notices.tell_due() == 0


def test_it_is_forgotten_when_the_session_is_over(clock):
    ground = Ground(begins=THEN)
    move(ground.session, THEN + A_DAY)
    clock.move_to(THEN + 2 * A_DAY)
    assert move_notices.forget_old() == 5


@pytest.mark.both
def test_timers_and_another_move_at_once_tell_each_how_it_ended(race):
    result = race.run("tests.activities.racers.move_told", processes=4)
    assert [one for one in result["acts"] if "error" in one] == []
    assert result["look"] == {"told": 3, "of the end": 3}
