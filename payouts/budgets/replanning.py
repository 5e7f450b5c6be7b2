"""Changing what is open already: what is set aside follows what a session becomes.

The portals call these instead of `activities.planning.series.edit_one` and its sisters, which do
not know that money exists. Locks: series, persons, sessions, then budgets.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from activities.models import PlanChange, Series, Session
from activities.planning import copies, series, series_moves, series_needs, sessions
from activities.staffing import over_limits, plan_changes
from core.errors import RuleBroken
from payouts import session_rates
from payouts.budgets import reservations
from payouts.models import Earning, Reservation
from payouts.models.rate import Reason


def edit(session: Session, *, by: User | None, **fields: Any) -> Session:
    """Change one session, and what is set aside for it when it is open.

    Raises RuleBroken, and nothing is changed, when no budget has enough for what it becomes.
    """
    with transaction.atomic():
        before = _reckoned(sessions.locked(session))
        row = series.edit_one(session, by=by, **fields)
        if _reckoned(row) != before:
            _keep_covered(row)
    return row


def move(session: Session, *, by: User, limit_reason: str = "", **fields: Any) -> Session:
    """Give one session another time or place, as `edit`; `by` can undo it for a while.

    `limit_reason` is why a leader lets somebody pass a limit of working time by that
    (`over_limits`, which raises as well).
    """
    with transaction.atomic():
        before = sessions.locked(session)
        row = edit(session, by=by, **fields)
        if _when(row) != _when(before):
            over_limits.settle_moved(row, by=by, reason=limit_reason)
        plan_changes.note_moved(row, before=before, by=by)
    return row


def copy_to(session: Session, *, days: Iterable[date], clock: time, by: User) -> copies.Copies:
    """Make drafts like `session` (`activities.planning.copies.copy_to`) with its honorarium.

    `by` can undo it for a while.
    """
    with transaction.atomic():
        done = copies.copy_to(session, days=days, clock=clock, by=by)
        session_rates.carry(session, done.made, by=by)
        plan_changes.note_all_made(done.made, by=by)
    return done


def edit_series(
    standing: Series, *, by: User | None, since: date | None = None, **changes: Any
) -> series.Changes:
    """Change the sessions of a series that are ahead, or from `since` on.

    What is set aside for those that are open follows; `limit_reason` among `changes` is as in
    `move`. Raises RuleBroken, and nothing is changed, when no budget has enough for one of them.
    """
    reason = changes.get("limit_reason", "")
    with transaction.atomic():
        series.locked(standing)
        series_needs.hold_staff(
            [standing.pk], beside=[one.pk for one in changes.get("staff") or ()]
        )
        times = {row.pk: _when(row) for row in standing.sessions.all()}
        is_open = standing.sessions.filter(state=Session.State.PUBLISHED)
        before = {row.pk: _reckoned(row) for row in is_open}
        if since is None:
            done = series.edit_all(standing, by=by, **changes)
        else:
            done = series.edit_from(standing, day=since, by=by, **changes)
        if by and done.series.pk != standing.pk:
            session_rates.carry(standing, [done.series], by=by)
        for row in done.changed:
            if _when(row) != times.get(row.pk):
                over_limits.settle_moved(row, by=by, reason=reason)
        _keep_all_covered(done.changed, before)
    return done


def move_series(
    session: Session, *, by: User, since: date | None = None, **changes: Any
) -> series.Changes:
    """Move the series of `session`, as `edit_series`; `by` can undo all of it for a while."""
    with transaction.atomic():
        standing = series.locked(cast(Series, session.series))
        before = series_moves.as_it_is(standing)
        done = edit_series(standing, by=by, since=since, **changes)
        series_moves.note(done, before=before, by=by)
    return done


def put_series_back(changes: Sequence[PlanChange], *, by: User) -> None:
    """Undo `move_series` (`activities.planning.series_moves.put_back`), and the money with it."""
    with transaction.atomic():
        rows = [one.session for one in changes]
        before = {one.pk: _reckoned(one) for one in rows if one.state == Session.State.PUBLISHED}
        back = series_moves.put_back(changes, by=by)
        _keep_all_covered(back, before)


def _when(session: Session) -> tuple[datetime, datetime]:
    return session.starts_at, session.ends_at


def _pays_otherwise(session: Session, before: dict[int, tuple[object, ...]]) -> bool:
    return session.pk in before and _reckoned(session) != before[session.pk]


def _reckoned(session: Session) -> tuple[object, ...]:
    """Return what decides how much is set aside."""
    return session.places, timezone.localdate(session.starts_at), session.activity_id


def _keep_all_covered(rows: Iterable[Session], before: dict[int, tuple[object, ...]]) -> None:
    """Let what is set aside follow those of `rows` that pay otherwise than `before`."""
    changed = [row for row in rows if _pays_otherwise(row, before)]
    reservations.lock_for(changed)
    for row in changed:
        try:
            _keep_covered(row)
        except RuleBroken as broken:
            starts = timezone.localtime(row.starts_at)
            raise RuleBroken(f"{row.name} {starts:%d.%m.}: {broken.message}") from broken


def _keep_covered(session: Session) -> None:
    """Let what is set aside for an open session follow what it is now (rules.md#keep-promises).

    Nobody who is coming or has been promised something loses it, and the rate never falls below
    what was said. Raises RuleBroken when no budget has enough.
    """
    if session.state != Session.State.PUBLISHED:
        return
    rate_ore = session_rates.of(session)
    reservation = Reservation.objects.filter(session=session).first()
    used = session.earnings.live().at_flat_rate().count()
    count = max(session.expected_count, session.signups.coming().count(), used)
    if reservation is None:
        if rate_ore:
            reservations.reserve(session, rate_ore=rate_ore, count=count)
            _owe_those_who_came(session, ore=rate_ore)
        return
    ore = reservation.rate_ore
    if not used:
        ore = max(ore, rate_ore)
    reservations.adjust(reservation, rate_ore=ore, count=count)


def _owe_those_who_came(session: Session, *, ore: int) -> None:
    """Write what is owed to those who took part before the session promised money.

    `payouts.earnings.unfunded.fund_waiting` funds it of what is reserved now.
    """
    came = session.attendances.order_by("pk").values_list("participant", flat=True)
    Earning.objects.bulk_create(
        Earning(
            session=session,
            participant_id=participant,
            reason=Reason.TOOK_PART,
            ore=ore,
            state=Earning.State.UNFUNDED,
            held_by=Earning.HeldBy.BUDGET,
        )
        for participant in came
    )
