"""The page on which a session or a recurring one is made: a few questions, and what it will be."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.models import LEADING, PLANNING, Team
from activities.models import Session
from core.errors import RuleBroken
from payouts.earnings import opening
from portals.staff.planning.making import outlook, usual
from portals.staff.shared.own_rows import own_teams
from portals.staff.shared.page_access import StaffRequest
from portals.staff.shared.pages import form_page, what_was_shown

PAGE = "portals/staff/planning/new_session.html"
OUTLOOK = "portals/staff/planning/parts/outlook.html"
FILL, LOOK, OPEN = "fill", "look", "open"
"""What a button asks for beside saving (`step`): fill in as the last time, only look, and open."""


def form_of(request: StaffRequest, form: Callable[..., Any], *, like: Session | None = None) -> Any:
    """Return the form as it was sent, or filled in: as `like` is, or as the activity usually is."""
    offered = {
        "teams": own_teams(request.user, PLANNING),
        "paying": list(Team.objects.of(request.user, LEADING)),
    }
    if request.method == "POST" and request.POST.get("step") != FILL:
        return form(request.POST, **offered)
    filled = usual.filled_in(request, form(**offered), teams=offered["teams"], like=like)
    made = form(initial=filled.values, **offered)
    made.filled_from, made.said_so_far = filled.source, ",".join(sorted(filled.said))
    return made


def show(request: StaffRequest, form: Any, act: Callable[[], Any], **context: Any) -> HttpResponse:
    """Show the page, or what it will be alone, or carry out `act` (`form_page`)."""
    only_looks = request.POST.get("step") == LOOK
    if only_looks and request.htmx:
        return render(
            request, OUTLOOK, {"outlook": outlook.of(form, by=request.user), "is_alone": True}
        )
    return form_page(
        request,
        form,
        None if only_looks else act,
        outlook=cache(lambda: outlook.of(form, by=request.user)),
        template=PAGE,
        filled_from=_carried(request, form, "filled_from"),
        said_so_far=_carried(request, form, "said_so_far"),
        **context,
    )


def open_all(
    request: StaffRequest, made: Iterable[Session], *, beside: Iterable[str] = ()
) -> opening.Opened:
    """Open what was just made, as it was shown.

    When a rule stops that, it says that nothing is saved: whoever asked for what is open decides
    anew. `beside` are other sentences that explain why.
    """
    made = list(made)
    try:
        return opening.open_all(made, by=request.user, seen=what_was_shown(request))
    except RuleBroken as broken:
        words = [*beside, broken.message, _("Ingenting er lagret ennå.")]
        about = broken.about if broken.about not in made else None  # the drafts go with it
        raise RuleBroken(" ".join(words), about=about) from broken


def _carried(request: StaffRequest, form: Any, name: str) -> str:
    """Return what the page carries along for the next time that it is filled in."""
    return str(getattr(form, name, request.POST.get(name, "")))
