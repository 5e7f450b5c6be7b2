"""Whose teams a staff page is about, and what one may do there."""

from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.models import ALL_STAFF, Team
from activities.models import Session
from activities.permissions import can_edit_session
from portals.staff.shared.page_access import OPENS, StaffRequest
from portals.staff.shared.session_money import with_money
from portals.staff.shared.weeks import name_of

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


def own_team(
    request: StaffRequest, roles: Iterable[str] = ALL_STAFF
) -> tuple[Team, dict[str, Any]]:
    """Return the team that the page is about, and what its links to my other teams need."""
    teams = own_teams(request.user, roles)
    team = chosen_team(request, teams)
    return team, {"team": team, "teams": teams}


def own_row(
    request: StaffRequest, rows: QuerySet[_Row], pk: int, question: Any, *, about: str = ""
) -> _Row:
    """Return one of `rows`, those that I see; 403 when `question` about it is answered no.

    `about` is the relation (`a__b`) whose row the question is about; without it the row itself.
    """
    row = get_object_or_404(rows.select_related(about) if about else rows, pk=pk)
    allow(question(request.user, attrgetter(about.replace("__", "."))(row) if about else row))
    return row


def own_session(request: StaffRequest, pk: int, question: Any = can_edit_session) -> Any:
    """Return a session that I may edit, with its money; else 404 or 403."""
    visible = Session.objects.visible_to(request.user).select_related("activity", "team", "place")
    return own_row(request, with_money(visible), pk, question)


def for_team(name: str, team: Team, *, monday: date | None = None) -> str:
    """Return the address of the page `name` about `team`, and the week from `monday`."""
    week = f"&uke={name_of(monday)}" if monday else ""
    return f"{reverse(name)}?team={team.slug}{week}"


def team_row(
    request: StaffRequest, rows: QuerySet[_Row], pk: int, *, question: Any, team: str = "team"
) -> _Row:
    """Return a row whose `team` is mine, as `question` wants it: else 404, or 403 for a no."""
    mine = rows.filter(**{f"{team}__in": Team.objects.of(request.user, ALL_STAFF)})
    return own_row(request, mine, pk, question, about=team)


def in_teams(queryset: QuerySet[Any], user: Any, roles: Iterable[str]) -> QuerySet[Any]:
    """Keep the rows of the teams in which `user` holds one of `roles`."""
    return queryset.filter(team__in=Team.objects.of(user, roles))


def teams_with(user: Any, roles: Any) -> set[int]:
    """Return the keys of the teams in which `user` holds one of `roles`."""
    return set(Team.objects.of(user, roles).values_list("pk", flat=True))
