"""The kinds of a staff page: who comes in, what it answers, and whom it showed."""

from collections.abc import Callable, Collection, Iterable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import F, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch
from django.views.decorators.http import require_http_methods
from django_htmx.middleware import HtmxDetails

from accounts import access_log
from accounts.models import (
    EDITING_STORIES,
    HOLDING_BUDGETS,
    LEADING,
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
from cms.permissions import WRITING_STORIES
from core.saving import alone_at
from participants.models import Participant
from portals import forbidden
from portals.staff.shared.navigation import menu

View = Callable[..., Any]
SEEING_PARTNERS = PLANNING | HOLDING_BUDGETS
OPENS = {
    "people": SEEING_PEOPLE,
    "pay": PAYING | {Role.AUDITOR},
    "budgets": HOLDING_BUDGETS | {Role.AUDITOR},
    "partners": SEEING_PARTNERS,
    "website": EDITING_STORIES,
    "tell": WRITING_STORIES,
    "plan": PLANNING,
    "lead": LEADING,
    "hand_out": PAYING,
    "hold": HOLDING_BUDGETS,
}
"""Which roles open the pages of a room (`shared.rooms`): they are let in, and nobody is shown a
link that does not open."""


class StaffRequest(HttpRequest):
    """A request that `staff_page` has let in."""

    user: User
    htmx: HtmxDetails
    resolver_match: ResolverMatch
    timer_is_still: bool
    opens: frozenset[str]
    menu: menu.Menu
    on_call: list[on_call.Answering]
    memberships: list[Membership]


def only_staff(view: View) -> View:
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


def _kind(*methods: str) -> Callable[..., Any]:
    """Return the decorator of the views of staff that answer `methods`."""

    def decorator(view: View | None = None, *, shows: str = "", one_at_a_time: bool = False) -> Any:
        def decorate(inner: View) -> View:
            if one_at_a_time:
                inner = _alone(inner)
            if shows:
                inner = _logged(inner, AccessEvent.Act(shows))
            return require_http_methods(methods)(only_staff(inner))

        return decorate(view) if view else decorate

    return decorator


staff_page = _kind("GET")
staff_form = _kind("GET", "HEAD", "POST")
staff_button = _kind("POST")
"""Decorators of what staff read, what they fill in or are asked first, and what a button does.

`shows` is what the access log calls it when people are shown, whom the view names with `seen`.
With `one_at_a_time` nobody else saves at the same address between the form's look at the row and
the verb.
"""


def _let_in(request: StaffRequest) -> None:
    """Raise 403 unless the user works in a team; learn in the same query what every page says.

    `request.timer_is_still` makes the page say «ring, ikke stol på skjermen»
    (rules.md#staff-come-home), `request.on_call` who answers the phone now in each of the
    user's teams, `request.memberships` what they are in each with its team, `request.opens` which
    of `OPENS` are theirs in one team at least, and `request.menu` the rooms that follow from it.
    """
    last_run = Subquery(Heartbeat.objects.values("ran_at")[:1])
    mine = (
        Membership.objects.active()
        .filter(user=request.user.pk, user__is_active=True)
        .select_related("team")
        .annotate(timer_ran_at=last_run, slug=F("team__slug"))
        .order_by("team__name")
    )
    found = list(on_call.with_who_answers(mine))
    if not found:
        raise PermissionDenied
    roles = {one.role for one in found}
    request.memberships = found
    request.timer_is_still = Heartbeat.is_still_since(found[0].timer_ran_at)
    request.on_call = on_call.answering(found)
    request.opens = frozenset(name for name, who in OPENS.items() if roles & who)
    asked = request.GET.get("team", "")
    team = asked if asked in {one.slug for one in found} else ""
    request.menu = menu.menu_of(request.opens, path=request.path, team=team)


def holds(request: StaffRequest, team: Team, roles: Collection[str]) -> bool:
    """Tell whether I hold one of `roles` in `team`, of what was read when I was let in. No query.

    It is what the questions of `permissions` ask anew: for pages that are asked again and again.
    """
    return any(one.team_id == team.pk and one.role in roles for one in request.memberships)


def _logged(view: View, act: AccessEvent.Act) -> View:
    """Write in the access log, once a request, whom the page showed (rules.md#access-log).

    A redirect shows nobody.
    """

    @wraps(view)
    def recorded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
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


def _alone(view: View) -> View:
    """Let nobody else save at the same address meanwhile."""

    @wraps(view)
    def alone(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with alone_at(request.path):
            return view(request, *args, **kwargs)

    return alone


def seen(request: StaffRequest, people: Iterable[Participant | None]) -> None:
    """Say that this page shows `people`; a view with `shows` writes it down.

    None is somebody whom the books have forgotten: nobody is shown.
    """
    shown = request.__dict__.setdefault("people_shown", {})
    shown.update({person.pk: person for person in people if person})
