"""Noting what moving a recurring session changed, and putting it back as it was (decision 037).

What it was is read from its history. A series that was split in two becomes one again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import PlanChange, Series, Session, Shift
from activities.planning import sessions
from activities.planning.series_sessions import Changes, bring_in_line, detach
from activities.staffing import plan_changes
from core.errors import RuleBroken
from core.saving import delete_by, save_by

STAYS = frozenset(["id", "created_at", "changed_at", "made_until"])
"""What no change of a series decides."""
MOVED = ("starts_at", "ends_at", "place_id", "occurrence_on", "stands_alone")


@dataclass
class AsItWas:
    """A series before it was moved: its sessions ahead, and the key of its history.

    `like_new` are the sessions that would be made again just as they are.
    """

    series: Series
    sessions: dict[int, Session]
    like_new: set[int]
    version: int | None


def as_it_is(series: Series) -> AsItWas:
    """Return what `series` is now, its row held. Six queries, however many sessions."""
    rows = series.sessions.filter(occurrence_on__gte=timezone.localdate())
    rows = rows.select_related("chosen_rate").prefetch_related("shifts", "resources")
    staff = set(series.staff.values_list("pk", flat=True))
    things = set(series.resources.values_list("pk", flat=True))
    held = {one.pk: one for one in rows.order_by("pk")}
    made_with = {(one, Shift.Part.SECOND) for one in staff}
    like_new = {
        pk
        for pk, one in held.items()
        if not one.stands_alone
        and not hasattr(one, "chosen_rate")
        and {(shift.staff_id, shift.part) for shift in one.shifts.all()} == made_with
        and {thing.pk for thing in one.resources.all()} == things
    }
    return AsItWas(series, held, like_new, _version([series.pk]))


def note(done: Changes, *, before: AsItWas, by: User | None) -> None:
    """Note that `by` moved a series, so that it can be undone: `done`, from what was `before`.

    Not when something went that could not be made again as it was.
    """
    kept = before.series.pk, done.series.pk
    now = {one.pk: one for one in Session.objects.filter(series__in=kept)}
    gone = before.sessions.keys() - now.keys()
    if before.version is None or gone - before.like_new:
        return
    columns = {
        "series_id": before.series.pk,
        "series_after_id": done.series.pk,
        "series_version": before.version,
        "series_version_after": _version(kept),
    }
    changes: list[tuple[Session, dict[str, Any]]] = []
    for pk, was in before.sessions.items():
        session = now.get(pk)
        if session and any(getattr(session, name) != getattr(was, name) for name in MOVED):
            moved = plan_changes.columns_of_move(session, before=was)
            changes.append((session, moved | columns | {"occurrence_before": was.occurrence_on}))
    changes += [(one, {"verb": PlanChange.Verb.MADE} | columns) for one in done.made]
    plan_changes.note_together(changes, by=by)


def put_back(changes: Sequence[PlanChange], *, by: User) -> list[Session]:
    """Let a series and its sessions be as before they were moved; return the sessions.

    `changes` are those of one press. Their series and sessions are held, the sessions unchanged
    since. Raises RuleBroken when the series was changed since, when somebody cannot work what is
    made again, and as the verbs do.
    """
    series, later = changes[0].series, changes[0].series_after
    if series is None or later is None:
        raise _changed()
    keys = {series.pk, later.pk}
    before = Series.history.filter(history_id=changes[0].series_version).first()
    if before is None or _version(keys) != changes[0].series_version_after:
        raise _changed()
    if later.pk != series.pk and _people(later) != _people(series):
        raise RuleBroken(_("Noen har fått eller mistet fast plass etterpå. Se hvem det er nå."))
    _let_go([one.session for one in changes if one.verb == PlanChange.Verb.MADE], of=later)
    moved = [one for one in changes if one.verb != PlanChange.Verb.MADE]
    own = Session.objects.filter(pk__in=[one.session_id for one in moved])
    own.update(occurrence_on=None)  # two may have changed places
    if later.pk != series.pk:
        later.sessions.update(series=series)
        series.made_until = max(filter(None, (series.made_until, later.made_until)), default=None)
        delete_by(later, by)
    for one in moved:
        day = one.occurrence_before
        Session.objects.filter(pk=one.session_id).update(series=series, occurrence_on=day)
    for field in Series._meta.concrete_fields:
        if field.name not in STAYS:
            setattr(series, field.attname, getattr(before, field.attname))
    save_by(series, by)
    back = [_put_back(one, by=by) for one in moved]
    again = bring_in_line(series, since=timezone.localdate(), by=by)
    if again.not_put:
        raise RuleBroken(_("Det kan ikke bli som før. %(why)s") % {"why": " ".join(again.not_put)})
    return back


def _put_back(change: PlanChange, *, by: User) -> Session:
    """Give one session its time and place again."""
    session = change.session
    if (
        change.starts_before != session.starts_at
        or change.ends_before != session.ends_at
        or (change.place_before_id != session.place_id)
    ):
        session = sessions.edit(
            session, by=by,
            starts_at=change.starts_before, ends_at=change.ends_before, place=change.place_before,
            off_site=change.off_site_before, min_staff=change.min_staff_before,
            min_staff_reason=change.min_staff_reason_before,
        )  # fmt: skip
    Session.objects.filter(pk=session.pk).update(
        stands_alone=change.stood_alone, changed_at=timezone.now()
    )
    return session


def _let_go(made: Sequence[Session], *, of: Series) -> None:
    """Remove the drafts that the move made. Raises RuleBroken when people know of one."""
    left = Changes(of)
    for session in made:
        detach(session, result=left)
    for session in left.kept:
        raise RuleBroken(
            _("Noen kjenner til %(session)s %(day)s nå. Avlys den i stedet.")
            % {"session": session.name, "day": _short(timezone.localdate(session.starts_at))},
            about=session,
        )


def _short(day: date) -> str:
    return f"{day:%d.%m.}"


def _people(series: Series) -> tuple[set[int], ...]:
    """Return who has a place each time, who works each time, and which things it takes."""
    return (
        set(series.recurring_signups.values_list("participant", flat=True)),
        set(series.staff.values_list("pk", flat=True)),
        set(series.resources.values_list("pk", flat=True)),
    )


def _version(keys: Any) -> int | None:
    rows = Series.history.filter(id__in=set(keys))
    return rows.aggregate(newest=Max("history_id"))["newest"]


def _changed() -> RuleBroken:
    return RuleBroken(_("Det faste treffet er endret etterpå. Se hvordan det er nå."))
