"""What we do with a business: answer it, let its people in and out, end what it leases."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from core.money import kroner
from core.templatetags.formats import short_date
from leasing import leases, partners
from leasing.models import Enquiry, Lease, Partner, PartnerContact
from leasing.permissions import can_answer_enquiry, can_manage_partner
from portals.staff.partners.partners_forms import AnswerForm, OtherAnswerForm
from portals.staff.shared.access import allow
from portals.staff.shared.pages import ask_first, carry_out, form_page, rules_on
from portals.staff.shared.views import StaffRequest, staff_button, staff_form


# --- What a business wrote -------------------------------------------------------------
@staff_form
def enquiry_answer(request: StaffRequest, pk: int) -> HttpResponse:
    """Answer an enquiry by taking the business in and inviting who wrote."""
    enquiry = _own_enquiry(request, pk)
    initial = {"organisation_number": enquiry.organisation_number}
    form = AnswerForm(request.POST or None, initial=initial)
    return form_page(
        request, form,
        lambda: partners.answer_enquiry(enquiry, by=request.user, **form.cleaned_data),
        said=_("Invitasjonen er sendt til %(email)s.") % {"email": enquiry.email},
        to=lambda contact: reverse("staff:partner", args=[contact.partner_id]),
        title=enquiry.company, lead=f"{enquiry.name}, {enquiry.email}",
        notice=enquiry.message, submit_label=_("Ta inn og inviter"), enquiry=enquiry,
        back_url=reverse("staff:partners"), template="portals/staff/partners/enquiry_answer.html",
    )  # fmt: skip


@staff_form
def enquiry_other(request: StaffRequest, pk: int) -> HttpResponse:
    """Answer an enquiry otherwise than by inviting: we have talked, or it cannot be now."""
    enquiry = _own_enquiry(request, pk)
    form = OtherAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with rules_on(form):
            answered = partners.answer_otherwise(enquiry, by=request.user, **form.cleaned_data)
            said = _("Svaret er skrevet ned.")
            if answered.answer_by_email:
                said = _("E-posten til %(email)s er på vei.") % {"email": enquiry.email}
            messages.success(request, said)
            return redirect("staff:partners")
    return form_page(
        request, form, title=_("Svar %(company)s") % {"company": enquiry.company},
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
        lambda: partners.open_again(enquiry),
        said=_("%(company)s venter på svar igjen.") % {"company": enquiry.company},
    )
    return redirect("staff:partners")


def _own_enquiry(request: StaffRequest, pk: int) -> Enquiry:
    enquiry = get_object_or_404(Enquiry.objects.visible_to(request.user), pk=pk)
    allow(can_answer_enquiry(request.user, enquiry))
    return enquiry


# --- Who acts for it ---------------------------------------------------------------------
@staff_button
def contact_invite(request: StaffRequest, pk: int) -> HttpResponse:
    """Send the letter once more, or let somebody in again who acted for the business before."""
    contact = _own_contact(request, pk)
    user = contact.user
    carry_out(
        request,
        lambda: partners.invite_contact(
            contact.partner, email=user.email, name=str(user), by=request.user
        ),
        said=_("Invitasjonen er sendt til %(email)s.") % {"email": user.email},
    )
    return redirect("staff:partner", contact.partner_id)


@staff_form
def contact_end(request: StaffRequest, pk: int) -> HttpResponse:
    """Stop letting somebody act for a business."""
    contact = _own_contact(request, pk)
    back = reverse("staff:partner", args=[contact.partner_id])

    def ask() -> dict[str, Any]:
        left = contact.partner.contacts.filter(ended_at__isnull=True).exclude(pk=contact.pk)
        consequence = _("Avtaler og fakturaer blir som de er. Du kan slippe personen inn igjen.")
        if not left.exists():
            consequence = (
                _("Da har bedriften ingen som kan logge inn. Inviter en annen etterpå.")
                + " "
                + consequence
            )
        return {
            "question": _("Skal %(name)s ikke lenger logge inn for %(company)s?")
            % {"name": contact.user, "company": contact.partner.name},
            "consequence": consequence, "confirm_label": _("Ta bort"), "back_url": back,
        }  # fmt: skip

    return ask_first(
        request, ask, lambda: partners.end_contact(contact, by=request.user), row=contact,
        said=_("%(name)s er tatt bort.") % {"name": contact.user},
    )  # fmt: skip


def _own_contact(request: StaffRequest, pk: int) -> PartnerContact:
    visible = Partner.objects.looked_after_by(request.user)
    found = PartnerContact.objects.filter(partner__in=visible).select_related("user", "partner")
    contact = get_object_or_404(found, pk=pk)
    allow(can_manage_partner(request.user, contact.partner))
    return contact


# --- What it leases ------------------------------------------------------------------------
@staff_form
def lease_end(request: StaffRequest, pk: int) -> HttpResponse:
    """End a lease today, before its time."""
    lease = _own_lease(request, pk)

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
            "confirm_label": _("Avslutt avtalen"), "back_url": _page_of(lease),
        }  # fmt: skip

    return ask_first(
        request, ask, lambda: leases.end(lease, by=request.user), row=lease,
        said=_("Avtalen er avsluttet."),
    )  # fmt: skip


@staff_form
def lease_run_on(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a lease that was ended too soon run on as agreed."""
    lease = _own_lease(request, pk)

    def ask() -> dict[str, Any]:
        last = max(leases.end_of(one.starts_on, months=lease.months) for one in lease.gardens.all())
        return {
            "question": _("Skal %(company)s leie videre?") % {"company": lease.partner},
            "consequence": _("%(gardens)s er deres igjen, fram til %(day)s.")
            % {"gardens": _gardens_of(lease), "day": short_date(last)},
            "facts": leases.facts_of_end(lease), "color": "spruce",
            "confirm_label": _("Ja, avtalen gjelder"), "back_url": _page_of(lease),
        }  # fmt: skip

    return ask_first(
        request, ask, lambda: leases.resume(lease), said=_("Avtalen gjelder igjen."), row=lease
    )  # fmt: skip


def _own_lease(request: StaffRequest, pk: int) -> Lease:
    visible = Partner.objects.looked_after_by(request.user)
    found = Lease.objects.filter(partner__in=visible).select_related("partner")
    lease = get_object_or_404(found, pk=pk)
    allow(can_manage_partner(request.user, lease.partner))
    return lease


def _gardens_of(lease: Lease) -> str:
    """Return the names of the gardens, as the business reads them."""
    gardens = lease.gardens.select_related("garden").prefetch_related("garden__makers")
    return get_text_list([f"«{one.title}»" for one in gardens], _("og"))


def _page_of(lease: Lease) -> str:
    return reverse("staff:partner", args=[lease.partner_id])
