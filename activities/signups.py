"""Joining without fear: a place, a place in line, or «not now». Locks the session's row."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.models import Session, SignUp
from core.errors import RuleBroken
from notices import outbox, tasks
from notices.models import Task
from participants.models import Participant

ANSWER_WITHIN = timedelta(days=3)
"""How soon a person on the staff answers somebody in line; never after the session begins."""


def join(session: Session, *, participant: Participant) -> SignUp:
    """Give `participant` a place, or a place in line when it is full. A repeat changes nothing.

    A full session is never a refusal: the line comes with a date by which staff answer
    (DESIGN §1.3). Raises RuleBroken when the session is over, cancelled or not open.
    """
    with transaction.atomic():
        row = Session.objects.select_for_update().get(pk=session.pk)
        _must_be_open(row)
        signup = SignUp.objects.filter(session=row, participant=participant).first()
        if signup and signup.state != SignUp.State.NOT_NOW:
            return signup
        state = SignUp.State.COMING if _has_room(row) else SignUp.State.IN_LINE
        now = timezone.now()
        if signup is None:
            signup = SignUp(session=row, participant=participant)
        signup.state = state
        signup.asked_at = now
        signup.answer_on = None
        if state == SignUp.State.IN_LINE:
            answer_at = min(now + ANSWER_WITHIN, row.starts_at)
            signup.answer_on = timezone.localtime(max(answer_at, now)).date()
        signup.save()
        if state == SignUp.State.IN_LINE:
            _ask_staff_to_answer(signup)
    return signup


def not_now(session: Session, *, participant: Participant) -> SignUp:
    """Note that `participant` does not wish to come this time; nothing else is lost.

    The place, if there was one, goes to the next in line. A repeat changes nothing.
    """
    with transaction.atomic():
        row = Session.objects.select_for_update().get(pk=session.pk)
        _must_be_open(row)
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
            give_places(row)
    return signup


def give_places(session: Session) -> list[SignUp]:
    """Give every free place to the next in line and tell them. The caller holds the lock.

    An offer has no term: the place is theirs until they say otherwise.
    """
    moved = []
    for signup in session.signups.in_line().select_related("participant"):
        if not _has_room(session):
            break
        signup.state = SignUp.State.COMING
        signup.answer_on = None
        signup.save()
        Task.objects.filter(key=_answer_key(signup)).delete()
        _tell_of_place(signup)
        moved.append(signup)
    return moved


def _must_be_open(session: Session) -> None:
    if session.state == Session.State.CANCELLED:
        raise RuleBroken(_("Denne økten er avlyst. Se hva annet som skjer."))
    if session.state != Session.State.PUBLISHED or session.ends_at <= timezone.now():
        raise RuleBroken(_("Denne økten er over. Se hva annet som skjer."))


def _has_room(session: Session) -> bool:
    return session.places is None or session.signups.coming().count() < session.places


def _answer_key(signup: SignUp) -> str:
    return f"answer-line:{signup.session_id}:{signup.participant_id}"


def _ask_staff_to_answer(signup: SignUp) -> None:
    tasks.ask(
        key=_answer_key(signup),
        team=signup.session.team,
        kind=Task.Kind.ANSWER_LINE,
        participant=signup.participant,
        assigned_to=signup.participant.primary_contact,
        text=_("Gi svar om plass på %(session)s") % {"session": signup.session.name},
        answer_by=signup.answer_on,
    )


def _tell_of_place(signup: SignUp) -> None:
    day = timezone.localtime(signup.session.starts_at)
    outbox.queue(
        key=f"place-given:{signup.pk}:{signup.asked_at.isoformat()}",
        participant=signup.participant,
        subject=_("Det er plass til deg"),
        body=_("Det er plass til deg %(day)s klokka %(clock)s. Passer det ikke nå? Det går fint.")
        % {"day": f"{day:%d.%m.}", "clock": f"{day:%H.%M}"},
    )
