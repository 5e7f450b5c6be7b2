"""Businesses that lease gardens: enquiries, who acts for them, and what came in to the bank."""

from datetime import time

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import HOLDING_BUDGETS, PLANNING, Team
from core.money import kroner
from leasing import billing
from leasing import partners as verbs
from leasing.models import Enquiry, Invoice, Lease, Partner, PartnerContact, Payment
from leasing.permissions import can_answer_enquiry, can_manage_partner, can_record_payment
from portals.staff.door import (
    SEEING_PARTNERS,
    StaffRequest,
    allow,
    form_page,
    own_teams,
    rules_on,
    staff_page,
)
from portals.staff.forms.fields import moment
from portals.staff.forms.partners import AnswerForm, BankPaymentForm, ContactForm, PartnerForm

form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@staff_page
def partners(request: StaffRequest) -> HttpResponse:
    """List open enquiries and the businesses we look after."""
    teams = own_teams(request.user, SEEING_PARTNERS)
    context = {
        "enquiries": Enquiry.objects.open().filter(team__in=teams),
        "partners": Partner.objects.filter(team__in=teams).select_related("team"),
        "may_plan": Team.objects.of(request.user, PLANNING).exists(),
    }
    return render(request, "portals/staff/partners.html", context)


@require_GET
@staff_page
def partner(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one business: contacts, leases and invoices."""
    teams = Team.objects.of(request.user, SEEING_PARTNERS)
    found = get_object_or_404(
        Partner.objects.filter(team__in=teams)
        .select_related("team")
        .prefetch_related(
            Prefetch(
                "contacts",
                PartnerContact.objects.filter(ended_at__isnull=True).select_related("user"),
            ),
            Prefetch("leases", Lease.objects.prefetch_related("gardens__garden")),
        ),
        pk=pk,
    )
    context = {
        "partner": found,
        "invoices": Invoice.objects.filter(lease__partner=found).with_paid(),
        "may_manage": can_manage_partner(request.user, found),
        "may_record": Team.objects.of(request.user, HOLDING_BUDGETS)
        .filter(pk=found.team_id)
        .exists(),
    }
    return render(request, "portals/staff/partner.html", context)


@form_view
@staff_page
def partner_new(request: StaffRequest) -> HttpResponse:
    """Write down a business."""
    teams = own_teams(request.user, PLANNING)
    form = PartnerForm(request.POST or None, teams=teams)
    if request.method == "POST" and form.is_valid():
        with rules_on(form):
            made = verbs.make(form.cleaned_data.pop("name"), by=request.user, **form.cleaned_data)
            messages.success(request, _("%(name)s er skrevet ned.") % {"name": made.name})
            return redirect("staff:partner", made.pk)
    return form_page(request, form, title=_("Ny bedrift"), back_url=reverse("staff:partners"))


@form_view
@staff_page
def partner_invite(request: StaffRequest, pk: int) -> HttpResponse:
    """Invite somebody to act for a business."""
    visible = Partner.objects.looked_after_by(request.user).select_related("team")
    found = get_object_or_404(visible, pk=pk)
    allow(can_manage_partner(request.user, found))
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with rules_on(form):
            verbs.invite_contact(found, by=request.user, **form.cleaned_data)
            said = _("Invitasjonen er sendt til %(email)s.") % {"email": form.cleaned_data["email"]}
            messages.success(request, said)
            return redirect("staff:partner", found.pk)
    back = reverse("staff:partner", args=[found.pk])
    return form_page(
        request,
        form,
        title=_("Inviter"),
        lead=found.name,
        submit_label=_("Send invitasjon"),
        back_url=back,
    )


@form_view
@staff_page
def enquiry_answer(request: StaffRequest, pk: int) -> HttpResponse:
    """Answer an enquiry by taking the business in and inviting who wrote."""
    enquiry = get_object_or_404(Enquiry.objects.visible_to(request.user), pk=pk)
    allow(can_answer_enquiry(request.user, enquiry))
    initial = {"organisation_number": enquiry.organisation_number}
    form = AnswerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with rules_on(form):
            contact = verbs.answer_enquiry(enquiry, by=request.user, **form.cleaned_data)
            messages.success(
                request, _("Invitasjonen er sendt til %(email)s.") % {"email": enquiry.email}
            )
            return redirect("staff:partner", contact.partner_id)
    return form_page(
        request, form, title=enquiry.company, lead=f"{enquiry.name}, {enquiry.email}",
        notice=enquiry.message, submit_label=_("Ta inn og inviter"),
        back_url=reverse("staff:partners"),
    )  # fmt: skip


@form_view
@staff_page
def invoice_paid(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down what came in to the bank; the same reference counts once."""
    mine = Partner.objects.looked_after_by(request.user)
    invoice = get_object_or_404(
        Invoice.objects.filter(lease__partner__in=mine).select_related("lease__partner"), pk=pk
    )
    allow(can_record_payment(request.user, invoice))
    initial = {"ore": invoice.outstanding_ore or None, "received_on": timezone.localdate()}
    form = BankPaymentForm(request.POST or None, initial=initial)
    back = reverse("staff:partner", args=[invoice.lease.partner_id])
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        with rules_on(form):
            billing.record_payment(
                invoice, way=Payment.Way.BANK, ore=values["ore"], reference=values["reference"],
                by=request.user, received_at=moment(values["received_on"], time(12)),
            )  # fmt: skip
            messages.success(request, _("%(sum)s er ført.") % {"sum": kroner(values["ore"])})
            return redirect(back)
    return form_page(
        request, form, title=_("Betaling i banken"),
        lead=_("Faktura %(number)s") % {"number": invoice.number}, submit_label=_("Før betalingen"),
        back_url=back,
    )  # fmt: skip
