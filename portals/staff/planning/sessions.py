"""Planning: edit, open, cancel and close a session, and who works it."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import LEADING, Team
from activities.models import Session, Shift, SignUp
from activities.permissions import can_close_session
from activities.planning import resources, sessions
from activities.staffing import cover, over_limits, shift_notices
from core.money import kroner
from core.templatetags.formats import clock, weekday_date
from payouts import session_rates
from payouts.budgets import replanning
from payouts.earnings import promises
from payouts.models import Earning
from portals.staff.planning.sessions_forms import CancelForm, SessionForm, ShiftForm
from portals.staff.shared.own_rows import allow, own_session
from portals.staff.shared.page_access import StaffRequest, staff_button, staff_form
from portals.staff.shared.pages import ask_first, back_to, carry_out, form_page, what_was_shown
from portals.staff.shared.people_rows import how_many
from portals.staff.shared.session_money import SessionMoney


def _who_is_told(session: Session, *, coming: int) -> str:
    """Say how many were coming and waiting, all of whom are told; nobody is told of a draft."""
    if session.is_drawn_back:
        return _("Den er trukket tilbake, så ingen utenfor ser at den blir avlyst.")
    line = session.signups.filter(state=SignUp.State.IN_LINE).count()
    if session.state == Session.State.DRAFT or not coming + line:
        return _("Ingen har sagt at de kommer.")
    found = []
    if coming:
        found.append(ngettext("%(n)s skulle komme.", "%(n)s skulle komme.", coming) % {"n": coming})
    if line:
        found.append(ngettext("%(n)s står i køen.", "%(n)s står i køen.", line) % {"n": line})
    return " ".join([*found, ngettext("Personen får beskjed.", "Alle får beskjed.", coming + line)])


def _when(session: Session) -> str:
    """Return «Tirsdag 3. mars 12.00.»: many sessions have the same name."""
    return f"{capfirst(weekday_date(session.starts_at))} {clock(session.starts_at)}."


def say_that_it_is_open(request: StaffRequest, session: Session) -> None:
    """Say that `session` was opened, and the sum that is set aside for it."""
    reserved = SessionMoney(own_session(request, session.pk)).reserved_ore
    said = _("Økta er åpen. %(sum)s er holdt av.") % {"sum": kroner(reserved)}
    messages.success(request, said if reserved else _("Økta er åpen."))


def _sheet_of(session: Session) -> str:
    return reverse("staff:sheet", args=[session.pk])


@staff_form(one_at_a_time=True)
def session_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a draft or an open session."""
    session = own_session(request, pk)
    paying = list(Team.objects.of(request.user, LEADING))
    form = SessionForm(request.POST or None, teams=[session.team], paying=paying, session=session)

    @transaction.atomic
    def act() -> None:
        row = replanning.edit(session, by=request.user, **form.decided())
        if (row.starts_at, row.ends_at) != (session.starts_at, session.ends_at):
            reason = form.cleaned_data["limit_reason"]
            over_limits.settle_moved(row, by=request.user, reason=reason)
        resources.assign(session, resources=form.cleaned_data.get("resources", []))
        if form.decides_honorarium:
            session_rates.choose(session, ore=form.chosen_ore, by=request.user)

    return form_page(
        request, form, act, said=_("Økta er endret."),
        title=_("Endre økta"), lead=session.name, back_url=_sheet_of(session),
    )  # fmt: skip


@staff_button
def session_publish(request: StaffRequest, pk: int) -> HttpResponse:
    """Open the session, with its honoraria reserved."""
    session = own_session(request, pk)
    shown = what_was_shown(request)
    if carry_out(request, lambda: promises.offer(session, by=request.user, shown=shown)):
        say_that_it_is_open(request, session)
    return redirect("staff:sheet", session.pk)


