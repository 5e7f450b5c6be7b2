"""Planning a session: as a draft, or open at once."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from activities.models import Session
from activities.permissions import can_plan
from activities.planning import resources, series_needs, sessions
from activities.staffing import plan_changes
from payouts import session_rates
from portals.staff.planning.making import new_page, outlook
from portals.staff.planning.sessions import say_that_it_is_open
from portals.staff.planning.sessions_forms import SessionForm
from portals.staff.shared.own_rows import allow
from portals.staff.shared.page_access import StaffRequest, staff_form


@staff_form
def session_new(request: StaffRequest) -> HttpResponse:
    """Plan a session. It is a draft until it is opened, which may be at once."""
    form = new_page.form_of(request, SessionForm)
    is_opened = request.POST.get("step") == new_page.OPEN

    @transaction.atomic
    def make() -> tuple[Session, list[str]]:
        values = form.cleaned_data
        allow(can_plan(request.user, values["team"]))
        session = sessions.make(
            values["activity"], team=values["team"], by=request.user, **form.decided()
        )
        resources.assign(session, resources=values.get("resources", []))
        needs = series_needs.Needs(staff=frozenset(values["staff"]))
        reason = values["limit_reason"]
        cannot = series_needs.give(session, needs, by=request.user, reason=reason)
        if form.decides_honorarium:
            session_rates.choose(session, ore=form.chosen_ore, by=request.user)
        if is_opened:
            new_page.open_all(request, [session], beside=cannot)
        else:
            plan_changes.note_made(session, by=request.user)
        return session, cannot

    def act() -> HttpResponse:
        session, cannot = make()
        if is_opened:
            say_that_it_is_open(request, session)
        else:
            messages.success(request, _("Økta er lagret som utkast. Åpne den når den er klar."))
        for sentence in cannot:
            messages.warning(request, sentence)
        if off := outlook.day_off(session):
            messages.info(request, off)
        return redirect("staff:sheet", session.pk)

    return new_page.show(
        request, form, act, title=_("Ny økt"), back_url=reverse("staff:week"),
        open_label=_("Åpne økta"),
    )  # fmt: skip
