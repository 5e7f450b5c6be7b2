"""What a recurring session needs each time, and how its sessions get it: shared things, and staff.

Somebody who cannot work one of the days is left out of that day alone, and the sentence says why.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import Resource, Series, Session, Shift
from activities.staffing import finding_staff, shift_notices, shifts
from core.errors import RuleBroken


@dataclass(frozen=True)
class Needs:
    """Things and staff: those of a series, or those that came to it or went from it."""

    things: frozenset[Resource] = frozenset()
    staff: frozenset[User] = frozenset()

    def __bool__(self) -> bool:
        """Tell whether there is anything."""
        return bool(self.things or self.staff)

    def __sub__(self, other: "Needs") -> "Needs":
        """Return what is here and not in `other`."""
        return Needs(self.things - other.things, self.staff - other.staff)


def of(series: Series) -> Needs:
    """Return what `series` needs. Two queries."""
    return Needs(frozenset(series.resources.all()), frozenset(series.staff.all()))


def hold_staff(series: Iterable[int], *, beside: Iterable[int] = ()) -> None:
    """Lock who works `series` (keys, held) and `beside` (users) in their order, before sessions.

    Putting them on what is made again would lock them after it.
    """
    works = Q(pk__in=Series.staff.through.objects.filter(series__in=list(series)).values("user"))
    own = User.objects.filter(works | Q(pk__in=list(beside))).order_by("pk")
    list(own.select_for_update(no_key=True))


def decide(
    series: Series,
    *,
    resources: Iterable[Resource] | None = None,
    staff: Iterable[User] | None = None,
) -> tuple[Needs, Needs]:
    """Let `series` need these from now on (None: as before); return what came and what went.

    Raises RuleBroken for another team's thing. Its sessions get it by `give` and `follow`.
    """
    before = of(series)
    after = Needs(
        before.things if resources is None else frozenset(resources),
        before.staff if staff is None else frozenset(staff),
    )
    if any(thing.team_id != series.team_id for thing in after.things):
        raise RuleBroken(_("Velg blant teamets egne ting."))
    series.resources.set(after.things)
    series.staff.set(after.staff)
    return after - before, before - after


def give(session: Session, needs: Needs, *, by: User | None = None, reason: str = "") -> list[str]:
    """Give `session` what is needed; return a sentence for each who cannot work it.

    `reason` is as in `shifts.assign`.
    """
    session.resources.add(*needs.things)
    sentences = []
    for person in sorted(needs.staff, key=lambda one: one.pk):
        try:
            shifts.assign(session, staff=person, by=by, reason=reason)
        except RuleBroken as broken:
            starts = timezone.localtime(session.starts_at)
            sentences.append(f"{starts:%d.%m.}: {broken.message}")
    return sentences


def follow(
    sessions: Iterable[Session], *, came: Needs, went: Needs, by: User | None, reason: str = ""
) -> list[str]:
    """Let sessions that are there already follow a change; what was set on one alone stays."""
    sentences = []
    for session in sessions:
        session.resources.remove(*went.things)
        if went.staff:
            Shift.objects.filter(session=session, staff__in=went.staff).delete()
            finding_staff.refresh(session)
            shift_notices.note(session, by=by)
        there = set(session.shifts.values_list("staff", flat=True)) if came.staff else set()
        new = frozenset(one for one in came.staff if one.pk not in there)
        sentences += give(session, Needs(came.things, new), by=by, reason=reason)
    return sentences
