"""Moving a session: the days of its week with what would not fit there, or any day and place."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import LEADING
from activities.models import Session
from activities.planning import moves
from activities.planning.moves import Foreseen
from activities.staffing import over_limits
from core.dates import is_skipped
from core.hidden_fields import digest
from core.templatetags.formats import clock, weekday_date
from payouts.budgets import replanning
from portals.staff.planning.board.back import to_the_board
from portals.staff.planning.board.dragging import frame, planned_session
from portals.staff.planning.board.moving_forms import ONE, AskedForm, MoveForm
from portals.staff.planning.series import say_what_was_kept
from portals.staff.shared.forms.fields import hour_is_not
from portals.staff.shared.forms.over_limit_forms import ReasonForm
from portals.staff.shared.page_access import StaffRequest, holds, staff_form
from portals.staff.shared.pages import form_page


@staff_form(one_at_a_time=True)
def session_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Move a session to another day, clock or place; alone, or with those of its series."""
    session = planned_session(request, pk, rows=Session.objects.with_signup_counts())
    form = MoveForm(
        request.POST or None, session=session, seen=request.POST.get("seen", ""), by=request.user
    )

    def act() -> Any:
        reason = form.cleaned_data["limit_reason"]
        if form.cleaned_data["which"] == ONE:
            return replanning.move(session, by=request.user, limit_reason=reason, **form.decided())
        done = replanning.move_series(
            session, since=form.since(), by=request.user, limit_reason=reason,
            **form.of_the_series(),
        )  # fmt: skip
        say_what_was_kept(request, done)
        for sentence in done.not_put:
            messages.warning(request, sentence)
        return Session.objects.select_related("activity", "place").get(pk=pk)

    is_shown = request.method != "POST" and session.state in Session.EDITABLE
    times = _times(request, session) if is_shown else []
    may_go_on = holds(request, session.team, LEADING)
    asks = ""
    if not may_go_on and not request.htmx and any(one["asks_why"] for one in times):
        asks = over_limits.whom_to_ask(session.team, by=request.user)
    return form_page(
        request, form, act,
        said=lambda row: _("%(session)s er flyttet: %(when)s.") % {
            "session": row.name, "when": _when(row)
        },
        to=lambda row: to_the_board(request, row),
        title=_("Flytt %(session)s") % {"session": session.name},
        lead=_about(session), submit_label=_("Flytt"),
        back_url=to_the_board(request, session),
        template="portals/staff/planning/board/move.html",
        times=times, may_go_on=may_go_on, whom_to_ask=asks, version=session.revision,
        reason_help=ReasonForm.base_fields["reason"].help_text, **frame(request),
    )  # fmt: skip


def _when(session: Session) -> str:
    times = f"{clock(session.starts_at)}–{clock(session.ends_at)}"
    return f"{weekday_date(session.starts_at)} {times}, {session.place}"


def _about(session: Any) -> str:
    """Return when and where it is now, how many reckon with it, and that they are told."""
    said = f"{capfirst(_when(session))}."
    if coming := session.coming_count:
        said += " " + ngettext("%(n)s kommer.", "%(n)s kommer.", coming) % {"n": coming}
    if coming + session.line_count and session.state == Session.State.PUBLISHED:
        said += " " + _("De som kommer, får beskjed når dag, klokkeslett eller sted blir et annet.")
    return f"{said} {_who_is_told(session)}"


def _who_is_told(session: Session) -> str:
    """Say which colleagues hear of a move by a message; of a draft nobody does."""
    if session.state != Session.State.PUBLISHED:
        return _("Det er et utkast, så ingen får beskjed.")
    there = [str(one.staff) for one in session.staff_there]
    if not there:
        return _("Ingen kolleger er satt på.")
    return _("%(names)s får beskjed.") % {"names": ", ".join(there)}


def _times(request: StaffRequest, session: Session) -> list[dict[str, Any]]:
    """Return times it may move to, each with what would not fit and the digest of that.

    They are the other days of its week; or the one time that the address asks for, which is how
    the board knows of it while a bar is dragged along the hours.
    """
    asked = AskedForm(request.GET)
    if asked.is_valid():
        starts, ends = asked.cleaned_data["starts_at"], asked.cleaned_data["ends_at"]
        options = [moves.moved(session, starts_at=starts, ends_at=ends, place=session.place)]
    else:
        options = moves.week_of(session)
    if not options:
        return []
    return [
        _time(one, found, by_hour=asked.is_valid(), held=session)
        for one, found in zip(options, moves.foreseen(session, options=options), strict=True)
    ]


def _time(there: Session, foreseen: Foreseen, *, by_hour: bool, held: Session) -> dict[str, Any]:
    """Return one time. What goes on may get another end, and nothing a beginning that is past."""
    starts, ends = timezone.localtime(there.starts_at), timezone.localtime(there.ends_at)
    found, is_over = foreseen.sentences, starts <= timezone.now()
    is_there = not (is_skipped(starts) or is_skipped(ends))
    if by_hour and starts == timezone.localtime(held.starts_at).replace(second=0, microsecond=0):
        is_over = ends <= timezone.now()
    return {
        "key": f"{starts:%Y-%m-%dT%H:%M}/{ends:%H:%M}" if by_hour else f"{starts:%Y-%m-%d}",
        "words": f"{weekday_date(starts)} {clock(starts)}–{clock(ends)}"
        if by_hour else weekday_date(starts),
        "starts": starts, "ends": ends, "seen": digest(*found), "may_go": is_there and not is_over,
        "found": [
            *([_("Den tida er over.")] if is_over else []),
            *([] if is_there else [hour_is_not()]),
            *found,
        ],
        "asks_why": bool(foreseen.limits),
    }  # fmt: skip
