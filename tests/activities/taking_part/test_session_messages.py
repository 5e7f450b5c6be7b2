"""A message to those of a session: each by their channel, once, and neutral outside."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from activities.models import MessageReceiver, SessionMessage, SignUp
from activities.planning import sessions
from activities.taking_part import session_messages, signups
from core.errors import RuleBroken
from notices import outbox, tasks
from notices.models import Message, Task
from participants.models import Channel
from tests.factories.accounts import MembershipFactory, TeamFactory, UserFactory
from tests.factories.activities import ActivityFactory, SessionFactory, ShiftFactory
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db
OSLO = ZoneInfo("Europe/Oslo")
RACER = "tests.activities.racers.same_message"
TEXT = "Vi møtes ved porten."


def at(day, clock):
    """Return a clock in Oslo on a day of March 2027; the tenth is a Wednesday."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2027, 3, day, hour, minute, tzinfo=OSLO)


class Ground:
    """A session in three days with somebody of each channel coming, one in line, two at work."""

    def __init__(self, *, begins=None, name="Gamle Oslo"):
        self.team = TeamFactory(name=name, phone="+4722334455")
        begins = begins or timezone.now() + timedelta(days=3)
        self.session = SessionFactory(
            team=self.team, activity=ActivityFactory(name="Fuglekassa", teams=[self.team]),
            published=True, starts_at=begins, ends_at=begins + timedelta(hours=2), title="",
        )  # fmt: skip
        self.by = MembershipFactory(team=self.team, user__first_name="Kari").user
        self.colleague = MembershipFactory(team=self.team, user__phone="+4790000001").user
        for staff in (self.by, self.colleague):
            ShiftFactory(session=self.session, staff=staff)
        self.sms = self.person("Tor", channel=Channel.SMS, phone="+4791000001")
        self.mail = self.person("Siv", channel=Channel.EMAIL, email="siv@example.no")
        self.call = self.person("Unni", channel=Channel.CALL, phone="+4791000002")
        self.paper = self.person("Per", channel=Channel.PAPER)
        self.waiting = self.person("Liv", state="in_line", channel=Channel.SMS, phone="+4791000003")

    def person(self, name, *, state="coming", **columns):
        person = ParticipantFactory(
            chosen_name=name, team=self.team, primary_contact=self.by, **columns
        )
        SignUp.objects.create(
            session=self.session, participant=person, state=state, asked_at=timezone.now()
        )
        return person

    def send(self, *to, text=TEXT, by=None):
        return session_messages.send(
            self.session, text=text, to=to or ("coming",), by=by or self.by
        )


def ways(message):
    rows = message.receivers.values_list("participant__chosen_name", "user__first_name", "way")
    return [(name or user, way) for name, user, way in rows.order_by("pk")]


def test_each_is_told_by_their_own_channel():
    ground = Ground()
    message = ground.send()
    assert ways(message) == [
        ("Per", "in_person"), ("Siv", "email"), ("Tor", "sms"), ("Unni", "in_person"),
    ]  # fmt: skip
    assert {(one.channel, one.address) for one in Message.objects.all()} == {
        ("sms", "+4791000001"), ("email", "siv@example.no"),
    }  # fmt: skip
    asked = Task.objects.order_by("participant__chosen_name")
    assert [task.participant.chosen_name for task in asked] == ["Per", "Unni"]
    assert [task.text.split(":")[0] for task in asked] == ["Gi på papir", "Ring og si"]
    assert [row.participant.chosen_name for row in session_messages.to_say(message)] == [
        "Per", "Unni",
    ]  # fmt: skip


def test_who_writes_and_who_has_left_are_told_nothing():
    ground = Ground()
    ground.sms.left_at = timezone.now()
    ground.sms.save()
    message = ground.send("coming", "in_line", "working")
    assert ways(message) == [
        ("Per", "in_person"), ("Siv", "email"), ("Unni", "in_person"), ("Liv", "sms"),
        (ground.colleague.first_name, "email"),
    ]  # fmt: skip


