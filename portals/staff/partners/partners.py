"""Businesses that lease gardens: who they are, who acts for them, what they lease and have paid."""

from datetime import time
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from accounts.models import HOLDING_BUDGETS, PLANNING, Team
from core.money import kroner
from core.templatetags.formats import short_date
from leasing import billing, leases
from leasing import partners as verbs
from leasing.models import Enquiry, Invoice, Lease, Partner, PartnerContact, Payment
from leasing.permissions import can_answer_enquiry, can_manage_partner, can_record_payment
from portals.staff.partners.partners_forms import (
    AnswerForm,
    BankPaymentForm,
    ContactForm,
    OtherAnswerForm,
    PartnerForm,
)
from portals.staff.partners.partners_list import PartnerList
from portals.staff.shared.forms.fields import moment
from portals.staff.shared.own_rows import own_row, own_teams, teams_with
from portals.staff.shared.page_access import (
    SEEING_PARTNERS,
    StaffRequest,
    staff_button,
    staff_form,
    staff_page,
)
from portals.staff.shared.pages import ask_first, carry_out, form_page

MOST_ANSWERED = 20


@staff_page
def partners(request: StaffRequest) -> HttpResponse:
    """List open enquiries and the businesses we look after."""
    teams = own_teams(request.user, SEEING_PARTNERS)
    context = {
        "enquiries": Enquiry.objects.open().filter(team__in=teams),
        "answered": Enquiry.objects.answered_otherwise()
        .filter(team__in=teams)
        .select_related("answered_by")[:MOST_ANSWERED],
        "table": PartnerList(
            request,
            Partner.objects.filter(team__in=teams).select_related("team").with_leased(),
        ),
        "planning": teams_with(request.user, PLANNING),
    }
    return render(request, "portals/staff/partners/partners.html", context)


def _own_partner(request: StaffRequest, pk: int) -> Partner:
    """Return a business that I look after and may change; else 404 or 403."""
    visible = Partner.objects.looked_after_by(request.user).select_related("team")
    return own_row(request, visible, pk, can_manage_partner)


