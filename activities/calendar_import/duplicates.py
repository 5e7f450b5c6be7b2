"""The same meeting under a new name: programmes that export anew, or make anew, give new UIDs."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from activities.models import Series, Session
from activities.planning import series_days

if TYPE_CHECKING:
    from activities.calendar_import.plan import ImportPlan, Planned


@dataclass(frozen=True)
class Alike:
    """An entry of the file that looks like something else: `planned` are its new sessions, and
    `line` is where it stands.
    """

    line: int
    title: str
    first_at: datetime
    planned: list["Planned"] = field(default_factory=list)


def find(plan: "ImportPlan") -> list[Alike]:
    """Return the entries whose new sessions begin when another of the team with the same name
    does, at the same place or at one that the file does not know.
    """
    entries: dict[str, list[Planned]] = defaultdict(list)
    for planned in plan.new:
        if planned.series is None:
            entries[planned.occurrence.uid].append(planned)
    taken = _taken(plan)
    found = []
    for uid, some in entries.items():
        doubles = [one for one in some if _is_taken(plan, one, taken=taken)]
        if doubles or _is_recurring(plan, uid, some):
            first = (doubles or some)[0].occurrence
            found.append(
                Alike(
                    line=min(one.occurrence.line for one in some),
                    title=_name(plan, some[0]),
                    first_at=first.starts_at,
                    planned=some,
                )
            )
        else:
            for one in some:
                taken[_key(plan, one)].append((uid, one.place.pk))
    return found


_Taken: TypeAlias = defaultdict[tuple[datetime, str], list[tuple[str, int]]]


def _taken(plan: "ImportPlan") -> _Taken:
    """Return what the team has when the new sessions begin, as (UID, place) by time and name."""
    starts = [planned.occurrence.starts_at for planned in plan.new]
    taken: _Taken = defaultdict(list)
    if starts:
        rows = Session.objects.filter(team=plan.team, starts_at__range=(min(starts), max(starts)))
        for session in rows.exclude(state=Session.State.CANCELLED).select_related("activity"):
            uid = session.calendar_key.rpartition("#")[0]
            taken[session.starts_at, session.name.casefold()].append((uid, session.place_id))
    return taken


def _is_taken(plan: "ImportPlan", planned: "Planned", *, taken: _Taken) -> bool:
    uid = planned.occurrence.uid
    return any(
        other != uid and (place == planned.place.pk or not planned.names_place)
        for other, place in taken.get(_key(plan, planned), [])
    )


def _is_recurring(plan: "ImportPlan", uid: str, some: list["Planned"]) -> bool:
    """Tell whether a recurring session of the team has the clock, the name and a day of an entry
    that comes again: also when its sessions have not been made so far ahead.
    """
    meeting = next((one for one in plan.recurring if one.uid == uid), None)
    days = {one.occurrence.original_day for one in some}
    if meeting is None:
        return False
    name = _name(plan, some[0])
    running = Series.objects.filter(team=plan.team, starts=meeting.starts).running()
    return any(
        one.name.casefold() == name.casefold()
        and not days.isdisjoint(series_days.days_of_rule(one, first=plan.first, last=plan.last))
        for one in running.select_related("activity")
    )


def _key(plan: "ImportPlan", planned: "Planned") -> tuple[datetime, str]:
    return planned.occurrence.starts_at, _name(plan, planned).casefold()


def _name(plan: "ImportPlan", planned: "Planned") -> str:
    return planned.occurrence.title or plan.activity.name