def test_the_same_words_are_one_message_and_reach_nobody_twice():
    ground = Ground()
    first = ground.send()
    told = Message.objects.count(), Task.objects.count()
    again = ground.send(by=ground.colleague)
    assert (again.pk, again.written_by) == (first.pk, ground.by)
    assert (Message.objects.count(), Task.objects.count()) == told
    later = ground.person("Ny", channel=Channel.EMAIL, email="ny@example.no")
    ground.send("coming", "in_line")
    assert [name for name, _way in ways(first)] == ["Per", "Siv", "Tor", "Unni", "Ny", "Liv"]
    first.refresh_from_db()
    assert (first.to_coming, first.to_in_line, first.to_working) == (True, True, False)
    assert later.messages.count() == 1


def test_other_words_are_another_message():
    ground = Ground()
    ground.send()
    ground.send(text="Vi gleder oss.")
    assert ground.sms.messages.count() == 2


@pytest.mark.parametrize(
    "text",
    [
        "Vi møtes ved porten.",
        "Torsdag er det fint.",  # «Tor» is a person, «torsdag» is not
    ],
)
def test_neutral_words_leave_as_they_are(text):
    ground = Ground()
    ground.send(text=text)
    when = timezone.localtime(ground.session.starts_at)
    said = f"Om {when:%d.%m.} klokka {when:%H.%M}: {text} Hilsen Kari"
    assert [one.body for one in Message.objects.all()] == [said, said]
    assert [one.subject for one in Message.objects.all()] == [f"Beskjed om {when:%d.%m.}"] * 2


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("Fuglekassa er avlyst.", ["Fuglekassa"]),
        ("Hilsen Gamle Oslo", ["Gamle Oslo"]),
        ("Tor kommer også.", ["Tor"]),
        ("Liv er med.", ["Liv"]),
        ("Vi møtes hos Tors nabo.", ["Tor"]),
        ("Vi låner bilen til siv's bror.", ["Siv"]),
        ("Vi henger opp fuglekassene.", ["Fuglekassa"]),
        ("Det er et rusfritt sted.", ["rusfritt"]),
    ],
)
def test_what_names_somebody_or_us_stays_on_the_page(text, inside):
    ground = Ground()
    assert session_messages.kept_inside(ground.session, text) == inside
    message = ground.send(text=text)
    when = timezone.localtime(ground.session.starts_at)
    said = (
        f"Du har en beskjed fra Kari om {when:%d.%m.} klokka {when:%H.%M}."
        " Les den på siden din. Eller ring 22 33 44 55."
    )
    assert [one.body for one in Message.objects.all()] == [said, said]
    # Who is told in person hears the words themselves.
    assert all(text in task.text for task in Task.objects.all())
    assert SessionMessage.objects.shown_to(ground.sms).get() == message


def test_a_surname_or_a_name_that_ends_in_a_sign_stays_inside():
    ground = Ground()
    ground.person("Ola Nordli", channel=Channel.PAPER)
    ground.person("Mia (Bo.)", channel=Channel.PAPER)
    for text, inside in (("Nordlis bil", ["Nordli"]), ("Mia og Bo", ["Bo", "Mia"])):
        assert session_messages.kept_inside(ground.session, text) == inside


def test_a_task_leads_to_the_whole_of_long_words():
    ground = Ground()
    guest = ParticipantFactory(channel=Channel.CALL)
    signups.join(ground.session, participant=guest)
    Task.objects.all().delete()
    ground.send(text="Ta med støvler. " * 24)
    own, other = (Task.objects.get(participant=one) for one in (ground.call, guest))
    assert own.text.endswith(" Ta… Hele beskjeden står på økta.")
    assert (own.about, own.about_id) == ("activities.session", ground.session.pk)
    # Another team may not open the session.
    assert other.text.endswith(" Ta… Spør Kari om resten.")
    assert other.about_id is None


