"""Who comes in to a staff page, whose teams it is about, and whom it showed."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import ResolverMatch
from django_htmx.middleware import HtmxDetails

from accounts import access_log
from accounts.models import (
    ALL_STAFF,
    EDITING_STORIES,
    HOLDING_BUDGETS,
    PAYING,
    PLANNING,
    SEEING_PEOPLE,
    AccessEvent,
    Membership,
    Role,
    Team,
    User,
)
from activities.models import Heartbeat
from activities.safety import on_call
from participants.models import Participant
from portals import forbidden

View = Callable[..., Any]
SEEING_PARTNERS = PLANNING | HOLDING_BUDGETS
OPENS = {
    "people": SEEING_PEOPLE,
    "pay": PAYING | {Role.AUDITOR},
    "budgets": HOLDING_BUDGETS | {Role.AUDITOR},
    "partners": SEEING_PARTNERS,
    "website": EDITING_STORIES,
}
"""What the menus lead to, and whose it is: nobody is shown a link that does not open."""


class StaffRequest(HttpRequest):
    """A request that `staff_page` has let in."""

    user: User
    htmx: HtmxDetails
    resolver_match: ResolverMatch
    timer_is_still: bool
    opens: frozenset[str]
    on_call: list[on_call.Answering]


def staff_page(view: View) -> View:
    """Let only signed-in staff in; a partner or somebody without a team gets 403.

    A 403 names who of the colleagues can, and leads to one's own start page.
    """

    @wraps(view)
    @login_required
    def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            _let_in(request)
            return view(request, *args, **kwargs)
        except PermissionDenied:
            return forbidden.forbidden(request)

    return guarded


def _let_in(request: StaffRequest) -> None:
    """Raise 403 unless the user works in a team; learn in the same query what every page says.

    `request.timer_is_still` makes the page say «ring, ikke stol på skjermen»
    (rules.md#staff-come-home), `request.on_call` who answers the phone now in each of the
    user's teams, and `request.opens` which of `OPENS` are theirs in one team at least.
    """
    last_run = Subquery(Heartbeat.objects.values("ran_at")[:1])
    mine = (
        Membership.objects.active()
        .filter(user=request.user.pk, user__is_active=True)
        .annotate(timer_ran_at=last_run)
        .order_by("team__name")
    )
    found = list(on_call.with_who_answers(mine))
    if not found:
        raise PermissionDenied
    roles = {one.role for one in found}
    request.timer_is_still = Heartbeat.is_still_since(found[0].timer_ran_at)
    request.on_call = on_call.answering(found)
    request.opens = frozenset(name for name, who in OPENS.items() if roles & who)


def shows_people(view: View | None = None, *, act: str = AccessEvent.Act.LIST) -> Any:
    """Write in the access log, once a request, whom the page showed (rules.md#access-log).

    The view says who with `seen(request, …)`. A redirect shows nobody.
    """

    def decorate(inner: View) -> View:
        @wraps(inner)
        def recorded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = inner(request, *args, **kwargs)
            people = getattr(request, "people_shown", {})
            if people and response.status_code not in (302, 303):
                access_log.record(
                    request.user,
                    act=act,
                    what=request.resolver_match.view_name,
                    participants=list(people.values()),
                )
            return response

        return recorded

    return decorate(view) if view else decorate


def seen(request: StaffRequest, people: Iterable[Participant | None]) -> None:
    """Say that this page shows `people`; `shows_people` writes it down.

    None is somebody whom the books have forgotten: nobody is shown.
    """
    shown = request.__dict__.setdefault("people_shown", {})
    shown.update({person.pk: person for person in people if person})


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


def in_teams(queryset: QuerySet[Any], user: Any, roles: Iterable[str]) -> QuerySet[Any]:
    """Keep the rows of the teams in which `user` holds one of `roles`."""
    return queryset.filter(team__in=Team.objects.of(user, roles))


def teams_with(user: Any, roles: Any) -> set[int]:
    """Return the keys of the teams in which `user` holds one of `roles`."""
    return set(Team.objects.of(user, roles).values_list("pk", flat=True))
