"""Who hears reads it in their own language, whoever acted."""

import ast
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from accounts.languages import said
from activities.models import EscalationStep, MoveNotice, Shift, SignUp
from activities.planning import sessions, weather
from activities.safety import escalation
from activities.taking_part import ideas, move_notices, reminders, signups
from notices import outbox
from notices.models import Message, Task
from tests.database import ROOT
from tests.factories.accounts import UserFactory
from tests.factories.activities import PlaceFactory, SessionFactory
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db

READ_BY_OTHERS = {"queue", "queue_letter", "ask", "_ask_leader"}
APPS = (
    "activities",
    "cms",
    "leasing",
    "ledger",
    "notices",
    "participants",
    "payouts",
    "portals",
    "api",
)


def coming(session, language):
    person = ParticipantFactory(
        team=session.team, language=language, channel="email", email="ali@deltaker.example"
    )
    return SignUp.objects.create(
        session=session, participant=person, state="coming", asked_at=timezone.now()
    )


@pytest.mark.parametrize("acting", ["nb", "en"])
@pytest.mark.parametrize(
    ("language", "begins"), [("nb", "Vi må avlyse"), ("en", "We have to cancel")]
)
def test_who_was_coming_hears_in_their_language_that_we_cancel(acting, language, begins):
    session = SessionFactory(published=True)
    coming(session, language)
    with translation.override(acting):
        sessions.cancel(session, by=UserFactory(), reason="Per er syk")
    assert Message.objects.get().body.startswith(begins)


def test_a_new_place_and_a_reminder_are_told_in_their_language():
    session = SessionFactory(
        published=True, rain_place=PlaceFactory(), starts_at=timezone.now() + timedelta(hours=5)
    )
    coming(session, "en")
    weather.move(session, indoors=True, by=UserFactory())
    move_notices.tell_due()
    MoveNotice.objects.all().delete()
    reminders._remind_participants(session)
    subjects = [one.subject for one in Message.objects.order_by("pk")]
    assert subjects == ["A new time or place", "See you"]


def test_a_colleague_is_reminded_in_theirs():
    shift = Shift(pk=1, staff=UserFactory(first_name="Per"), session=SessionFactory(published=True))
    escalation._tell(UserFactory(language="en"), shift, EscalationStep.Step.LEADER)
    assert "Per has not reported" in Message.objects.first().body


def test_news_that_would_reveal_us_is_replaced_in_their_language():
    person = ParticipantFactory(language="en", channel="email", email="ali@deltaker.example")
    outbox.queue(key="a", subject="Rus", body="Rusteamet ringer.", participant=person)
    assert Message.objects.get().subject == "News from Reir"


def test_what_staff_are_asked_is_in_the_language_of_the_house():
    session = SessionFactory(published=True, places=1)
    coming(session, "nb")
    person = ParticipantFactory(team=session.team, language="en")
    with translation.override("en"):
        signups.join(session, participant=person)
        ideas.propose(person, text="Bowling")
    texts = sorted(Task.objects.values_list("text", flat=True))
    assert texts[0].startswith("Det er kommet et nytt forslag.")
    assert texts[1].startswith("Gi svar om plass")


def test_a_text_that_is_the_same_everywhere_stays():
    assert said("Ali", language="en") == "Ali"


def test_no_words_for_others_are_put_together_in_the_language_of_who_acts():
    """Whoever queues a message or asks for a task hands over a function, or what one was given."""
    wrong = []
    for path in (path for app in APPS for path in (ROOT / app).rglob("*.py")):
        if "migrations" in path.parts or "demo" in path.parts:
            continue
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and _name(call) in READ_BY_OTHERS:
                wrong += [
                    f"{path.relative_to(ROOT)}:{word.value.lineno} {word.arg}"
                    for word in call.keywords
                    if word.arg in ("subject", "body", "text") and _speaks_now(word.value)
                ]
    assert wrong == []


def _name(call):
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _speaks_now(value):
    return not isinstance(value, ast.Lambda | ast.Name) and any(
        isinstance(part, ast.Call) and _name(part) != "partial" for part in ast.walk(value)
    )
