"""Reminding people of what they have said yes to, once, by the way they chose.

The day before, from three in the afternoon: to those who come, and to staff on shift who have not
heard of it lately (`activities.staffing.shift_notices`). Nobody is
reminded who has left, said «not now», or waits in line; nothing is reminded of that is cancelled.
"""

from collections.abc import Collection
from datetime import time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from activities.models import MoveNotice, Session, Shift, ShiftNotice, SignUp
from core.dates import day_and_clock, midnight
from notices import outbox
from notices.models import Message
from participants.models import Channel

FROM = time(15, 0)
"""When, on the day before and in Oslo, reminders begin."""


def remind_due() -> int:
    """Queue the reminders whose time has come; return how many sessions they are about.

    Repeatable, by any number of timers: the outbox keeps one message for each person, session
    and time of it.
    """
    now = timezone.localtime()
    last_day = now.date() + timedelta(days=1 if now.time() >= FROM else 0)
    until = midnight(last_day + timedelta(days=1))
    sessions = (
        Session.objects.filter(
            state=Session.State.PUBLISHED, starts_at__gt=now, starts_at__lt=until, any_time=False
        )
        .select_related("place", "activity", "team")
        .order_by("starts_at", "pk")
    )
    for session in sessions:
        _remind_participants(session)
        _remind_staff(session)
    return len(sessions)


def _remind_participants(session: Session) -> None:
    coming = (
        SignUp.objects.coming()
        .filter(session=session, participant__left_at__isnull=True)
        .exclude(participant__channel__in=(Channel.NONE, Channel.PAPER))
    )
    told = MoveNotice.objects.instead_of_reminder(session).values("signup")
    words = _words(session)
    coming = coming.exclude(pk__in=told)
    for signup in coming.select_related("participant__team", "participant__primary_contact"):
        person = signup.participant
        outbox.queue(
            key=_key(session, person.pk),
            participant=person,
            subject=lambda: _("Vi ses"),
            body=lambda: (
                _("Vi ses %(day)s klokka %(clock)s, %(place)s. Passer det ikke? Det går fint.")
                % words
            ),
        )


def _remind_staff(session: Session) -> None:
    words = _words(session)
    on_shift = Shift.objects.working().filter(session=session)
    told = ShiftNotice.objects.instead_of_reminder(session).values("staff")
    for shift in on_shift.exclude(staff__in=told).select_related("staff"):
        outbox.queue(
            key=_key_of_shift(session, shift.staff_id),
            user=shift.staff,
            subject=lambda: _("Du har vakt"),
            body=lambda: _("Du har vakt %(day)s klokka %(clock)s, %(place)s.") % words,
        )


def drop_waiting(session: Session, *, people: Collection[int] | None = None) -> None:
    """Delete what waits to remind of `session` as it was; of `people` (participant ids) alone."""
    keys = [_key(session, one) for one in people or ()]
    if people is None:
        coming = session.signups.values_list("participant", flat=True)
        working = Shift.objects.filter(session=session).values_list("staff", flat=True)
        keys = [_key(session, one) for one in coming]
        keys += [_key_of_shift(session, one) for one in working]
    Message.objects.filter(key__in=keys, state=Message.State.WAITING).delete()


def _key(session: Session, participant: int) -> str:
    return f"remind:{_moment(session)}:{participant}"


def _key_of_shift(session: Session, staff: int) -> str:
    return f"remind-shift:{_moment(session)}:{staff}"


def _moment(session: Session) -> str:
    """Return what tells this time of this session: a session that moves is told of anew."""
    return f"{session.pk}:{session.starts_at:%Y%m%dT%H%M}"


def _words(session: Session) -> dict[str, str]:
    return day_and_clock(session.starts_at) | {"place": session.place.name}
