"""Who works instead, and who fills a gap: every colleague with free or busy, the best first."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import LEADING
from activities.models import Session, Shift
from activities.staffing import candidates, cover
from activities.staffing.candidates import Candidate
from activities.staffing.over_limits import whom_to_ask
from core.errors import RuleBroken
from core.templatetags.formats import clock, weekday_date
from core.text import row_key
from portals.staff.planning.board.back import to_the_board
from portals.staff.planning.board.dragging import frame, planned_session
from portals.staff.shared.forms.over_limit_forms import ReasonForm
from portals.staff.shared.page_access import StaffRequest, holds, staff_form
from portals.staff.shared.pages import ask_first

TEMPLATE = "portals/staff/planning/board/candidates.html"


@staff_form
def shift_fill(request: StaffRequest, pk: int) -> HttpResponse:
    """Put somebody on a session that lacks staff."""
    session = planned_session(request, pk)

    def ask() -> dict[str, Any]:
        shifts = _shifts_of(request, session)
        there = [one for one in shifts if one.is_there]
        is_open = session.state == Session.State.PUBLISHED
        lacks = session.state in Session.EDITABLE and len(there) < session.min_staff
        can = candidates.of(session, shifts=shifts) if lacks else []
        asked = _asked(request, session, can, shifts)
        if not lacks:
            asked["consequence"] += " " + _("Økta mangler ingen nå.")
        return asked | {
            "question": _("Hvem kan ta %(session)s?") % {"session": session.name},
            "confirm_label": _("Sett på"),
            "ask_url": reverse("staff:gap_ask", args=[session.pk]) if lacks and is_open else "",
        }

    def act(chosen: Candidate, reason: str) -> Shift:
        return cover.fill(
            session, staff=chosen.staff, part=chosen.part, by=request.user, reason=reason
        )

    return _choose(request, ask, act)


@staff_form
def shift_swap(request: StaffRequest, pk: int, shift_pk: int) -> HttpResponse:
    """Let another colleague take a shift over."""
    session = planned_session(request, pk)
    shift = next((one for one in _shifts_of(request, session) if one.pk == shift_pk), None)
    if shift is None:
        messages.error(request, _("Noen har byttet vakten alt. Slik er uka nå."))
        return redirect(to_the_board(request, session))

    def ask() -> dict[str, Any]:
        shifts = _shifts_of(request, session)
        can = candidates.of(session, instead_of=shift, shifts=shifts)
        return _asked(request, session, can, shifts) | {
            "question": _("Hvem tar over for %(name)s?") % {"name": shift.staff},
            "confirm_label": _("Bytt"),
        }

    def act(chosen: Candidate, reason: str) -> Shift:
        return cover.take_over(shift, staff=chosen.staff, by=request.user, reason=reason)

    return _choose(request, ask, act)


def _shifts_of(request: StaffRequest, session: Session) -> list[Any]:
    """Return who works it, with whether they are there; read anew when something is to be done."""
    if request.method != "POST":
        return list(session.shifts.all())
    return list(session.shifts.with_presence().select_related("staff"))


def _choose(
    request: StaffRequest,
    ask: Callable[[], dict[str, Any]],
    act: Callable[[Candidate, str], Shift],
) -> HttpResponse:
    """Show those who can be asked; carry out `act` with the one whose button was pressed.

    Where somebody would pass a limit of working time, a leader writes why beside the buttons.
    """
    asked: dict[str, Any] = {}
    form = ReasonForm(request.POST) if "reason" in request.POST else None

    def asking() -> dict[str, Any]:
        asked.update(ask())
        return dict(asked)

    def acting() -> Shift:
        wanted = row_key(request.POST.get("staff", ""))
        chosen = [one for one in asked["candidates"] if one.staff.pk == wanted]
        if not chosen:
            raise RuleBroken(_("Velg noen som jobber i teamet."))
        return act(chosen[0], form.cleaned_data["reason"] if form else "")

    return ask_first(
        request, asking, acting, form=form,
        said=lambda shift: _("%(name)s har vakt.") % {"name": shift.staff},
    )  # fmt: skip


def _asked(
    request: StaffRequest, session: Session, can: list[Candidate], shifts: list[Any]
) -> dict[str, Any]:
    """Return what the page says; its facts are what an old tab is compared with."""
    when = f"{weekday_date(session.starts_at)} {clock(session.starts_at)}–{clock(session.ends_at)}"
    said = f"{session.name}, {when}, {session.place}."
    if names := [str(one.staff) for one in shifts if one.is_there]:
        said += " " + _("På vakt: %(names)s.") % {"names": ", ".join(names)}
    past, may_go_on = any(one.passes for one in can), holds(request, session.team, LEADING)
    asks = past and not may_go_on and not request.htmx
    return {
        "template": TEMPLATE,
        **frame(request),
        "consequence": said,
        "candidates": can,
        "may_go_on": may_go_on,
        "team_slug": session.team.slug,
        "reason": ReasonForm() if past and may_go_on else None,
        "whom_to_ask": whom_to_ask(session.team, by=request.user) if asks else "",
        "version": session.revision,
        "back_url": to_the_board(request, session),
        "facts": (
            session.pk,
            session.revision,
            sorted((one.pk, one.is_there) for one in shifts),
            sorted((one.staff.pk, one.cannot, one.unwise) for one in can),
        ),
    }
