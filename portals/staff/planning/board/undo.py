"""«Angre»: taking back what one changed last in the plan, all that the press changed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import PLANNING
from activities.models import PlanChange, Session
from core.templatetags.formats import clock, weekday_date
from payouts.earnings import undoing
from portals.staff.shared.own_rows import in_teams
from portals.staff.shared.page_access import StaffRequest, staff_button
from portals.staff.shared.pages import back_to, carry_out


@staff_button
def plan_undo(request: StaffRequest, pk: int) -> HttpResponse:
    """Undo one's own change; a repeat changes nothing. Anybody else's is not there.

    The row of a discarded draft goes with it, as does its sheet, which nobody is sent back to.
    """
    if not PlanChange.objects.filter(pk=pk).exists():
        messages.error(request, _("Det er angret alt, eller for lenge siden. Slik er uka nå."))
        return redirect("staff:week_people")
    own = in_teams(PlanChange.objects.of(request.user), request.user, PLANNING)
    change = get_object_or_404(own, pk=pk)
    drafts = PlanChange.objects.in_press_of(change).filter(verb=PlanChange.Verb.MADE)
    gone = tuple(reverse("staff:sheet", args=[one.session_id]) for one in drafts)
    carry_out(request, lambda: _undo(request, change))
    if request.POST.get("next", "").startswith(gone):
        return redirect("staff:week_people")
    return back_to(request, "staff:week_people")


def _undo(request: StaffRequest, change: PlanChange) -> None:
    """Undo, and say what became of it: of a week that was opened, what stays open and why."""
    done = undoing.undo(change, by=request.user)
    if done is None:
        messages.info(request, _("Det er angret alt. Se hvordan uka er nå."))
        return
    if not done.drafts:
        messages.success(request, _("Angret. Alt er som før."))
        return
    count = len(done.drafts)
    said = ngettext("%(n)s økt er utkast igjen.", "%(n)s økter er utkast igjen.", count)
    said %= {"n": count}
    if done.hear:
        told = ngettext(
            "%(n)s kollega som har fått beskjed, får vite det.",
            "%(n)s kolleger som har fått beskjed, får vite det.",
            done.hear,
        )
        said += " " + told % {"n": done.hear}
    messages.success(request, said)
    for session, broken in done.kept:
        words = {
            "session": session.name, "day": weekday_date(session.starts_at),
            "clock": clock(session.starts_at), "why": broken.message,
            "state": session.get_state_display(),
        }  # fmt: skip
        stays = _("%(session)s %(day)s %(clock)s er åpen fortsatt. %(why)s")
        if session.state != Session.State.PUBLISHED:
            stays = _("%(session)s %(day)s %(clock)s er %(state)s nå.")
        messages.info(request, stays % words)