@staff_form
def session_cancel(request: StaffRequest, pk: int) -> HttpResponse:
    """Cancel, with a reason that those who were coming read."""
    session = own_session(request, pk)
    around = sessions.sms_without_the_reason(session, by=request.user)
    form = CancelForm(request.POST or None, around=around)
    question, label = _("Avlyse %(session)s?"), _("Avlys økta")
    if session.has_ended:
        question, label = _("Ble det ikke noe av %(session)s?"), _("Ja, den ble avlyst")

    def ask() -> dict[str, Any]:
        money = SessionMoney(session)
        coming = list(session.signups.coming().order_by("pk").values_list("pk", flat=True))
        consequence = f"{_when(session)} {_who_is_told(session, coming=len(coming))}"
        if money.rate_ore and coming:
            consequence += " " + _("De får %(sum)s hver likevel, fordi det er vi som avlyser.") % {
                "sum": kroner(money.rate_ore)
            }
        if session.is_drawn_back and (
            knowing := shift_notices.who_knows(session, but=request.user)
        ):
            consequence += " " + ngettext(
                "%(n)s kollega som har hørt om vakten, får vite det.",
                "%(n)s kolleger som har hørt om vakten, får vite det.",
                knowing,
            ) % {"n": knowing}
        if session.published_at:
            consequence += " " + _("Det kan ikke angres.")
        return {
            "question": question % {"session": session.name},
            "consequence": consequence, "facts": (coming, session.starts_at),
            "confirm_label": label, "back_url": _sheet_of(session),
        }  # fmt: skip

    def act() -> HttpResponse:
        promises.cancel(session, reason=form.cleaned_data["reason"], by=request.user)
        told = session.signups.exclude(state=SignUp.State.NOT_NOW).exists()
        said = _("Økta er avlyst. De som skulle komme, får beskjed.")
        messages.success(request, said if told else _("Økta er avlyst."))
        return redirect("staff:sheet", session.pk)

    return ask_first(request, ask, act, form=form, row=session)


@staff_form
def session_close(request: StaffRequest, pk: int) -> HttpResponse:
    """Close the session, which approves the honoraria of those who took part."""
    session = own_session(request, pk)
    allow(can_close_session(request.user, session))

    def ask() -> dict[str, Any]:
        money = SessionMoney(session)
        consequence = f"{session.name}. {_when(session)} {how_many(session)}"
        label = _("Gjør ferdig")
        if money.earned_ore:
            total = {"sum": kroner(money.earned_ore)}
            consequence += " " + _("%(sum)s blir klart til utbetaling.") % total
            label = _("Gjør ferdig, godkjenn %(sum)s") % total
        return {
            "question": _("Er økta ferdig?"), "consequence": consequence,
            "confirm_label": label, "back_url": _sheet_of(session),
        }  # fmt: skip

    def act() -> HttpResponse:
        promises.close(session, by=request.user)
        is_paid = session.earnings.filter(state=Earning.State.APPROVED).exists()
        said = _("Økta er ferdig. Honorarene er på vei.")
        messages.success(request, said if is_paid else _("Økta er ferdig."))
        return redirect("staff:sheet", session.pk)

    return ask_first(request, ask, act, row=session)


@staff_form
def shift_assign(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a colleague, or oneself, on the session."""
    session = own_session(request, pk)
    form = ShiftForm(request.POST or None, session=session)
    return form_page(
        request, form, lambda: cover.put_on(session, by=request.user, **form.cleaned_data),
        said=lambda shift: _("%(name)s har vakt.") % {"name": shift.staff},
        title=_("Sett på vakt"), lead=f"{session.name}. {_when(session)}",
        submit_label=_("Sett på"), back_url=_sheet_of(session),
    )  # fmt: skip


@staff_button
def shift_unassign(request: StaffRequest, pk: int, shift_pk: int) -> HttpResponse:
    """Take somebody off the session; a repeat changes nothing."""
    session = own_session(request, pk)
    shift = Shift.objects.filter(pk=shift_pk, session=session).select_related("staff").first()
    if shift:
        carry_out(
            request,
            lambda: cover.take_off(shift, by=request.user),
            said=_("%(name)s er tatt av vakten.") % {"name": shift.staff},
        )
    return back_to(request, "staff:sheet", session.pk)
