"""Whose teams a staff page is about, and what one may do there."""

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import ALL_STAFF, Team
from portals.staff.shared.views import OPENS, StaffRequest

SEEING_PAY, SEEING_BUDGETS = OPENS["pay"], OPENS["budgets"]
_Row = TypeVar("_Row", bound=Model)


def allow(answer: bool) -> None:
    """Raise 403 when a permission question is answered with no."""
    if not answer:
        raise PermissionDenied


def own_teams(user: Any, roles: Iterable[str] = ALL_STAFF) -> list[Team]:
    """Return the teams in which `user` holds one of `roles`; 403 when there are none."""
    teams = list(Team.objects.of(user, roles))
    allow(bool(teams))
    return teams


def chosen_team(request: StaffRequest, teams: list[Team]) -> Team:
    """Return the team that `?team=` names, the first of `teams` without it; 404 for any other."""
    slug = request.GET.get("team", "")
    for team in teams:
        if slug in ("", team.slug):
            return team
    raise Http404


def own_row(
    request: StaffRequest,
    rows: QuerySet[_Row],
    pk: int,
    *,
    question: Callable[[Any, Team], bool],
    team: str = "team",
) -> _Row:
    """Return a row whose `team` is mine, as `question` wants it: else 404, or 403 for a no."""
    mine = rows.filter(**{f"{team}__in": Team.objects.of(request.user, ALL_STAFF)})
    row = get_object_or_404(mine.select_related(team), pk=pk)
    allow(question(request.user, attrgetter(team.replace("__", "."))(row)))
    return row


def in_teams(queryset: QuerySet[Any], user: Any, roles: Iterable[str]) -> QuerySet[Any]:
    """Keep the rows of the teams in which `user` holds one of `roles`."""
    return queryset.filter(team__in=Team.objects.of(user, roles))


def teams_with(user: Any, roles: Any) -> set[int]:
    """Return the keys of the teams in which `user` holds one of `roles`."""
    return set(Team.objects.of(user, roles).values_list("pk", flat=True))
