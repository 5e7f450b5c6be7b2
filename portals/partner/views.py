"""The partners' portal: what they lease, what they can lease, and what they pay."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from core.errors import RuleBroken
from core.hidden_fields import FIELD, Changed, digest
from leasing import billing, stripe_gateway
from leasing import leases as leasing
from leasing.forms import LeaseForm
from leasing.models import GardenOffer, Invoice, Lease, LeasedGarden, Partner
from leasing.partners import person_to_call
from portals import forbidden, refusals

MOST_VISITS_SHOWN = 60
RETURNED = "tilbake"
PAGES = {"leasing.gardenoffer": ("partner:garden", gettext_lazy("Se den ledige"))}
"""The page of what a refusal names."""


def for_contacts(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in those who act for a partner, and give the view their partners."""

    @wraps(view)
    @login_required
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        partners = list(Partner.objects.visible_to(request.user).select_related("team"))
        if not partners:
            return forbidden.forbidden(request)
        return view(request, partners, *args, **kwargs)

    return inner


@require_GET
@for_contacts
def home(request: HttpRequest, partners: list[Partner]) -> HttpResponse:
    """Show what is leased, what to do next and whom to call."""
    context = {
        "partners": partners,
        "leases": [lease for lease in _leases_of(request) if _is_current(lease)],
        "unpaid": list(Invoice.objects.visible_to(request.user).unpaid().order_by("pay_by")),
    }
    return _page(request, "home", partners[0], context)


@require_GET
@for_contacts
def gardens(request: HttpRequest, partners: list[Partner]) -> HttpResponse:
    """Show every garden on offer, the free ones first."""
    today = timezone.localdate()
    offers = sorted(
        GardenOffer.objects.with_free_from(today),
        key=lambda offer: (offer.leased_until or today, offer.garden.number or 0, offer.pk),
    )
    return _page(request, "gardens", partners[0], {"offers": offers})


@require_GET
@for_contacts
def garden(request: HttpRequest, partners: list[Partner], offer_id: int) -> HttpResponse:
    """Show one garden, and ask from when and for how long."""
    offer = _offer(offer_id)
    first_day = offer.leased_until or timezone.localdate()
    form = None
    if first_day <= leasing.last_start():
        form = LeaseForm(partners=partners, initial={"starts_on": first_day, "months": 12})
    return _page(request, "garden", partners[0], {"offer": offer, "form": form})


@require_http_methods(["GET", "POST"])
@for_contacts
def agree(request: HttpRequest, partners: list[Partner], offer_id: int) -> HttpResponse:
    """Show what it comes to, and agree on a second tap."""
    offer = _offer(offer_id)
    form = LeaseForm(request.POST if request.method == "POST" else request.GET, partners=partners)
    if not form.is_valid():
        return _page(request, "garden", partners[0], {"offer": offer, "form": form})
    wanted = {key: form.cleaned_data[key] for key in ("starts_on", "months")}
    partner = form.chosen_partner()
    try:
        if request.method == "POST":
            try:
                made = leasing.lease(
                    [offer],
                    partner=partner,
                    by=cast(User, request.user),
                    shown=request.POST.get(FIELD, ""),
                    **wanted,
                )
            except Changed as changed:
                messages.error(request, changed.message)
                offer = _offer(offer_id)
            else:
                said = _("Takk! Avtalen er klar. Vi ringer og avtaler levering.")
                messages.success(request, said)
                return redirect("partner:lease", made.pk)
        terms = leasing.terms([offer], **wanted)
    except RuleBroken as rule:
        form.add_error(None, _in_words(rule, partner))
        return _page(request, "garden", partners[0], {"offer": offer, "form": form})
    form.hide()
    context = {
        "offer": offer,
        "partner": partner,
        "terms": terms,
        "shown": digest(*leasing.facts(terms, offers=[offer], partner=partner)),
        "days_to_pay": billing.DAYS_TO_PAY,
        "form": form,
        "base_template": "base_partner.html",
        "question": _("Vil dere leie «%(garden)s»?") % {"garden": offer.title},
        "confirm_label": _("Ja, vi leier"),
        "back_url": reverse("partner:garden", args=[offer.pk]),
    }
    return _page(request, "agree", partner, context)


