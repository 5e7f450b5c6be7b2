"""Businesses that lease gardens: who they are, who acts for them, and what came in to the bank."""

from datetime import time

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import HOLDING_BUDGETS, PLANNING, Team
from core.money import kroner
from leasing import billing, leases
from leasing import partners as verbs
from leasing.models import Enquiry, Invoice, Lease, Partner, PartnerContact, Payment
from leasing.permissions import can_manage_partner, can_record_payment
from portals.staff.partners.partners_forms import BankPaymentForm, ContactForm, PartnerForm
from portals.staff.shared.access import allow, own_teams
from portals.staff.shared.fields import moment
from portals.staff.shared.pages import form_page
from portals.staff.shared.views import SEEING_PARTNERS, StaffRequest, staff_form, staff_page

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
        "partners": Partner.objects.filter(team__in=teams).select_related("team"),
        "may_plan": Team.objects.of(request.user, PLANNING).exists(),
    }
    return render(request, "portals/staff/partners/partners.html", context)


def own_partner(request: StaffRequest, pk: int) -> Partner:
    """Return a business that I look after and may change; else 404 or 403."""
    visible = Partner.objects.looked_after_by(request.user).select_related("team")
    found = get_object_or_404(visible, pk=pk)
    allow(can_manage_partner(request.user, found))
    return found


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
        "may_record": Team.objects.of(request.user, HOLDING_BUDGETS)
        .filter(pk=found.team_id)
        .exists(),
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
        to=lambda made: reverse("staff:partner", args=[made.pk]),
        title=_("Ny bedrift"), back_url=reverse("staff:partners"),
    )  # fmt: skip


@staff_form(one_at_a_time=True)
def partner_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change name, number and addresses of a business."""
    found = own_partner(request, pk)
    form = PartnerForm(request.POST or None, teams=[], partner=found)
    back = reverse("staff:partner", args=[found.pk])
    return form_page(
        request, form, lambda: verbs.edit(found, **form.cleaned_data),
        said=_("Lagret."),
        title=_("Endre"), lead=found.name, back_url=back,
    )  # fmt: skip


@staff_form
def partner_invite(request: StaffRequest, pk: int) -> HttpResponse:
    """Invite somebody to act for a business."""
    found = own_partner(request, pk)
    form = ContactForm(request.POST or None)
    back = reverse("staff:partner", args=[found.pk])
    return form_page(
        request, form, lambda: verbs.invite_contact(found, by=request.user, **form.cleaned_data),
        said=lambda _done: _("Vi sender en invitasjon til %(email)s.") % form.cleaned_data,
        title=_("Inviter"), lead=found.name, submit_label=_("Send invitasjon"), back_url=back,
    )  # fmt: skip


@staff_form
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
    return form_page(
        request, form,
        lambda: billing.record_payment(
            invoice, way=Payment.Way.BANK, by=request.user,
            received_at=moment(form.cleaned_data.pop("received_on"), time(12)), **form.cleaned_data,
        ),
        said=lambda _done: _("%(sum)s er ført.") % {"sum": kroner(form.cleaned_data["ore"])},
        title=_("Betaling i banken"),
        lead=_("Faktura %(number)s") % {"number": invoice.number}, submit_label=_("Før betalingen"),
        back_url=back,
    )  # fmt: skip