@staff_page
def partner(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one business: contacts, who acted for it before, leases and invoices."""
    teams = Team.objects.of(request.user, SEEING_PARTNERS)
    found = get_object_or_404(
        Partner.objects.filter(team__in=teams)
        .select_related("team")
        .prefetch_related(
            Prefetch("contacts", PartnerContact.objects.select_related("user").order_by("pk")),
            Prefetch("leases", Lease.objects.prefetch_related("gardens__garden")),
        ),
        pk=pk,
    )
    contacts = list(found.contacts.all())
    context = {
        "partner": found,
        "contacts": [one for one in contacts if one.ended_at is None],
        "earlier": [one for one in contacts if one.ended_at is not None],
        "leases": [(one, leases.may_resume(one)) for one in found.leases.all()],
        "invoices": Invoice.objects.filter(lease__partner=found).with_paid(),
        "may_manage": can_manage_partner(request.user, found),
        "may_record": found.team_id in teams_with(request.user, HOLDING_BUDGETS),
    }
    return render(request, "portals/staff/partners/partner.html", context)


@staff_form
def partner_new(request: StaffRequest) -> HttpResponse:
    """Write down a business."""
    teams = own_teams(request.user, PLANNING)
    form = PartnerForm(request.POST or None, teams=teams)
    return form_page(
        request, form,
        lambda: verbs.make(form.cleaned_data.pop("name"), by=request.user, **form.cleaned_data),
        said=lambda made: _("%(name)s er skrevet ned.") % {"name": made.name},
        to=lambda made: _page_of(made.pk),
        title=_("Ny bedrift"), back_url=reverse("staff:partners"),
    )  # fmt: skip


@staff_form(one_at_a_time=True)
def partner_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change name, number and addresses of a business."""
    found = _own_partner(request, pk)
    form = PartnerForm(request.POST or None, teams=[], partner=found)
    return form_page(
        request, form, lambda: verbs.edit(found, **form.cleaned_data),
        said=_("Lagret."),
        title=_("Endre"), lead=found.name, back_url=_page_of(found.pk),
    )  # fmt: skip


@staff_form
def partner_invite(request: StaffRequest, pk: int) -> HttpResponse:
    """Invite somebody to act for a business."""
    found = _own_partner(request, pk)
    form = ContactForm(request.POST or None)
    return form_page(
        request, form, lambda: verbs.invite_contact(found, by=request.user, **form.cleaned_data),
        said=lambda _done: _("Vi sender en invitasjon til %(email)s.") % form.cleaned_data,
        title=_("Inviter"), lead=found.name, submit_label=_("Send invitasjon"),
        back_url=_page_of(found.pk),
    )  # fmt: skip


@staff_form
def invoice_paid(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down what came in to the bank; the same reference counts once."""
    mine = Partner.objects.looked_after_by(request.user)
    rows = Invoice.objects.filter(lease__partner__in=mine).select_related("lease__partner")
    invoice = own_row(request, rows, pk, can_record_payment)
    initial = {"ore": invoice.outstanding_ore or None, "received_on": timezone.localdate()}
    form = BankPaymentForm(request.POST or None, initial=initial)
    return form_page(
        request, form,
        lambda: billing.record_payment(
            invoice, way=Payment.Way.BANK, by=request.user,
            received_at=moment(form.cleaned_data.pop("received_on"), time(12)), **form.cleaned_data,
        ),
        said=lambda _done: _("%(sum)s er ført.") % {"sum": kroner(form.cleaned_data["ore"])},
        title=_("Betaling i banken"),
        lead=_("Faktura %(number)s") % {"number": invoice.number}, submit_label=_("Før betalingen"),
        back_url=_page_of(invoice.lease.partner_id),
    )  # fmt: skip


# --- What a business wrote -------------------------------------------------------------
@staff_form
def enquiry_answer(request: StaffRequest, pk: int) -> HttpResponse:
    """Answer an enquiry by taking the business in and inviting who wrote."""
    enquiry = _own_enquiry(request, pk)
    initial = {"organisation_number": enquiry.organisation_number}
    form = AnswerForm(request.POST or None, initial=initial)
    return form_page(
        request, form,
        lambda: verbs.answer_enquiry(enquiry, by=request.user, **form.cleaned_data),
        said=_("Invitasjonen er sendt til %(email)s.") % {"email": enquiry.email},
        to=lambda contact: _page_of(contact.partner_id),
        title=enquiry.company, lead=f"{enquiry.name}, {enquiry.email}",
        notice=enquiry.message, submit_label=_("Ta inn og inviter"), enquiry=enquiry,
        back_url=reverse("staff:partners"), template="portals/staff/partners/enquiry_answer.html",
    )  # fmt: skip


@staff_form
def enquiry_other(request: StaffRequest, pk: int) -> HttpResponse:
    """Answer an enquiry otherwise than by inviting: we have talked, or it cannot be now."""
    enquiry = _own_enquiry(request, pk)
    form = OtherAnswerForm(request.POST or None)

    def said(answered: Enquiry) -> str:
        if answered.answer_by_email:
            return _("E-posten til %(email)s er på vei.") % {"email": enquiry.email}
        return _("Svaret er skrevet ned.")

    return form_page(
        request, form,
        lambda: verbs.answer_otherwise(enquiry, by=request.user, **form.cleaned_data),
        said=said, to=reverse("staff:partners"),
        title=_("Svar %(company)s") % {"company": enquiry.company},
        lead=f"{enquiry.name}, {enquiry.email}", notice=enquiry.message,
        submit_label=_("Skriv ned svaret"),
        back_url=reverse("staff:enquiry_answer", args=[enquiry.pk]),
    )  # fmt: skip


@staff_button
def enquiry_open_again(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an answer back, so that somebody answers anew."""
    enquiry = _own_enquiry(request, pk)
    carry_out(
        request,
        lambda: verbs.open_again(enquiry),
        said=_("%(company)s venter på svar igjen.") % {"company": enquiry.company},
    )
    return redirect("staff:partners")


def _own_enquiry(request: StaffRequest, pk: int) -> Enquiry:
    return own_row(request, Enquiry.objects.visible_to(request.user), pk, can_answer_enquiry)


# --- Who acts for it ---------------------------------------------------------------------
@staff_button
def contact_invite(request: StaffRequest, pk: int) -> HttpResponse:
    """Send the letter once more, or let somebody in again who acted for the business before."""
    contact = _row_of_own(request, PartnerContact.objects.select_related("user"), pk)
    user = contact.user
    carry_out(
        request,
        lambda: verbs.invite_contact(
            contact.partner, email=user.email, name=str(user), by=request.user
        ),
        said=_("Invitasjonen er sendt til %(email)s.") % {"email": user.email},
    )
    return redirect("staff:partner", contact.partner_id)


@staff_form
def contact_end(request: StaffRequest, pk: int) -> HttpResponse:
    """Stop letting somebody act for a business."""
    contact = _row_of_own(request, PartnerContact.objects.select_related("user"), pk)
    back = _page_of(contact.partner_id)

    def ask() -> dict[str, Any]:
        left = contact.partner.contacts.filter(ended_at__isnull=True).exclude(pk=contact.pk)
        consequence = _("Avtaler og fakturaer blir som de er. Du kan slippe personen inn igjen.")
        if not left.exists():
            alone = _("Da har bedriften ingen som kan logge inn. Inviter en annen etterpå.")
            consequence = f"{alone} {consequence}"
        return {
            "question": _("Skal %(name)s ikke lenger logge inn for %(company)s?")
            % {"name": contact.user, "company": contact.partner.name},
            "consequence": consequence, "confirm_label": _("Ta bort"), "back_url": back,
        }  # fmt: skip

    return ask_first(
        request, ask, lambda: verbs.end_contact(contact, by=request.user), row=contact,
        said=_("%(name)s er tatt bort.") % {"name": contact.user},
    )  # fmt: skip


def _row_of_own(request: StaffRequest, rows: QuerySet[Any], pk: int) -> Any:
    """Return a contact or a lease of a business that I look after and may change."""
    mine = rows.filter(partner__in=Partner.objects.looked_after_by(request.user))
    return own_row(request, mine, pk, can_manage_partner, about="partner")


# --- What it leases ------------------------------------------------------------------------
@staff_form
def lease_end(request: StaffRequest, pk: int) -> HttpResponse:
    """End a lease today, before its time."""
    lease = _row_of_own(request, Lease.objects.all(), pk)

    def ask() -> dict[str, Any]:
        consequence = _("%(gardens)s blir ledig i dag.") % {"gardens": _gardens_of(lease)}
        if rest := sum(invoice.outstanding_ore for invoice in lease.invoices.all()):
            consequence += " " + _("%(sum)s er ikke betalt, og det står. Avtal det med dem.") % {
                "sum": kroner(rest)
            }
        if ahead := leases.paid_ahead(lease):
            consequence += " " + _(
                "De har betalt %(sum)s for tida etter i dag. Pengene blir hos oss til dere har"
                " avtalt om noe skal tilbake. Det kommer på lista i I dag."
            ) % {"sum": kroner(ahead)}
        return {
            "question": _("Avslutte leieavtalen med %(company)s?") % {"company": lease.partner},
            "consequence": consequence, "facts": leases.facts_of_end(lease),
            "confirm_label": _("Avslutt avtalen"), "back_url": _page_of(lease.partner_id),
        }  # fmt: skip

    return ask_first(
        request, ask, lambda: leases.end(lease, by=request.user), row=lease,
        said=_("Avtalen er avsluttet."),
    )  # fmt: skip


@staff_form
def lease_run_on(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a lease that was ended too soon run on as agreed."""
    lease = _row_of_own(request, Lease.objects.all(), pk)

    def ask() -> dict[str, Any]:
        last = max(leases.end_of(one.starts_on, months=lease.months) for one in lease.gardens.all())
        return {
            "question": _("Skal %(company)s leie videre?") % {"company": lease.partner},
            "consequence": _("%(gardens)s er deres igjen, fram til %(day)s.")
            % {"gardens": _gardens_of(lease), "day": short_date(last)},
            "facts": leases.facts_of_end(lease), "color": "spruce",
            "confirm_label": _("Ja, avtalen gjelder"), "back_url": _page_of(lease.partner_id),
        }  # fmt: skip

    return ask_first(
        request, ask, lambda: leases.resume(lease), said=_("Avtalen gjelder igjen."), row=lease
    )  # fmt: skip


def _gardens_of(lease: Lease) -> str:
    """Return the names of the gardens, as the business reads them."""
    gardens = lease.gardens.select_related("garden").prefetch_related("garden__makers")
    return get_text_list([f"«{one.title}»" for one in gardens], _("og"))


def _page_of(partner_id: int) -> str:
    return reverse("staff:partner", args=[partner_id])
