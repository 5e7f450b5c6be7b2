"""Joining without fear: a place, a place in line, or «not now». Locks the session's row."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.models import Attendance, Session, SignUp, Wish
from activities.taking_part import move_notices, reminders, session_messages
from core.dates import day_and_clock
from core.errors import RuleBroken
from core.saving import locked_row
from notices import outbox, waiting_states
from notices.models import Message, Task
from participants.models import Participant

ANSWER_WITHIN = timedelta(days=3)
"""How soon a person on the staff answers somebody in line; never after the session begins."""


WISHES_KEPT = timedelta(days=7)


def join(session: Session, *, participant: Participant) -> SignUp:
    """Give `participant` a place, or a place in line when it is full. A repeat changes nothing.

    A full session is never a refusal: the line comes with a date by which staff answer
    (rules.md#no-refusal). Places for newcomers are kept for people who have never taken part in the
    activity; whom we cancelled for last time stands first in line. Raises RuleBroken when the
    session is over, cancelled or not open, and for one who has left.
    """
    if participant.left_at:
        raise RuleBroken(_("Deltakeren har gått ut. Ta personen inn igjen først."))
    with locked_row(session) as row:
        _must_be_open(row)
        signup = SignUp.objects.filter(session=row, participant=participant).first()
        if signup and signup.state != SignUp.State.NOT_NOW:
            return signup
        now = timezone.now()
        signup = signup or SignUp(session=row, participant=participant)
        signup.state, signup.goes_first = SignUp.State.COMING, False
        signup.asked_at, signup.answer_on = now, None
        if not _has_room(row, participant=participant):
            signup.state = SignUp.State.IN_LINE
            signup.goes_first = _was_cancelled_for(row, participant)
            answer_at = min(now + ANSWER_WITHIN, row.starts_at)
            signup.answer_on = timezone.localdate(max(answer_at, now))
        signup.save()
        if signup.state == SignUp.State.IN_LINE:
            waiting_states.refresh("in_line", signup)
    return signup


def not_now(session: Session, *, participant: Participant, unless_here: bool = False) -> SignUp:
    """Note that `participant` does not wish to come this time; nothing else is lost.

    The place, if there was one, goes to the next in line, and what waits to be sent to them about
    the session is not sent. A repeat changes nothing. With `unless_here` it raises RuleBroken
    for one who is recorded as having taken part.
    """
    with locked_row(session) as row:
        _must_be_open(row)
        if unless_here and row.attendances.filter(participant=participant).exists():
            raise RuleBroken(
                _("Personen er skrevet opp. Ta bort krysset først, hvis det ble feil.")
            )
        signup, _made = SignUp.objects.get_or_create(
            session=row,
            participant=participant,
            defaults={"state": SignUp.State.NOT_NOW, "asked_at": timezone.now()},
        )
        if signup.state != SignUp.State.NOT_NOW:
            signup.state = SignUp.State.NOT_NOW
            signup.answer_on = None
            signup.save()
            Task.objects.filter(key=_answer_key(signup)).delete()
            drop_news_of_places([signup])
            move_notices.forget([signup])
            reminders.drop_waiting(row, people=[participant.pk])
            session_messages.take_back(row, participant=participant)
            give_places(row)
    return signup


def decline_all(participant: Participant) -> int:
    """Give what a person has said yes to, and who leaves, to the next in line; return how many."""
    said_yes = Session.objects.upcoming().filter(
        signups__participant=participant,
        signups__state__in=(SignUp.State.COMING, SignUp.State.IN_LINE),
    )
    rows = list(said_yes.order_by("pk"))
    for session in rows:
        not_now(session, participant=participant)
    return len(rows)


def wish(session: Session, *, participant: Participant, wishes: Iterable[str]) -> SignUp:
    """Keep `wishes` (values of Wish.Kind) as what the person wishes for this session, no others.

    Raises RuleBroken when they have not said that they come, or a wish is not on the list.
    """
    wanted = set(wishes)
    if not wanted <= set(Wish.Kind.values):
        raise RuleBroken(_("Velg fra lista."))
    with transaction.atomic():
        signup = _said_yes(session, participant)
        signup.wishes.exclude(kind__in=wanted).delete()
        for kind in sorted(wanted):
            Wish.objects.get_or_create(signup=signup, kind=kind)
    return signup


def bring_companion(session: Session, *, participant: Participant, brings: bool) -> SignUp:
    """Note that somebody comes along, or not after all. They take no place and are not listed."""
    with transaction.atomic():
        signup = _said_yes(session, participant)
        signup.brings_companion = brings
        signup.save(update_fields=["brings_companion", "changed_at"])
    return signup


def forget_wishes() -> int:
    """Delete the wishes for sessions that ended a week ago; return how many."""
    limit = timezone.now() - WISHES_KEPT
    return Wish.objects.filter(signup__session__ends_at__lt=limit).delete()[0]


def give_places(session: Session) -> list[SignUp]:
    """Give every free place to the next in line and tell them. The caller holds the lock.

    An offer has no term: the place is theirs until they say otherwise. Nobody is offered what is
    over.
    """
    moved: list[SignUp] = []
    if session.has_ended:
        return moved
    for signup in session.signups.in_line().select_related("participant"):
        if not _has_room(session, participant=signup.participant):
            continue  # what is free is kept for somebody new
        signup.state = SignUp.State.COMING
        signup.answer_on = None
        signup.save()
        Task.objects.filter(key=_answer_key(signup)).delete()
        _tell_of_place(signup)
        moved.append(signup)
    move_notices.forget(moved)  # they hear of the place, and when it is
    return moved


def answer_before_it_begins(session: Session) -> None:
    """Let nobody in line wait past the start of what was moved. The caller holds the lock."""
    day = max(timezone.localdate(session.starts_at), timezone.localdate())
    for signup in session.signups.in_line().filter(answer_on__gt=day):
        signup.answer_on = day
        signup.save(update_fields=["answer_on", "changed_at"])
        Task.objects.open().filter(key=_answer_key(signup)).update(answer_by=day)


def say_places_anew(session: Session) -> list[SignUp]:
    """Let what is not heard yet of a place that was given say when and where `session` is now.

    Return whose news that is. The caller holds the session's lock.
    """
    coming = session.signups.coming().select_related("participant")
    signed = {_place_key(one): one for one in coming}
    waiting = Message.objects.untried().filter(key__in=signed).select_for_update(of=("self",))
    found: dict[str, Message | Task] = {one.key: one for one in waiting}
    unsaid = Task.objects.open().filter(key__in=[f"tell:{key}" for key in signed])
    found |= {one.key.removeprefix("tell:"): one for one in unsaid}
    for key, done in found.items():
        signed[key].session = session
        outbox.say_anew(done, **_words_of_place(signed[key]))
    return [signed[key] for key in found]


def drop_news_of_places(signed: Iterable[SignUp]) -> None:
    """Delete what `signed` have not heard yet of a place that was given: it is theirs no more."""
    keys = [_place_key(one) for one in signed]
    Message.objects.filter(key__in=keys, state=Message.State.WAITING).delete()
    Task.objects.open().filter(key__in=[f"tell:{key}" for key in keys]).delete()


def _must_be_open(session: Session) -> None:
    if session.state == Session.State.CANCELLED:
        raise RuleBroken(_("Denne økta er avlyst. Se hva annet som skjer."))
    if session.state != Session.State.PUBLISHED or session.ends_at <= timezone.now():
        raise RuleBroken(_("Denne økta er over. Se hva annet som skjer."))


def _has_room(session: Session, *, participant: Participant) -> bool:
    """Tell whether there is a place for `participant`; the caller holds the session's lock."""
    if session.places is None:
        return True
    coming = session.signups.coming()
    if coming.count() >= session.places:
        return False
    been_here = Attendance.objects.filter(session__activity=session.activity_id)
    if not session.newcomer_places or not been_here.filter(participant=participant).exists():
        return True
    others = coming.filter(participant__in=been_here.values("participant")).count()
    return others < session.places - session.newcomer_places


def _was_cancelled_for(session: Session, participant: Participant) -> bool:
    """Tell whether we cancelled the last session of the activity that the person said yes to."""
    said_yes = participant.signups.filter(state=SignUp.State.COMING).exclude(session=session)
    here = said_yes.filter(session__activity=session.activity_id).order_by("-asked_at", "-pk")
    return here.values_list("session__state", flat=True).first() == Session.State.CANCELLED


def _said_yes(session: Session, participant: Participant) -> SignUp:
    signup = (
        SignUp.objects.select_for_update()
        .filter(session=session, participant=participant)
        .exclude(state=SignUp.State.NOT_NOW)
        .first()
    )
    if signup is None:
        raise RuleBroken(_("Si først at du kommer, så kan du ønske."))
    return signup


def _answer_key(signup: SignUp) -> str:
    return f"answer-line:{signup.session_id}:{signup.participant_id}"


def _place_key(signup: SignUp) -> str:
    return f"place-given:{signup.pk}:{signup.asked_at.isoformat()}"


def _tell_of_place(signup: SignUp) -> None:
    outbox.queue(key=_place_key(signup), participant=signup.participant, **_words_of_place(signup))


def _words_of_place(signup: SignUp) -> dict[str, Any]:
    session = signup.session
    words = day_and_clock(session.starts_at) | {"place": session.place.name}
    return {
        "subject": lambda: _("Det er plass til deg"),
        "body": lambda: (
            _(
                "Det er plass til deg %(day)s klokka %(clock)s, %(place)s."
                " Passer det ikke nå? Det går fint."
            )
            % words
        ),
    }
