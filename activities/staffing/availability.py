"""When staff are at work, what they can do, and who answers while somebody is away."""

from datetime import time
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Membership, Role, Team, User
from activities.models import Absence, Skill, WorkingHours
from activities.staffing import assignees, cover_asks, finding_staff, shift_notices
from core.errors import RuleBroken, must_be_valid


def add_absence(
    team: Team, *, staff: User, deputy: User | None, by: User | None = None,
    is_at_once: bool = False, **when: Any,
) -> Absence:  # fmt: skip
    """Note that `staff` is away, both days included. A repeat changes at most the deputy.

    `when` is `first_day` and `last_day`; `from_clock` on the first and `until_clock` on the last
    make it hours. What they were to work in that time, in any team, lacks staff at once, and their
    tasks move to who is there.

    A leader names a deputy who is at work in the team all those days. Somebody who stands in for
    another in those days cannot be away. Raises RuleBroken; never for what `is_at_once`, which
    nobody chose. The team's row is the lock.
    """
    away = Absence(team=team, staff=staff, deputy=deputy, **when)
    must_be_valid(away, exclude=["team"])
    with transaction.atomic():
        Team.objects.select_for_update(no_key=True).get(pk=team.pk)
        # Somebody may work in two teams.
        meets = Absence.objects.during(away.starts_at, away.ends_at)
        same = {"team": team, "starts_at": away.starts_at, "ends_at": away.ends_at}
        there = meets.filter(staff=staff, **same).first()
        if there and there.deputy_id == away.deputy_id:
            return there
        if not is_at_once:
            _must_be_covered(away, meets)
        if there:
            there.deputy = deputy
            there.save()
            return there
        away.save()
        finding_staff.refresh_for(staff)
        shift_notices.note_absence(staff, by=by)
        assignees.reassign()
    return away


def remove_absence(away: Absence) -> None:
    """Take an absence away again: they are at work in their sessions as before. Repeatable."""
    with transaction.atomic():
        Absence.objects.filter(pk=away.pk).delete()
        cover_asks.close_not_needed(away.staff, away)  # locks sessions: before any task is touched
        finding_staff.refresh_for(away.staff)


def set_hours(
    team: Team, *, staff: User, weekday: int, hours: tuple[time, time] | None
) -> WorkingHours | None:
    """Say when `staff` is at work on a weekday (Monday 0); None means not at all.

    Without any row for any day somebody is taken to be at work at all hours.
    """
    if hours is None:
        WorkingHours.objects.filter(team=team, staff=staff, weekday=weekday).delete()
        return None
    starts, ends = hours
    if not 0 <= weekday <= 6 or starts == ends:
        raise RuleBroken(_("Velg en ukedag, og en slutt som er en annen enn starten."))
    row, _made = WorkingHours.objects.update_or_create(
        team=team, staff=staff, weekday=weekday, defaults={"starts": starts, "ends": ends}
    )
    return row


def set_skills(staff: User, *, skills: list[Skill]) -> None:
    """Make `skills` what `staff` can do."""
    staff.skills.set(skills)


def _must_be_covered(away: Absence, meets: QuerySet[Absence]) -> None:
    """Raise RuleBroken unless somebody answers for the team every day."""
    stands_in = meets.filter(deputy=away.staff).select_related("staff").first()
    if stands_in:
        raise RuleBroken(
            _("%(name)s er stedfortreder for %(other)s da. Velg en annen der først.")
            % {"name": away.staff, "other": stands_in.staff}
        )
    if away.deputy is None:
        theirs = Membership.objects.active().filter(team=away.team, user=away.staff)
        if theirs.filter(role=Role.LEADER).exists():
            raise RuleBroken(_("En leder velger en stedfortreder før hun er borte."))
        return
    at_work = Membership.objects.planning().filter(team=away.team, user=away.deputy)
    if not at_work.exists():
        raise RuleBroken(_("Velg en stedfortreder som jobber i teamet."))
    if other := meets.filter(staff=away.deputy).first():
        words = _("%(name)s er selv borte da. Velg en annen.") % {"name": away.deputy}
        raise RuleBroken(words, about=other if other.team_id == away.team_id else None)
