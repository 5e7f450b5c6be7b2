"""What one person's «I dag» is made from: who they are in which team, and what is read but once."""

from collections.abc import Collection
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import ALL_STAFF, HOLDING_BUDGETS, LEADING, PLANNING, Role, Team
from activities.models import Session, Shift
from cms.models import StoryPage
from core.dates import midnight
from notices.models import Task
from portals.staff.shared.own_rows import in_teams
from portals.staff.shared.page_access import OPENS, StaffRequest
from portals.staff.today.task_links import with_what

DAYS_AHEAD = 7
"""For how many days, today with them, gaps stand on «I dag»."""
MONEY = (Task.Kind.FIND_MONEY, Task.Kind.PAY, Task.Kind.SECOND_LOOK)


class Desk:
    """One person's day, read as it is asked for. Nothing here shows: the sections do."""

    def __init__(self, request: StaffRequest) -> None:
        self.request, self.user = request, request.user
        self._roles: dict[int, set[str]] = {}
        self._teams: dict[int, Team] = {}
        for one in request.memberships:
            self._roles.setdefault(one.team_id, set()).add(one.role)
            self._teams[one.team_id] = one.team

    def teams(self, roles: Collection[str]) -> list[Team]:
        """Return the teams in which they hold one of `roles`, by name. No query."""
        return [team for key, team in self._teams.items() if self._roles[key] & set(roles)]

    def is_in(self, team_id: int, roles: Collection[str]) -> bool:
        """Tell whether they hold one of `roles` in that team. No query."""
        return bool(self._roles.get(team_id, set()) & set(roles))

    def opens(self, team_id: int) -> frozenset[str]:
        """Return which of `page_access.OPENS` are theirs in that team."""
        return frozenset(name for name, who in OPENS.items() if self.is_in(team_id, who))

    @cached_property
    def tasks(self) -> list[Task]:
        """Return what is asked of them, or of a whole team of theirs, and done by them today."""
        of_a_team = Q(team__in=self.teams(PLANNING)) | Q(
            team__in=self.teams({Role.FINANCE}), kind__in=MONEY
        )
        is_open = Q(done_at__isnull=True) & (
            Q(assigned_to=self.user, team__in=self._teams) | Q(assigned_to=None) & of_a_team
        )
        done_today = Q(done_by=self.user, done_at__gte=midnight(timezone.localdate()))
        found = Task.objects.filter(is_open | done_today & Q(team__in=self._teams))
        return list(with_what(found.order_by("answer_by", "pk")))

    @cached_property
    def unfinished(self) -> list[Session]:
        """Return what is over and not finished: what they worked, and all where they lead."""
        worked = Q(pk__in=Shift.objects.filter(staff=self.user).values("session"))
        found = Session.objects.unfinished().filter(
            worked | Q(team__in=self.teams(LEADING)), team__in=self.teams(PLANNING)
        )
        return list(found.with_counts().select_related("activity"))

    @cached_property
    def gaps(self) -> list[Any]:
        """Return the sessions of the coming days that lack staff."""
        last = timezone.localdate() + timedelta(days=DAYS_AHEAD)
        return list(lacking(self.teams(PLANNING)).filter(starts_at__lt=midnight(last)))

    @cached_property
    def handed_over(self) -> list[Any]:
        """Return the stories that lie with them to be read, the first that came first."""
        teams = self.teams({Role.EDITOR})
        if not teams:
            return []
        found = StoryPage.objects.filter(team__in=teams, handed_over__isnull=False)
        return list(found.order_by("handed_over__at", "pk"))


def lacking(teams: list[Team]) -> Any:
    """Return the sessions of `teams` that lack staff, the nearest first."""
    found = Session.objects.lacking_staff().filter(team__in=teams)
    return found.select_related("activity", "place").order_by("starts_at", "pk")


def answerable(user: Any) -> QuerySet[Task]:
    """Return the tasks that `user` may tick off: their teams', their own, and the money's."""
    every = Task.objects.all()
    own = in_teams(every.filter(assigned_to=user), user, ALL_STAFF)
    money = in_teams(every.filter(kind__in=MONEY), user, HOLDING_BUDGETS)
    return in_teams(every, user, PLANNING) | own | money