@require_GET
@for_contacts
def leases(request: HttpRequest, partners: list[Partner]) -> HttpResponse:
    """Show every lease, also the ended ones, with its invoices."""
    everything = _leases_of(request)
    context = {
        "current": [lease for lease in everything if _is_current(lease)],
        "past": [lease for lease in everything if not _is_current(lease)],
    }
    return _page(request, "leases", partners[0], context)


@require_GET
@for_contacts
def lease(request: HttpRequest, partners: list[Partner], lease_id: int) -> HttpResponse:
    """Show one lease: its gardens, its invoices, and when they were looked after."""
    found = get_object_or_404(_leases_of(request), pk=lease_id)
    titles = {leased.garden_id: leased.title for leased in found.gardens.all()}
    visits = list(found.care_visits()[:MOST_VISITS_SHOWN])
    for visit in visits:
        visit.title = titles[visit.work_id]
    context = {"lease": found, "is_current": _is_current(found), "visits": visits}
    return _page(request, "lease", found.partner, context)


@require_GET
@for_contacts
def invoice(request: HttpRequest, partners: list[Partner], number: int) -> HttpResponse:
    """Show one invoice, to pay or to print. Coming back from a payment proves nothing."""
    found = _invoice(request, number)
    gardens = list(found.lease.gardens.with_last_care().order_by("pk"))
    context = {
        "invoice": found,
        "paid_back_ore": found.paid_back_ore,
        "gardens": gardens,
        "starts_on": gardens[0].starts_on,
        "ends_on": leasing.end_of(gardens[0].starts_on, months=found.lease.months),
        "sender": settings.LEASE_INVOICE_SENDER or found.lease.partner.team.name,
        "bank_account": settings.LEASE_BANK_ACCOUNT,
        "can_pay_by_card": stripe_gateway.is_configured(),
        "came_back": RETURNED in request.GET and not found.is_paid,
    }
    return _page(request, "invoice", found.lease.partner, context)


@require_POST
@for_contacts
def pay(request: HttpRequest, partners: list[Partner], number: int) -> HttpResponse:
    """Go to Stripe to pay what is owed."""
    found = _invoice(request, number)
    page = reverse("partner:invoice", args=[found.number])
    whole = request.build_absolute_uri(page)
    if not stripe_gateway.is_configured():
        messages.info(request, _("Kortbetaling er ikke slått på. Betal i banken."))
        return redirect(page)
    try:
        address = billing.start_checkout(
            found, success_url=f"{whole}?{RETURNED}=1", cancel_url=whole
        )
    except RuleBroken as rule:
        messages.info(request, _in_words(rule, found.lease.partner))
        return redirect(page)
    return HttpResponseRedirect(address, status=303)  # what Stripe asks for after a form


def _in_words(rule: RuleBroken, partner: Partner) -> str:
    """Return a refusal with the page of the garden that it names, and whom to call."""
    return refusals.in_words(rule, pages=PAGES, ask=person_to_call(partner))


def _leases_of(request: HttpRequest) -> Any:
    gardens = LeasedGarden.objects.with_last_care().order_by("pk")
    return (
        Lease.objects.visible_to(request.user)
        .with_period()
        .select_related("partner__team")
        .prefetch_related(
            Prefetch("gardens", gardens), Prefetch("invoices", Invoice.objects.with_paid())
        )
    )


def _is_current(lease: Any) -> bool:
    """Tell whether the lease runs or is still to come."""
    return lease.state == Lease.State.RUNNING and lease.ends_on > timezone.localdate()


def _offer(offer_id: int) -> Any:
    offers = GardenOffer.objects.with_free_from(timezone.localdate())
    return get_object_or_404(offers, pk=offer_id)


def _invoice(request: HttpRequest, number: int) -> Invoice:
    invoices = Invoice.objects.visible_to(request.user).with_paid()
    return get_object_or_404(invoices.select_related("lease__partner__team"), number=number)


def _page(
    request: HttpRequest, name: str, partner: Partner, context: dict[str, Any]
) -> HttpResponse:
    """Show the template `portals/partner/<name>.html`, with the person whom `partner` can call."""
    context["help_contact"] = person_to_call(partner)
    return render(request, f"portals/partner/{name}.html", context)
