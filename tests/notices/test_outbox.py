"""Everybody hears once, by the way they chose, and nobody is forgotten."""

import time
from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header
from email.utils import parseaddr
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Role
from notices import backends, letters, outbox, tasks, waiting_states
from notices.backends import DeliveryFailed
from notices.models import Message, Task
from participants.models import Channel
from tests.factories.accounts import MembershipFactory, TeamFactory, UserFactory
from tests.factories.notices import MessageFactory
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db
OSLO = ZoneInfo("Europe/Oslo")
NOON = datetime(2026, 3, 10, 11, tzinfo=UTC)
NEWS = {"key": "session:1:cancelled:7", "subject": "Tirsdag", "body": "Vi må avlyse tirsdag."}


class Failing:
    """A provider that is down."""

    def send(self, *, to, subject, body):
        raise DeliveryFailed("timeout")


class Rude(Failing):
    """A provider whose exception tells the address."""

    def send(self, *, to, subject, body):
        raise OSError(f"could not reach {to}")


class Noting(Failing):
    """A provider that remembers what it got."""

    sent: list[str] = []

    def send(self, *, to, subject, body):
        self.sent.append(to)


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def provider(settings):
    """Return a function that puts a class of this module behind both channels."""

    def put(kind):
        Noting.sent = []
        path = f"{__name__}.{kind.__name__}"
        settings.NOTICE_BACKENDS = {"sms": path, "email": path}

    return put


def test_each_channel_leads_to_the_person(noon):
    sms, email = ParticipantFactory(by_sms=True), ParticipantFactory(by_email=True)
    queued = [
        outbox.queue(**NEWS | {"key": str(person.pk)}, participant=person)
        for person in (sms, email)
    ]
    assert [(row.channel, row.address) for row in queued] == [
        ("sms", "+4791000000"),
        ("email", "ola@example.no"),
    ]


@pytest.mark.parametrize(
    ("channel", "text"),
    [
        (Channel.CALL, "Ring og si: Vi må avlyse tirsdag."),
        (Channel.PAPER, "Gi på papir: Vi må avlyse tirsdag."),
        (Channel.NONE, "Si det når dere ses: Vi må avlyse tirsdag."),
    ],
)
def test_who_has_no_machine_is_told_by_their_contact(channel, text):
    ola = ParticipantFactory(channel=channel)
    task = outbox.queue(**NEWS, participant=ola)
    assert (task.text, task.assigned_to, task.participant, task.kind) == (
        text,
        ola.primary_contact,
        ola,
        Task.Kind.TELL,
    )
    assert Message.objects.count() == 0


def test_who_has_left_gets_no_message_from_a_machine():
    ola = ParticipantFactory(by_sms=True, left_at=timezone.now())
    assert isinstance(outbox.queue(**NEWS, participant=ola), Task)


def test_the_task_goes_to_whoever_is_at_work():
    deputy = MembershipFactory()
    ola = ParticipantFactory(
        team=deputy.team, deputy_contact=deputy.user, primary_contact=UserFactory()
    )
    alone = ParticipantFactory(team=deputy.team, primary_contact=UserFactory())
    tasks = [
        outbox.queue(**NEWS | {"key": str(person.pk)}, participant=person)
        for person in (ola, alone)
    ]
    assert [task.assigned_to for task in tasks] == [deputy.user, None]


def test_the_same_news_is_queued_once():
    ola = ParticipantFactory(by_email=True)
    assert outbox.queue(**NEWS, participant=ola) == outbox.queue(**NEWS, participant=ola)
    assert Message.objects.count() == 1


def test_a_message_is_for_one_person():
    for receivers in ({}, {"participant": ParticipantFactory(), "user": UserFactory()}):
        with pytest.raises(TypeError):
            outbox.queue(**NEWS, **receivers)


def test_words_that_reveal_the_programme_never_leave():
    ola = ParticipantFactory(by_sms=True)
    message = outbox.queue(key="1", subject="Tirsdag", body="Rusfri frokost", participant=ola)
    assert (message.subject, message.body) == (
        "Nytt fra Reir",
        "Det er noe nytt til deg i Reir. Se siden din, eller ring oss.",
    )