def test_a_colleague_gets_the_address_where_it_stands(settings):
    ground = Ground()
    ground.send("working", text="Fuglekassa er flyttet.")
    [mail] = Message.objects.all()
    assert (mail.user, mail.channel) == (ground.colleague, "email")
    page = settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse(
        "staff:sheet", args=[ground.session.pk]
    )
    assert mail.body.endswith(f"Les den her: {page}")
    assert "Fuglekassa" not in mail.body


@pytest.mark.parametrize(
    ("now", "begins", "leaves"),
    [
        (at(10, "14:00"), at(12, "10:00"), at(10, "14:00")),
        (at(10, "22:00"), at(11, "12:00"), at(11, "08:00")),  # waits for the morning
        (at(10, "22:00"), at(11, "08:30"), at(10, "22:00")),  # the morning is too late
        (at(10, "21:30"), at(10, "23:00"), at(10, "21:30")),  # today
        (at(10, "00:30"), at(10, "18:00"), at(10, "00:30")),
        (at(10, "23:30"), at(11, "18:00"), at(11, "08:00")),
    ],
)
def test_quiet_hours_hold_back_what_is_not_about_today(now, begins, leaves):
    with time_machine.travel(now, tick=False):
        ground = Ground(begins=begins)
        ground.send()
        assert ground.sms.messages.get().next_try_at == leaves


def test_nobody_is_invited_to_what_is_called_off_meanwhile():
    with time_machine.travel(at(8, "21:30"), tick=False):
        ground = Ground(begins=at(10, "12:00"))
        message = ground.send()
        sessions.cancel(ground.session, reason="Det blåser for mye.", by=ground.by)
    told = Message.objects.filter(participant=ground.sms)
    assert [TEXT in notice.body for notice in told] == [False]
    assert message.receivers.filter(participant=ground.sms).exists()


def test_what_must_be_said_about_today_is_asked_for_today():
    with time_machine.travel(at(10, "09:00"), tick=False):
        Ground(begins=at(10, "12:00")).send()
        Ground(begins=at(15, "12:00"), name="Sagene").send()
    days = Task.objects.order_by("pk").values_list("answer_by", flat=True)
    assert [day.day for day in days] == [10, 10, 11, 11]


def test_without_sms_somebody_rings(settings):
    settings.NOTICE_BACKENDS = settings.NOTICE_BACKENDS | {"sms": "none"}
    ground = Ground()
    message = ground.send("in_line")
    assert ways(message) == [("Liv", "in_person")]
    [row] = session_messages.to_say(message)
    assert row.task is not None
    assert message.receivers.unsaid().count() == 1
    tasks.done(row.task, by=ground.by)
    assert message.receivers.unsaid().count() == 0


def test_what_did_not_arrive_stands_on_the_list_until_it_is_said():
    ground = Ground()
    message = ground.send("in_line")
    assert session_messages.to_say(message) == []
    notice = message.receivers.get().notice
    outbox._give_up(notice)
    [row] = session_messages.to_say(message)
    assert row.person == ground.waiting
    tasks.done(row.task, by=ground.colleague)
    [row] = session_messages.to_say(message)
    assert (row.notice.told_by, message.receivers.unsaid().count()) == (ground.colleague, 0)


def test_the_counts_say_how_many_each_way():
    ground = Ground()
    message = ground.send("coming", "in_line", "working")
    found = SessionMessage.objects.with_counts().get()
    counts = (found.by_sms, found.by_email, found.in_person, found.unsaid)
    assert counts == (2, 2, 2, 2)
    tasks.done(session_messages.to_say(message)[0].task, by=ground.by)
    found = SessionMessage.objects.with_counts().get()
    assert (found.in_person, found.unsaid) == (2, 1)


