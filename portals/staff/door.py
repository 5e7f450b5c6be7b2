"""What every view of the staff's door shares: who comes in, what is written down, what is said."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet, Subquery
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import ResolverMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from accounts import access
from accounts.models import (
    ALL_STAFF,
    HOLDING_BUDGETS,
    PAYING,
    PLANNING,
    SEEING_PEOPLE,
    TELLING_STORIES,
    AccessEvent,
    Membership,
    Role,
    Team,
    User,
)
from activities import on_call
from activities.models import Heartbeat
from core.errors import RuleBroken
from core.money import LONGEST
from core.saving import alone_at
from core.shown import FIELD, Changed, digest, must_be
from participants.models import Participant
from portals import not_mine, once
from portals.staff import refusals

View = Callable[..., Any]
SEEING_PARTNERS = PLANNING | HOLDING_BUDGETS
OPENS = {
    "people": SEEING_PEOPLE,
    "pay": PAYING | {Role.AUDITOR},
    "budgets": HOLDING_BUDGETS | {Role.AUDITOR},
    "partners": SEEING_PARTNERS,
    "website": TELLING_STORIES,
}
"""What the menus lead to, and whose it is: nobody is shown a door that does not open."""
FORM_PAGE = "portals/staff/form_page.html"
CONFIRM_PAGE = "components/confirm_page.html"


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
            return not_mine.answer(request)

    return guarded


def _let_in(request: StaffRequest) -> None:
    """Raise 403 unless the user works in a team; learn in the same query what every page says.

    `request.timer_is_still` makes the page say «ring, ikke stol på skjermen» (DESIGN §1.8),
    `request.on_call` who answers the telephone now in each of the user's teams, and
    `request.opens` which of `OPENS` are theirs in one team at least.
    """
    beat = Subquery(Heartbeat.objects.values("beaten_at")[:1])
    mine = (
        Membership.objects.active()
        .filter(user=request.user.pk, user__is_active=True)
        .annotate(beat=beat)
        .order_by("team__name")
    )
    found = list(on_call.with_who_answers(mine))
    if not found:
        raise PermissionDenied
    roles = {one.role for one in found}
    request.timer_is_still = Heartbeat.is_still_since(found[0].beat)
    request.on_call = on_call.answering(found)
    request.opens = frozenset(name for name, who in OPENS.items() if roles & who)


def shows_people(view: View | None = None, *, act: str = AccessEvent.Act.LIST) -> Any:
    """Write in the access log, once a request, whom the page showed (DESIGN §4).

    The view says who with `seen(request, …)`. A redirect shows nobody.
    """

    def decorate(inner: View) -> View:
        @wraps(inner)
        def recorded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = inner(request, *args, **kwargs)
            people = getattr(request, "people_shown", {})
            if people and response.status_code not in (302, 303):
                access.record(
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


def one_at_a_time(view: View) -> View:
    """Let nobody else save at the same address between the form's look at the row and the verb."""

    @wraps(view)
    def alone(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with alone_at(request.path):
            return view(request, *args, **kwargs)

    return alone


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


@contextmanager
def rules_on(form: BaseForm) -> Iterator[None]:
    """Turn a broken rule into a sentence on the form, which keeps what was written."""
    try:
        yield
    except RuleBroken as broken:
        form.add_error(None, refusals.in_words(broken))


def carry_out(request: StaffRequest, verb: Callable[[], Any], *, said: str = "") -> bool:
    """Run a verb that a button asked for; say `said`, or the sentence of the rule that it broke."""
    try:
        verb()
    except RuleBroken as broken:
        messages.error(request, refusals.in_words(broken))
        return False
    if said:
        messages.success(request, said)
    return True


def form_page(request: StaffRequest, form: BaseForm, **context: Any) -> HttpResponse:
    """Show a page with one form. `title` and `back_url` are needed."""
    once.fill_in(request, form)
    return render(request, context.pop("template", FORM_PAGE), {"form": form, **context})


def confirm_page(request: StaffRequest, *, shown: str, **context: Any) -> HttpResponse:
    """Ask one question: `question`, `consequence`, `confirm_label`, `back_url`, maybe `form`.

    `shown` is the digest (`core.shown`) of what the page says: it is posted back, and compared.
    """
    context.setdefault("base_template", "portals/staff/base.html")
    return render(request, context.pop("template", CONFIRM_PAGE), {"shown": shown, **context})


def ask_first(
    request: StaffRequest,
    ask: Callable[[], dict[str, Any]],
    act: Callable[[], HttpResponse],
    *,
    form: BaseForm | None = None,
    row: Model | None = None,
) -> HttpResponse:
    """Show the confirm page that `ask` describes; when it comes back, carry out `act`.

    The page posts back what it said (its question, its consequence, and `facts` that its words do
    not tell apart). With `row` under a lock `ask` is called anew, and when it says something else
    now, nothing happens and the new page is shown.
    """
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            with transaction.atomic():
                if row is not None:
                    rows = type(row)._base_manager.select_for_update(of=("self",))
                    row.refresh_from_db(fields=_own_columns(row), from_queryset=rows)
                must_be(what_was_shown(request), *_said(ask()))
                return act()
        except RuleBroken as broken:
            if form is not None:
                form.add_error(None, refusals.in_words(broken))
            else:
                messages.error(request, refusals.in_words(broken))
                if not isinstance(broken, Changed):
                    return HttpResponseRedirect(ask()["back_url"])
    asked = ask()
    shown = digest(*_said(asked))
    asked.pop("facts", None)
    return confirm_page(request, form=form, shown=shown, **asked)


def what_was_shown(request: HttpRequest) -> str:
    """Return the digest that a page posts back; "" is none at all, and never the right one."""
    return request.POST.get(FIELD, "")


def sum_on_button(request: HttpRequest) -> int:
    """Return the øre that the pressed button said (`money_button.html`); 0 when it said none."""
    said = request.POST.get("shown_ore", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) <= LONGEST else 0


def _said(asked: dict[str, Any]) -> tuple[Any, ...]:
    return str(asked["question"]), str(asked["consequence"]), asked.get("facts")


def _own_columns(row: Model) -> list[str]:
    deferred = row.get_deferred_fields()
    return [field.attname for field in row._meta.concrete_fields if field.attname not in deferred]


def back_to(request: StaffRequest, name: str, *args: Any) -> HttpResponseRedirect:
    """Go to the page that the form or the address names in `next`, if ours, else to `name`."""
    return HttpResponseRedirect(way_back(request, name, *args))


def way_back(request: StaffRequest, name: str, *args: Any) -> str:
    """Return the address that `back_to` goes to."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse(name, args=args)


def in_teams(queryset: QuerySet[Any], user: Any, roles: Iterable[str]) -> QuerySet[Any]:
    """Keep the rows of the teams in which `user` holds one of `roles`."""
    return queryset.filter(team__in=Team.objects.of(user, roles))