def test_an_email_leaves_once(noon):
    outbox.queue(**NEWS, user=UserFactory(email="kari@example.no"))
    delivered = [outbox.deliver_due(), outbox.deliver_due()]
    message = Message.objects.get()
    assert (delivered, message.state, message.sent_at) == ([1, 0], "sent", NOON)
    assert [(letter.to, letter.subject, letter.body) for letter in mail.outbox] == [
        (["kari@example.no"], "Tirsdag", "Vi må avlyse tirsdag.")
    ]


def test_attempts_are_further_and_further_apart_and_then_a_person_takes_over(noon, provider):
    provider(Failing)
    ola = ParticipantFactory(by_email=True)
    outbox.queue(**NEWS, participant=ola)
    tries = []
    for _minute in range(200):
        before = Message.objects.get().attempts
        outbox.deliver_due()
        if Message.objects.get().attempts > before:
            tries.append(int((timezone.now() - NOON).total_seconds() // 60))
        noon.shift(timedelta(minutes=1))
    message = Message.objects.get()
    assert (tries, message.state, message.error) == ([0, 1, 6, 36, 156], "given_up", "timeout")
    assert list(Task.objects.values_list("participant", "assigned_to")) == [
        (ola.pk, ola.primary_contact_id)
    ]


def test_a_letter_to_staff_that_does_not_arrive_is_told_in_their_team(noon, provider):
    provider(Failing)
    kari = MembershipFactory(role=Role.FINANCE)
    MessageFactory(user=kari.user, attempts=4)
    outbox.deliver_due()
    assert [task.team for task in Task.objects.all()] == [kari.team]


def test_an_error_keeps_no_address(noon, provider, caplog):
    provider(Rude)
    MessageFactory()
    outbox.deliver_due()
    assert Message.objects.get().error == "OSError"
    assert "ola@example.no" not in caplog.text


def test_a_worker_that_died_keeps_nobody_waiting_for_ever(noon, provider):
    provider(Noting)
    one, another = MessageFactory(), Message.objects.get()
    assert outbox._claim(one) is True
    assert outbox._claim(another) is False
    in_between = outbox.deliver_due()
    noon.shift(timedelta(minutes=10))
    assert (in_between, outbox.deliver_due(), Noting.sent) == (0, 1, ["ola@example.no"])


def test_a_death_in_the_last_attempt_ends_with_a_person(noon, provider):
    provider(Noting)
    MessageFactory(participant=ParticipantFactory(), attempts=5)
    outbox.deliver_due()
    assert (Noting.sent, Message.objects.get().state, Task.objects.count()) == ([], "given_up", 1)


@pytest.mark.parametrize(
    ("local", "sent_at"),
    [
        ((2026, 3, 10, 20, 59), (2026, 3, 10, 20, 59)),
        ((2026, 3, 10, 21, 0), (2026, 3, 11, 8, 0)),
        ((2026, 3, 11, 7, 59), (2026, 3, 11, 8, 0)),
        ((2026, 3, 28, 23, 0), (2026, 3, 29, 8, 0)),  # the clocks go forward in this night
        ((2026, 10, 24, 23, 0), (2026, 10, 25, 8, 0)),  # and back in this
    ],
)
def test_no_phone_hums_in_the_night(local, sent_at, provider):
    provider(Noting)
    moment, morning = (datetime(*when, tzinfo=OSLO) for when in (local, sent_at))
    with time_machine.travel(moment, tick=False) as clock:
        outbox.queue(**NEWS, participant=ParticipantFactory(by_sms=True))
        at_once = outbox.deliver_due()
        clock.move_to(morning - timedelta(minutes=1))
        early = outbox.deliver_due() if morning > moment else 0
        clock.move_to(morning)
        assert (at_once + early, outbox.deliver_due() + at_once) == (int(morning == moment), 1)


def test_a_retry_in_the_night_waits_for_the_morning_too(provider):
    provider(Noting)
    MessageFactory(channel="sms", address="+4791000000", next_try_at=NOON)
    with time_machine.travel(datetime(2026, 3, 10, 22, tzinfo=OSLO), tick=False):
        outbox.deliver_due()
    message = Message.objects.get()
    assert (message.attempts, message.next_try_at) == (
        0,
        datetime(2026, 3, 11, 8, tzinfo=OSLO),
    )


@pytest.mark.parametrize("count", [1, 3])
def test_an_empty_round_takes_one_query(count, django_assert_num_queries):
    MessageFactory.create_batch(count, state=Message.State.SENT)
    with django_assert_num_queries(1):
        outbox.deliver_due()


def test_settled_messages_are_forgotten_after_ninety_days_and_waiting_ones_never():
    with time_machine.travel(NOON, tick=False) as clock:
        MessageFactory(state=Message.State.SENT)
        waiting = MessageFactory()
        clock.shift(timedelta(days=89))
        early = outbox.forget_old()
        clock.shift(timedelta(days=2))
        assert (early, outbox.forget_old(), list(Message.objects.all())) == (0, 1, [waiting])


# --- Nothing says sent that was not ----------------------------------------------
NO_SMS = ["none", "", "notices.backends.ConsoleBackend", "nowhere.Sms"]


@pytest.mark.parametrize("sms", NO_SMS)
def test_without_sms_an_email_goes_and_a_colleague_says_it(noon, settings, capsys, sms):
    settings.NOTICE_BACKENDS = settings.NOTICE_BACKENDS | {"sms": sms}
    ola = ParticipantFactory(by_sms=True, email="ola@example.no")
    for _again in range(2):
        message = outbox.queue(**NEWS, participant=ola)
        outbox.deliver_due()
    assert (message.channel, message.state, message.sent_at) == ("sms", "given_up", None)
    assert [(letter.to, letter.body) for letter in mail.outbox] == [
        (["ola@example.no"], "Vi må avlyse tirsdag.")
    ]
    task = Task.objects.get()
    assert (task.participant, task.assigned_to, task.waits_for) == (
        ola,
        ola.primary_contact,
        "message_given_up",
    )
    assert "Vi må avlyse" not in capsys.readouterr().out


def test_who_has_no_email_either_is_told_by_their_contact_alone(noon, settings):
    settings.NOTICE_BACKENDS = {"sms": "none", "email": "none"}
    for number, person in enumerate(
        (ParticipantFactory(by_sms=True, email="o@example.no"), ParticipantFactory(by_email=True))
    ):
        outbox.queue(**NEWS | {"key": str(number)}, participant=person)
    outbox.queue(**NEWS | {"key": "kari"}, user=MembershipFactory().user, urgent=True)
    assert outbox.deliver_due() == 0
    assert set(Message.objects.values_list("state", flat=True)) == {"given_up"}
    assert Task.objects.filter(waits_for="message_given_up").count() == 3


def test_what_waited_when_the_provider_went_is_given_up_at_once(noon, settings):
    outbox.queue(**NEWS, participant=ParticipantFactory(by_sms=True, email="ola@example.no"))
    settings.NOTICE_BACKENDS = settings.NOTICE_BACKENDS | {"sms": "none"}
    outbox.deliver_due()
    outbox.deliver_due()
    assert list(Message.objects.order_by("pk").values_list("channel", "state", "attempts")) == [
        ("sms", "given_up", 0),
        ("email", "sent", 1),
    ]


@pytest.mark.parametrize("kind", ["console", "dummy", "filebased", "locmem"])
def test_mail_that_ends_on_this_machine_is_not_sent(noon, settings, kind, tmp_path, capsys):
    settings.EMAIL_WAY_OUT = f"django.core.mail.backends.{kind}.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    message = MessageFactory(participant=ParticipantFactory(by_email=True))
    assert outbox.deliver_due() == 0
    message.refresh_from_db()
    assert (message.state, message.sent_at) == ("given_up", None)
    assert "Vi ses" not in capsys.readouterr().out

    settings.MESSAGES_SHOWN_HERE = True
    message = MessageFactory(participant=ParticipantFactory(by_email=True))
    outbox.deliver_due()
    message.refresh_from_db()
    assert (message.state, message.sent_at) == ("shown", None)


def test_a_letter_to_no_address_is_not_sent(noon):
    MessageFactory(address="")
    assert outbox.deliver_due() == 0
    assert Message.objects.get().state == "waiting"


@pytest.mark.both
def test_the_schema_knows_that_only_what_was_sent_has_a_time():
    message = MessageFactory()
    for lie in ({"sent_at": timezone.now()}, {"is_letter": True, "state": "shown"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Message.objects.filter(pk=message.pk).update(**lie)


def test_urgent_news_goes_both_ways_and_its_sms_never_alone(noon, settings):
    kari = MembershipFactory().user
    outbox.queue(**NEWS, user=kari, urgent=True)
    outbox.queue(**NEWS, user=kari, urgent=True)
    outbox.queue(**NEWS | {"key": "quiet"}, user=kari)
    assert list(Message.objects.order_by("pk").values_list("channel", "is_urgent")) == [
        ("email", True),
        ("sms", True),
        ("email", False),
    ]


def test_an_sms_beside_an_email_that_arrived_asks_nobody(noon, provider):
    kari = MembershipFactory().user
    outbox.queue(**NEWS, user=kari, urgent=True)
    provider(Failing)
    Message.objects.update(attempts=4)
    outbox.deliver_due()
    assert Task.objects.get().text == f"E-posten til {kari} kom ikke fram. Si det selv: Tirsdag"


class Dripping(Failing):
    """A provider that is never done and never silent."""

    def send(self, *, to, subject, body):
        time.sleep(2)


def test_a_server_that_never_ends_has_a_minute(noon, provider, monkeypatch):
    provider(Dripping)
    monkeypatch.setattr(backends, "LONGEST", 0.05)
    MessageFactory()
    assert outbox.deliver_due() == 0
    kept = Message.objects.get()
    assert (kept.state, kept.attempts, kept.error) == ("waiting", 1, "took too long")


# --- Given-up news waits until somebody has said it ------------------------------
def test_done_is_the_fact_and_undo_takes_it_back(noon, provider):
    provider(Failing)
    lise = UserFactory()
    MessageFactory(participant=ParticipantFactory(), attempts=4)
    outbox.deliver_due()
    task = Task.objects.get()
    tasks.done(task, by=lise)
    assert (Message.objects.get().told_at, Message.objects.get().told_by) == (NOON, lise)
    waiting_states.update_tasks()
    noon.shift(timedelta(days=2))
    waiting_states.update_tasks()
    assert Task.objects.get().done_by == lise
    tasks.undo(task)
    waiting_states.update_tasks()
    assert (Message.objects.get().told_at, Task.objects.open().count()) == (None, 1)


def test_it_is_closed_when_somebody_has_said_it_elsewhere(noon, provider):
    provider(Failing)
    MessageFactory(participant=ParticipantFactory(), attempts=4)
    outbox.deliver_due()
    Message.objects.update(told_at=NOON)
    waiting_states.update_tasks()
    assert Task.objects.open().count() == 0


def test_news_that_nobody_has_said_is_never_forgotten(noon):
    untold = MessageFactory(participant=ParticipantFactory(), state=Message.State.GIVEN_UP)
    MessageFactory(
        participant=ParticipantFactory(), state=Message.State.GIVEN_UP, told_at=timezone.now()
    )
    noon.shift(timedelta(days=91))
    assert (outbox.forget_old(), list(Message.objects.all())) == (1, [untold])


def test_who_works_in_no_team_is_told_by_the_one_that_was_made_first(noon, provider):
    provider(Failing)
    first = TeamFactory()
    TeamFactory()
    MessageFactory(user=UserFactory(), attempts=4)
    outbox.deliver_due()
    assert Task.objects.get().team == first


# --- Answers reach a person ------------------------------------------------------
def test_answers_go_to_a_person_at_work(noon, settings):
    settings.REPLY_TO = "post@reir.example"
    worker = MembershipFactory(user=UserFactory(first_name="Åse", last_name="Dahl"))
    leader = MembershipFactory(team=worker.team, role=Role.LEADER)
    of_worker = ParticipantFactory(team=worker.team, primary_contact=worker.user, by_email=True)
    of_nobody = ParticipantFactory(team=worker.team, primary_contact=UserFactory(), by_email=True)
    for number, receiver in enumerate(
        (
            {"participant": of_worker},
            {"participant": of_nobody},
            {"user": worker.user},
            {"user": leader.user},
            {"user": UserFactory()},
        )
    ):
        outbox.queue(**NEWS | {"key": str(number)}, **receiver)
    outbox.deliver_due()
    answers = [parseaddr(letter.reply_to[0]) for letter in mail.outbox]
    assert [address for _name, address in answers] == [
        worker.user.email,
        leader.user.email,
        leader.user.email,
        "post@reir.example",
        leader.user.email,
    ]
    assert str(make_header(decode_header(answers[0][0]))) == "Åse Dahl"
    assert all(letter.message()["Auto-Submitted"] for letter in mail.outbox)


@pytest.mark.both
def test_many_workers_send_each_message_once(race):
    done = race.run("tests.notices.racing_delivery", processes=4)
    assert [act.get("error") for act in done["acts"]] == [None] * 4
    sent = sorted(address for act in done["acts"] for address in act["value"])
    assert (sent, done["look"]) == ([f"{n}@example.no" for n in range(9)], ["sent"] * 9)


NEW_PHONE = "+4740000001"


@pytest.mark.parametrize(
    ("change", "gets", "state"),
    [
        ({"phone": NEW_PHONE}, [NEW_PHONE], "sent"),
        ({"channel": Channel.NONE}, [], "given_up"),
        ({"channel": Channel.EMAIL, "email": "ny@reir.example"}, [], "given_up"),
        ({"left_at": NOON}, [], "given_up"),
    ],
)
def test_what_waits_goes_to_where_somebody_is_now_or_is_said(provider, noon, change, gets, state):
    provider(Noting)
    Noting.sent = []
    person = ParticipantFactory(channel=Channel.SMS, phone="+4740000000")
    noon.move_to(NOON.replace(hour=22))
    said = {name: (lambda text=text: text) for name, text in NEWS.items() if name != "key"}
    message = outbox.queue(key=NEWS["key"], participant=person, **said)
    type(person).objects.filter(pk=person.pk).update(**change)
    noon.move_to(NOON + timedelta(days=1))
    outbox.deliver_due()
    message.refresh_from_db()
    assert (Noting.sent, message.state) == (gets, state)
    assert Task.objects.open().filter(participant=person).exists() == (state == "given_up")


def test_what_a_clock_far_ahead_put_off_leaves_when_it_is_put_right(noon, provider):
    provider(Noting)
    Noting.sent = []
    noon.move_to(NOON + timedelta(days=365))
    message = outbox.queue(user=UserFactory(), **NEWS)
    noon.move_to(NOON)
    assert outbox.deliver_due() == 1
    message.refresh_from_db()
    assert message.state == Message.State.SENT
    assert outbox.deliver_due() == 0


class Refusing(Failing):
    """A provider that says in its answer, not by an exception, that it took nothing."""

    answer: object = False

    def send(self, *, to, subject, body):
        return self.answer


@pytest.mark.parametrize("answer", [False, 0])
def test_what_a_provider_answers_no_to_is_not_sent(noon, provider, answer, monkeypatch):
    provider(Refusing)
    monkeypatch.setattr(Refusing, "answer", answer)
    message = outbox.queue(user=UserFactory(), **NEWS)
    assert outbox.deliver_due() == 0
    message.refresh_from_db()
    assert (message.state, message.attempts) == (Message.State.WAITING, 1)


@pytest.mark.parametrize("attempts", [0, 1, 4])
def test_what_nobody_has_tried_for_forty_days_speaks_to_nobody(noon, provider, attempts, settings):
    """A copy is restored: the mail server was silent when it was made, and letters waited."""
    provider(Noting)
    settings.OUTGOING = False  # tests do background work at once
    person = ParticipantFactory(by_email=True)
    old = [
        MessageFactory(participant=person, attempts=attempts, next_try_at=NOON),
        letters.post("ola@example.no", subject="Invitasjon", body="En lenke"),
    ]
    Message.objects.filter(pk=old[1].pk).update(attempts=attempts)
    settings.OUTGOING = True
    noon.move_to(NOON + timedelta(days=40))
    assert outbox.deliver_one(old[1].pk) is False  # the worker is quicker than the timer
    assert outbox.deliver_due() == 0
    assert Noting.sent == []
    assert {one.state for one in Message.objects.all()} == {Message.State.TOO_OLD}