def test_who_joins_afterwards_reads_it_and_staffs_own_words_stay_theirs():
    ground = Ground()
    message = ground.send("coming")
    Message.objects.update(state=Message.State.SENT)
    for_staff = ground.send("working", text="Husk nøkkelen.")
    late = ParticipantFactory(team=ground.team)
    shown = SessionMessage.objects.all()
    assert list(shown.shown_to(late)) == []
    signups.join(ground.session, participant=late)
    assert list(shown.shown_to(late)) == [message]
    signups.not_now(ground.session, participant=late)
    assert list(shown.shown_to(late)) == []
    # What somebody got stays theirs; what is for the staff is nobody else's.
    signups.not_now(ground.session, participant=ground.sms)
    assert list(shown.shown_to(ground.sms)) == [message]
    assert for_staff not in shown.shown_to(ground.mail)


def test_words_for_the_line_are_shown_to_the_line():
    ground = Ground()
    message = ground.send("in_line", text="Kanskje blir det en plass.")
    assert list(SessionMessage.objects.shown_to(ground.waiting)) == [message]
    assert list(SessionMessage.objects.shown_to(ground.sms)) == []


@pytest.mark.parametrize("state", ["draft", "cancelled", "closed"])
def test_only_what_is_open_is_written_about(state):
    ground = Ground()
    type(ground.session).objects.update(state=state)
    with pytest.raises(RuleBroken):
        ground.send()
    assert SessionMessage.objects.count() == 0


def test_nothing_is_written_about_what_is_over():
    ground = Ground(begins=timezone.now() - timedelta(days=1))
    with pytest.raises(RuleBroken, match="over eller avlyst"):
        ground.send()


@pytest.mark.parametrize("text", ["", "   ", "ø" * 401, "ø" * 10_000])
def test_no_words_or_too_many_leave_nothing_half_done(text):
    with pytest.raises(RuleBroken, match="høyst 400 tegn"):
        Ground().send(text=text)
    assert (SessionMessage.objects.count(), Message.objects.count()) == (0, 0)


def test_nobody_to_write_to_is_said():
    ground = Ground()
    SignUp.objects.all().delete()
    with pytest.raises(RuleBroken, match="ingen å skrive til"):
        ground.send()
    assert SessionMessage.objects.count() == 0


def test_it_is_forgotten_with_the_session():
    ground = Ground()
    ground.send()
    assert session_messages.forget_old() == 0
    with time_machine.travel(ground.session.ends_at + timedelta(days=91)):
        session_messages.forget_old()
    assert (SessionMessage.objects.count(), MessageReceiver.objects.count()) == (0, 0)
    assert Message.objects.count() == 2  # the outbox forgets in its own time


@pytest.mark.both
def test_the_database_holds_a_receiver_to_one_person_once():
    ground = Ground()
    message = ground.send()
    twice = {"message": message, "participant": ground.sms, "way": "sms"}
    nobody = {"message": message, "way": "sms"}
    two = twice | {"participant": ground.waiting, "user": UserFactory()}
    for columns in (twice, nobody, two):
        with pytest.raises(IntegrityError), transaction.atomic():
            MessageReceiver.objects.create(**columns)
    with pytest.raises(IntegrityError), transaction.atomic():
        SessionMessage.objects.create(session=ground.session, text="Hei", written_by=ground.by)


@pytest.mark.both
def test_two_who_press_at_once_send_one_message(race):
    result = race.run(RACER, processes=6, groups=[["coming"]])
    assert [one for one in result["acts"] if "error" in one] == []
    assert result["look"] == {"messages": 1, "told": {"1": 4}, "flags": [True, False]}


@pytest.mark.both
def test_two_who_write_to_different_groups_at_once_tell_each_once(race):
    result = race.run(RACER, processes=6, groups=[["coming"], ["coming", "in_line"]])
    assert [one for one in result["acts"] if "error" in one] == []
    assert result["look"] == {"messages": 1, "told": {"1": 6}, "flags": [True, True]}
