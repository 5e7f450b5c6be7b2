"""Telling those who come, and those in line, that a session has another time or place.

As colleagues are told (`activities.staffing.shift_notices`): what a person knew is compared with
what is so. Several moves are one message about how it ended, what was moved back is none, and a
message that has not left when the session is moved again is withdrawn. Nothing is told of drafts,
nor of when something began; where it is now is told until it is over (docs/decisions/036).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import MoveNotice, Session, SignUp
from activities.taking_part import reminders, session_messages
from core.dates import day_and_clock
from notices import outbox
from notices.models import Message, Task
from notices.tasks import LONGEST_TEXT, tomorrow

A_DAY = timedelta(days=1)
"""What begins sooner does not rest."""
MOST_LINES = 3
"""How many moves one message names: it is read as an SMS."""
ROOM_IN_A_TASK = LONGEST_TEXT - 25
"""How many characters a task has room for, with how they are said («Ring og si:»)."""


# --- When a session changes -----------------------------------------------------------------
def note(session: Session, *, before: Session, hearing: Iterable[SignUp] = ()) -> None:
    """Note that `session`, open, has another time or place than it had `before`.

    The caller holds its row. What waits to be sent says the new time, or goes. Those who are
    `hearing` of a place that they got hear when and where it is by that, and of no move.
    """
    reminders.drop_waiting(before)
    session_messages.say_new_time(session)
    signed = session.signups.exclude(state=SignUp.State.NOT_NOW).exclude(
        pk__in=[one.pk for one in hearing]
    )
    people = list(signed.filter(participant__left_at__isnull=True).order_by("pk"))
    rows = MoveNotice.objects.select_for_update(of=("self",)).filter(signup__in=people)
    there = {row.signup_id: row for row in rows}
    for signup in people:
        row = there.get(signup.pk) or MoveNotice(signup=signup, knew_starts_at=before.starts_at)
        if row.pk is None or (row.told_at and not _withdraw(row)):
            row.knew_starts_at, row.knew_place_id = before.starts_at, before.place_id
        row.told_at = row.notice = row.task = None
        row.noted_at = timezone.now()
        row.save()


def known_times(session: Session) -> dict[int, datetime]:
    """Return {sign-up id: when they believe that it begins} for those who have not heard."""
    rows = MoveNotice.objects.filter(signup__session=session).select_related("notice", "task")
    return {row.signup_id: row.knew_starts_at for row in rows if not _has_left(row)}


def forget(signed: Iterable[SignUp]) -> None:
    """Let `signed`, who do not come any more or are told otherwise, hear of no move."""
    rows = MoveNotice.objects.select_for_update(of=("self",)).filter(signup__in=list(signed))
    for row in rows.select_related("notice", "task"):
        _withdraw(row)
        row.delete()


def forget_old() -> int:
    """Delete what was told of sessions that are over; return how many (docs/privacy.md)."""
    return MoveNotice.objects.filter(signup__session__ends_at__lt=timezone.now()).delete()[0]


def _has_left(row: MoveNotice) -> bool:
    """Tell whether the news is on its way, or said: it was told, and waits for nobody."""
    if row.told_at is None:
        return False
    waits = row.notice is not None and row.notice.is_untried
    return not waits and not (row.task is not None and row.task.done_at is None)


def _withdraw(row: MoveNotice) -> bool:
    """Delete a message or a task of `row` that nobody has heard yet; tell whether there was one."""
    untried = Message.objects.untried().filter(pk=row.notice_id or 0)
    held = [one.pk for one in untried.select_for_update(of=("self",))]
    waiting = Message.objects.filter(pk__in=held)
    unsaid = Task.objects.open().filter(pk=row.task_id or 0)
    return bool(waiting.delete()[0] + unsaid.delete()[0])


# --- Telling --------------------------------------------------------------------------------
def tell_due() -> int:
    """Tell everybody what is due, each in one message, and return how many were told.

    Repeatable, by any number of timers.
    """
    untold = MoveNotice.objects.untold()
    people = set(untold.values_list("signup__participant", flat=True))
    return sum(_tell(person) for person in sorted(people))


@transaction.atomic
def _tell(person: int) -> int:
    """Tell one person what is due; return 1 when there was anything.

    Rows that another timer or a verb holds wait for the next round.
    """
    own = MoveNotice.objects.untold().filter(signup__participant=person)
    locked = [row.pk for row in own.select_for_update(of=("self",), skip_locked=True)]
    whole = ("signup__session__place", "signup__session__team", "signup__participant__team")
    rows = MoveNotice.objects.filter(pk__in=locked).select_related(*whole)
    news = [row for row in rows if _is_news(row)]
    MoveNotice.objects.filter(pk__in=set(locked) - {row.pk for row in news}).delete()
    due = _due(sorted(news, key=_begins))
    if due:
        _send(due)
    return int(bool(due))


def _is_news(row: MoveNotice) -> bool:
    """Tell whether it is another than they know, and of use: where it is, until it is over."""
    session = row.signup.session
    if session.state != Session.State.PUBLISHED or session.has_ended:
        return False
    has_begun = max(session.starts_at, row.knew_starts_at) <= timezone.now()
    is_new = row.knew_place_id != session.place_id or (
        row.knew_starts_at != session.starts_at and not has_begun
    )
    return is_new and row.signup.state != SignUp.State.NOT_NOW


def _begins(row: MoveNotice) -> datetime:
    """Return the next of its beginnings, as it is and as they know it; now when both are past."""
    times, now = (row.knew_starts_at, row.signup.session.starts_at), timezone.now()
    return min((at for at in times if at > now), default=now)


def _due(news: list[MoveNotice]) -> list[MoveNotice]:
    """Return what is told now: what is near at once, the rest when it has rested, by day."""
    now = timezone.now()
    soon = [row for row in news if _begins(row) < now + A_DAY]
    if outbox.not_before(Message.Channel.SMS, now) > now:  # nobody is woken for what can wait
        return [row for row in soon if session_messages.cannot_wait(_begins(row))]
    rest = timedelta(minutes=settings.SHIFT_NOTICES_REST)
    is_moving = any(row.noted_at > now - rest for row in news if row not in soon)
    return soon if is_moving else news


def _send(news: list[MoveNotice]) -> None:
    person, first = news[0].signup.participant, _begins(news[0])
    done = outbox.queue(
        key=f"moved:{uuid4()}",  # once only because the lock holds, and what was told is written
        participant=person,
        subject=lambda: _("Ny tid eller nytt sted"),
        body=lambda: _said(news) if outbox.channel_of(person) is None else _words(news),
        urgent=session_messages.cannot_wait(first),
        answer_by=min(tomorrow(), timezone.localdate(first)),
    )
    is_task = isinstance(done, Task)
    if is_task and session_messages.may_open(person, news[0].signup.session):
        session = news[0].signup.session
        leads_to = {"about": session._meta.label_lower, "about_id": session.pk}
        Task.objects.filter(pk=done.pk).update(**leads_to)
    MoveNotice.objects.filter(pk__in=[row.pk for row in news]).update(
        told_at=timezone.now(),
        notice=None if is_task else done,
        task=done if is_task else None,
        changed_at=timezone.now(),
    )


def _said(news: list[MoveNotice]) -> str:
    """Return what a colleague says: as many whole moves as a task has room for, one at least."""
    said = [_words(news, most=most, is_said=True) for most in range(MOST_LINES, 0, -1)]
    return next((words for words in said if len(words) <= ROOM_IN_A_TASK), said[-1])


def _words(news: list[MoveNotice], *, most: int = MOST_LINES, is_said: bool = False) -> str:
    """Return what is told: when it was and is, where, and that their place is theirs still."""
    said = [_line(row) for row in news[:most]]
    if (more := len(news) - most) > 0:
        rest = ngettext(
            "%(n)s til er flyttet. Se siden din.", "%(n)s til er flyttet. Se siden din.", more
        )
        if is_said:
            rest = ngettext(
                "%(n)s til er flyttet. Tida står på økta.",
                "%(n)s til er flyttet. Tidene står på øktene.",
                more,
            )
        said.append(rest % {"n": more})
    if all(row.signup.state == SignUp.State.COMING for row in news):
        said.append(_("Du har plass. Passer det ikke? Det går fint."))
    else:
        said.append(_("Passer det ikke? Det går fint."))
    return " ".join(said)


def _line(row: MoveNotice) -> str:
    session = row.signup.session
    words = day_and_clock(session.starts_at) | {"place": session.place.name}
    if session.starts_at == row.knew_starts_at and session.has_begun:
        line = _("Vi er på %(place)s nå.") % words
    elif session.starts_at == row.knew_starts_at:
        line = _("Vi er på %(place)s %(day)s klokka %(clock)s.") % words
    else:
        then = day_and_clock(row.knew_starts_at)
        words |= {"then_day": then["day"], "then_clock": then["clock"]}
        line = (
            _(
                "Vi flytter %(then_day)s klokka %(then_clock)s til %(day)s klokka %(clock)s,"
                " %(place)s."
            )
            % words
        )
    if row.signup.state == SignUp.State.IN_LINE:
        line += " " + _("Du står fortsatt i køen.")
    return line
