"""Who answers the team's phone, from when until when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.contacts import number_of
from accounts.models import Membership, Team, User
from activities.models import Absence, OnCall
from core.dates import day_and_clock
from core.errors import RuleBroken, must_be_valid


@dataclass(frozen=True)
class Answering:
    """Who answers a team's phone now, until when: on their own number, or else the team's."""

    team: str
    name: str
    phone: Any
    phone_of: str
    until: datetime

    @property
    def ends_today(self) -> bool:
        """Tell whether the watch ends before the day does."""
        return timezone.localdate(self.until) == timezone.localdate()


def with_who_answers(memberships: QuerySet[Membership]) -> QuerySet[Any]:
    """Add to `memberships` whether it is the time of a watch in each team, in the same query.

    Whether its person is there is left to `answering`: every staff page asks this.
    """
    in_time = OnCall.objects.in_time(timezone.now()).of_team(OuterRef("team"))
    return memberships.annotate(has_watch=Exists(in_time))


def answering(memberships: list[Any]) -> list[Answering]:
    """Return who answers now in each team of `memberships`, which `with_who_answers` has read.

    Asks no question while it is nobody's time.
    """
    teams = {one.team_id for one in memberships if one.has_watch}
    if not teams:
        return []
    watches = OnCall.objects.at(timezone.now()).filter(team__in=teams)
    latest_first = watches.order_by("-starts_at", "-pk").select_related("team", "staff")
    first = {watch.team_id: watch for watch in latest_first}
    return [_answering(watch) for watch in sorted(first.values(), key=lambda one: one.team.name)]


def _answering(watch: OnCall) -> Answering:
    phone, phone_of = number_of(watch.staff.phone, team=watch.team)
    name = watch.staff.get_full_name() or watch.team.name
    return Answering(watch.team.name, name, phone, phone_of, watch.ends_at)


def assign(team: Team, *, staff: User, starts_at: datetime, ends_at: datetime) -> OnCall:
    """Let `staff` answer from `starts_at` until `ends_at` (aware). A repeat changes nothing.

    The team's row is the lock. Raises RuleBroken when somebody else answers then already, and for
    who is away.
    """
    if not Membership.objects.planning().filter(team=team, user=staff).exists():
        raise RuleBroken(_("Velg noen som jobber i teamet."))
    if Absence.objects.during(starts_at, ends_at).filter(staff=staff).exists():
        raise RuleBroken(_("%(name)s er borte da.") % {"name": staff})
    duty = OnCall(team=team, staff=staff, starts_at=starts_at, ends_at=ends_at)
    must_be_valid(duty, exclude=["team", "staff"])
    with transaction.atomic():
        Team.objects.select_for_update(no_key=True).get(pk=team.pk)
        others = OnCall.objects.filter(team=team, starts_at__lt=ends_at, ends_at__gt=starts_at)
        for there in others.select_related("staff"):
            if (there.staff_id, there.starts_at, there.ends_at) == (staff.pk, starts_at, ends_at):
                return there
            raise RuleBroken(
                _("%(name)s svarer til %(day)s klokka %(clock)s. Velg et annet tidspunkt.")
                % {"name": there.staff, **day_and_clock(there.ends_at)}
            )
        duty.save()
    return duty


def unassign(duty: OnCall) -> None:
    """Take a watch off the rota. A repeat changes nothing."""
    OnCall.objects.filter(pk=duty.pk).delete()
