"""Telling colleagues about their shifts: what they were told is compared with what is so.

Put on, moved, taken off, cancelled, too few of us: a message brings the difference alone, and what
was told is written in its transaction. So several changes are one message about how it ended, what
was changed back is none, and two timers send one. Nothing is told of drafts, nor to whoever did it
themselves (docs/decisions/026).
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from activities.models import Session, Shift, ShiftNotice
from activities.staffing import finding_staff
from core.errors import RuleBroken
from core.templatetags.formats import clock, weekday_date
from notices import outbox
from notices.models import Message, Task

A_DAY = timedelta(days=1)
"""What begins sooner is told at once, by SMS too."""
HALF_A_DAY = timedelta(hours=12)
"""What begins later than this may wait until the morning; nobody is woken for it."""
DAYS_KEPT = 90
MOST_LINES = 12
Told = ShiftNotice.Told


def note(session: Session, *, by: User | None, about: User | None = None) -> None:
    """Note that what staff know of `session` may have changed; call in the transaction of it.

    `about` is the colleague whose shift it was; without, it is everybody's. `by` did it, and is
    told nothing of it: not of their own shift, nor that staff lack now.
    """
    if session.published_at is None:
        return
    own = Shift.objects.filter(session=session)
    _note(session, set(own.values_list("staff", flat=True)) if about is None else {about.pk}, by=by)
    if by is not None and (about is None or about.pk == by.pk):
        mine = ShiftNotice.objects.filter(session=session, staff=by)
        for row in mine.untrue().select_related("session"):
            _write(row, told=_told_now(row), told_at=None)


def _note(session: Session, staff: set[int], *, by: User | None) -> None:
    """Note that something changed for `staff` (ids); `by` knows how many lack in `session` now."""
    if missing := session.missing_staff:
        staff |= {*_asked(session), *([by.pk] if by else [])}
    _make_rows((session.pk, one) for one in staff)
    rows = ShiftNotice.objects.filter(session=session)
    rows.update(noted_at=timezone.now())
    rows.filter(told_missing__gt=missing).update(told_missing=missing)
    if by is not None:
        rows.filter(staff=by).update(told_missing=missing)


def note_absence(staff: User, *, by: User | None) -> None:
    """Note that `by` wrote that `staff` is away: what they were to work may lack somebody.

    What `staff` have not heard of their shifts they hear still, also when it was themselves.
    """
    ahead = Session.objects.upcoming().filter(shifts__staff=staff)
    for session in ahead:
        _note(session, {staff.pk}, by=by)


def has_heard(session: Session, user: User) -> None:
    """Note that `user` is told otherwise how many lack in `session` now: it is not said twice."""
    _make_rows([(session.pk, user.pk)])
    missing = session.missing_staff
    rows = ShiftNotice.objects.filter(session=session, staff=user, told_missing__lt=missing)
    rows.update(told_missing=missing)


def who_knows(session: Session, *, but: User) -> int:
    """Return how many colleagues, `but` one, believe that they work it, or that it may be so."""
    believed = (*ShiftNotice.ON, Told.DRAWN_BACK)
    return session.shift_notices.filter(told__in=believed).exclude(staff=but).count()


def tell_due() -> int:
    """Tell everybody what is due, one message each, and return how many were told.

    Repeatable, by any number of timers.
    """
    gaps = _gaps()
    _forget_what_was_filled(gaps)
    near = ShiftNotice.objects.filter(session__in=gaps)
    people = {row.staff_id for row in near if _not_heard(row, gaps)}
    people |= set(ShiftNotice.objects.untrue().values_list("staff", flat=True))
    return sum(_tell(staff) for staff in sorted(people))


def untold(rows: Any) -> list["News"]:
    """Return what those of `rows` (ShiftNotice) are to hear of, the nearest first. One query."""
    found = rows.untrue().select_related("session__activity", "session__place", "staff")
    news = [News(row, _told_now(row), 0) for row in found]
    return sorted(news, key=lambda one: (one.begins, one.row.pk))


def tell_now(sessions: Collection[int]) -> int:
    """Tell everybody what is to be told of `sessions` (keys) now, in one message each.

    What changed of other sessions goes on resting. Whom a timer tells this moment hears of it from
    the timer. Returns how many were told.
    """
    rows = ShiftNotice.objects.untrue().filter(session__in=sessions)
    people = sorted(set(rows.values_list("staff", flat=True)))
    return sum(_tell(staff, at_once=frozenset(sessions)) for staff in people)


@transaction.atomic
def see(notices: Iterable[ShiftNotice], *, shown_at: datetime | None, by: User) -> int:
    """Answer «Sett» to own `notices` as they were told until `shown_at`; return how many.

    A repeat changes nothing. Raises RuleBroken when one was told anew since the page was shown.
    """
    own = ShiftNotice.objects.filter(pk__in=[one.pk for one in notices], staff=by, seen_at=None)
    asked = own.filter(told_at__isnull=False)
    seen = asked.filter(told_at__lte=shown_at).update(seen_at=timezone.now()) if shown_at else 0
    if asked.exists():
        raise RuleBroken(_("Det er kommet noe nytt om vaktene dine. Les det først."))
    return seen


def forget_old() -> int:
    """Delete what was told of sessions that ended long ago; return how many (docs/privacy.md)."""
    limit = timezone.now() - timedelta(days=DAYS_KEPT)
    old = ShiftNotice.objects.filter(session__ends_at__lt=limit)
    return old.filter(Q(told_ends_at=None) | Q(told_ends_at__lt=limit)).delete()[0]


# --- What is so, beside what was told -----------------------------------------------------
@dataclass
class _Gap:
    """How many staff an open session lacks, who is at work in it, and who is asked for more."""

    missing: int
    working: set[int]
    asked: set[int] = field(default_factory=set)


@dataclass
class News:
    """What one colleague is to hear of one session: another `told`, how many lack, or both."""

    row: ShiftNotice
    told: Told | None
    missing: int

    @property
    def times(self) -> list[tuple[datetime, datetime]]:
        """Return when it is and, for who believed to work it, when they thought that it was."""
        row, session = self.row, self.row.session
        times = [(session.starts_at, session.ends_at)]
        if row.told in ShiftNotice.ON and row.told_starts_at and row.told_ends_at:
            times.append((row.told_starts_at, row.told_ends_at))
        return times

    @property
    def begins(self) -> datetime:
        """Return the nearest of its beginnings that is not over."""
        now = timezone.now()
        ahead = (begins for begins, ends in self.times if ends > now)
        return min(ahead, default=self.row.session.starts_at)  # it may have ended this moment


def _gaps(sessions: Any = None) -> dict[int, _Gap]:
    """Return the gap of each open session that has too few, by its key; of `sessions` only."""
    rows = Session.objects.lacking_staff().filter(state=Session.State.PUBLISHED)
    if sessions is not None:
        rows = rows.filter(pk__in=sessions)
    found = {
        row.pk: _Gap(row.missing_staff, {shift.staff_id for shift in row.staff_there})
        for row in rows.with_staff()
    }
    tasks = Task.objects.open().filter(waits_for=finding_staff.STATE, about_id__in=found)
    for task in tasks.filter(about=Session._meta.label_lower):
        if task.about_id and task.assigned_to_id:
            found[task.about_id].asked.add(task.assigned_to_id)
    return found


def _asked(session: Session) -> set[int]:
    """Return the ids of those who have the task of finding more staff for `session`."""
    tasks = Task.objects.open().about(session).filter(waits_for=finding_staff.STATE)
    return {task.assigned_to_id for task in tasks if task.assigned_to_id}


def _not_heard(row: ShiftNotice, gaps: dict[int, _Gap]) -> int:
    """Return how many lack, when that is more than whose `row` it is has heard; else 0."""
    gap = gaps.get(row.session_id)
    if gap is None or row.staff_id not in gap.working | gap.asked:
        return 0
    return gap.missing if gap.missing > row.told_missing else 0


def _forget_what_was_filled(gaps: dict[int, _Gap]) -> None:
    """Let who heard of a gap hear anew when it comes again."""
    heard = ShiftNotice.objects.filter(told_missing__gt=0)
    lacking = Session.objects.lacking_staff().filter(state=Session.State.PUBLISHED)
    heard.exclude(session__in=lacking.values("pk")).update(told_missing=0)
    for pk, gap in gaps.items():
        heard.filter(session=pk, told_missing__gt=gap.missing).update(told_missing=gap.missing)


def _news_of(rows: Any) -> list[News]:
    """Return what is to be said about `rows`, the nearest first. Who is new hears of no gap."""
    gaps = _gaps({row.session_id for row in rows})
    untrue = {row.pk: _told_now(row) for row in rows.untrue().select_related("session")}
    found = []
    for row in rows.select_related("session__place", "staff"):
        told, missing = untrue.get(row.pk), _not_heard(row, gaps)
        if told or missing:
            found.append(News(row, told, 0 if told == Told.PUT_ON else missing))
    return sorted(found, key=lambda one: (one.begins, one.row.pk))


def _told_now(row: Any) -> Told:
    """Return what is to be told of a row of `untrue`."""
    if row.is_on:
        return Told.MOVED if row.told in ShiftNotice.ON else Told.PUT_ON
    if row.session.state == Session.State.CANCELLED:
        return Told.CANCELLED
    if row.session.state == Session.State.DRAFT and row.has_shift:
        return Told.DRAWN_BACK  # it was open, or they had not been told
    return Told.TAKEN_OFF


# --- Telling ------------------------------------------------------------------------------
def _make_rows(pairs: Iterable[tuple[int, int]]) -> None:
    rows = [ShiftNotice(session_id=session, staff_id=staff) for session, staff in pairs]
    ShiftNotice.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def _tell(staff: int, *, at_once: frozenset[int] = frozenset()) -> int:
    """Tell one colleague what is due; return 1 when there was anything.

    What is of the sessions `at_once` does not rest, and all goes in one message.

    Whom another timer tells, and rows that a verb holds, wait for the next round: nobody waits
    here, so that no two wait for each other.
    """
    person = User.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=staff)
    if not list(person):
        return 0
    own = ShiftNotice.objects.to_come().filter(staff=staff)
    locked = [row.pk for row in own.select_for_update(of=("self",), skip_locked=True)]
    news = _news_of(ShiftNotice.objects.filter(pk__in=locked))
    now = timezone.now()
    soon = [one for one in news if one.begins < now + A_DAY]
    later = [one for one in news if one not in soon]
    if outbox.not_before(Message.Channel.SMS, now) > now:
        soon = [one for one in soon if one.begins < now + HALF_A_DAY]
    rest = timedelta(minutes=settings.SHIFT_NOTICES_REST)
    without_rest = [one for one in later if one.row.session_id in at_once]
    if any(one.row.noted_at > now - rest for one in later if one not in without_rest):
        later = without_rest
    if at_once and soon:
        soon, later = [*soon, *later], []
    for due, is_urgent in ((soon, True), (later, False)):
        if due:
            _send(due, is_urgent=is_urgent)
    return int(bool(soon or later))


def _send(news: list[News], *, is_urgent: bool) -> None:
    outbox.queue(
        key=f"shifts:{uuid4()}",  # once only because the lock holds, and what was told is written
        user=news[0].row.staff,
        subject=lambda: _("Nytt om vaktene dine"),
        body=lambda: _words(news),
        urgent=is_urgent,
    )
    for one in news:
        one.row.told_missing = one.row.session.missing_staff
        if one.told:
            _write(one.row, told=one.told, told_at=timezone.now())
        else:
            one.row.save()


def _write(row: ShiftNotice, *, told: Told, told_at: datetime | None) -> None:
    row.told, row.told_at, row.seen_at = told, told_at, None
    if told in ShiftNotice.ON:
        session = row.session
        row.told_starts_at, row.told_ends_at = session.starts_at, session.ends_at
        row.told_place_id = session.place_id
    row.save()


def _words(news: list[News]) -> str:
    """Return what is sent: when and where, and nothing of what it is or who comes."""
    lines = [words for one in news for words in _lines(one)]
    if (more := len(lines) - MOST_LINES) > 0:
        said = ngettext("Og %(n)s til.", "Og %(n)s til.", more) % {"n": more}
        lines = [*lines[:MOST_LINES], said]
    page = settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse("staff:today")
    is_answered = any(one.told for one in news)
    end = _("Trykk «Sett» her: %(page)s") if is_answered else _("Se mer her: %(page)s")
    return "\n".join([*lines, end % {"page": page}])


def _lines(one: News) -> Iterator[str]:
    row, session = one.row, one.row.session
    now = _when(session.starts_at, session.ends_at)
    then = now
    if row.told_starts_at and row.told_ends_at:
        then = _when(row.told_starts_at, row.told_ends_at)
    if one.told == Told.PUT_ON:
        yield _("Du er satt på vakt %(when)s, %(place)s.") % {"when": now, "place": session.place}
    elif one.told == Told.MOVED and then == now:
        yield _("Vakten din %(when)s er flyttet til %(place)s.") % {
            "when": now,
            "place": session.place,
        }
    elif one.told == Told.MOVED:
        words = {"then": then, "when": now, "place": session.place}
        yield _("Vakten din %(then)s er flyttet til %(when)s, %(place)s.") % words
    elif one.told == Told.TAKEN_OFF:
        yield _("Du har ikke lenger vakt %(when)s.") % {"when": then}
    elif one.told == Told.DRAWN_BACK:
        yield _("Vakten din %(when)s er trukket tilbake. Den er ikke avgjort ennå.") % {
            "when": then
        }
    elif one.told == Told.CANCELLED:
        yield _("Vakten din %(when)s er avlyst.") % {"when": then}
    if one.missing:
        said = ngettext(
            "Dere er én for få %(when)s.", "Dere er %(n)s for få %(when)s.", one.missing
        )
        yield said % {"n": one.missing, "when": now}


def _when(starts_at: datetime, ends_at: datetime) -> str:
    """Return «tirsdag 3. mars 10.00–12.00»."""
    return f"{weekday_date(starts_at)} {clock(starts_at)}–{clock(ends_at)}"
