"""Copying a session to several days, ticked in a small calendar."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import Session
from activities.planning import conflicts, copies
from payouts.budgets import replanning
from portals.staff.planning.making import outlook
from portals.staff.planning.making.copies_forms import CopyForm
from portals.staff.planning.session_fields_forms import MOST_SENTENCES, shortened
from portals.staff.shared.own_rows import for_team, own_session
from portals.staff.shared.page_access import StaffRequest, staff_form
from portals.staff.shared.pages import form_page


@staff_form
def session_copy(request: StaffRequest, pk: int) -> HttpResponse:
    """Make a draft like this one on each of the days that are ticked."""
    session = own_session(request, pk)
    form = CopyForm(request.POST or None, session=session)

    def act() -> HttpResponse:
        done = replanning.copy_to(session, by=request.user, **form.decided())
        _say_what_was_made(request, done)
        if len(done.made) == 1:
            return redirect("staff:sheet", done.made[0].pk)
        if not done.made:
            return redirect("staff:sheet", done.there[0].pk)
        first = timezone.localdate(done.made[0].starts_at)
        return redirect(for_team("staff:week", session.team, monday=first))

    return form_page(
        request, form, act, title=_("Kopier økta"), lead=session.name,
        template="portals/staff/planning/session_copy.html",
        submit_label=_("Lag utkast"), back_url=reverse("staff:sheet", args=[pk]),
    )  # fmt: skip


def _say_what_was_made(request: StaffRequest, done: copies.Copies) -> None:
    """Say how many, name the days that had it already, and what is booked twice."""
    if count := len(done.made):
        said = ngettext(
            "Kopien er et utkast. Åpne den når den er klar.",
            "%(n)s kopier er laget. De er utkast til du åpner dem.",
            count,
        )
        messages.success(request, said % {"n": count})
    there = _("%(day)s er den lagt inn fra før.")
    for sentence in shortened([there % {"day": _day(one)} for one in done.there], most=7):
        messages.info(request, sentence)
    for off in filter(None, map(outlook.day_off, done.made)):
        messages.info(request, off)
    if done.made:
        found = conflicts.foreseen_in_all(done.made, resources=done.made[0].resources.all())
        sentences = [f"{_day(one)}: {words}" for one, words in found]
        for sentence in shortened(sentences, most=MOST_SENTENCES):
            messages.warning(request, sentence)


def _day(session: Session) -> str:
    return f"{timezone.localtime(session.starts_at):%d.%m.}"
