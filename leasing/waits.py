"""What waits for somebody in leasing (docs/waiting.md)."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from activities.staffing.assignees import assignee_in
from leasing.models import Enquiry, Invoice, Lease, LeasedGarden
from leasing.partners import ANSWER_WITHIN, LETTER
from notices import waiting_states
from notices.models import Message, Task
from notices.waiting_states import Waiting

ENDS_WITHIN = timedelta(days=30)
"""How long before its last day a lease is asked about."""


def _letters_lost() -> Any:
    """Return the enquiries whose newest answer by e-mail did not arrive."""
    newest = {
        message.key.split(":")[1]: message.state
        for message in Message.objects.filter(key__startswith=f"{LETTER}:").order_by("pk")
    }
    lost = [number for number, state in newest.items() if state == Message.State.GIVEN_UP]
    return Enquiry.objects.filter(pk__in=lost, answer_by_email=True).select_related("team")


waiting_states.register(
    Waiting(
        name="enquiry_open",
        kind=Task.Kind.ENQUIRY,
        rows=lambda: Enquiry.objects.open().select_related("team"),
        text=lambda one: (
            _("%(company)s vil leie minihage. Svar %(name)s.")
            % {"company": one.company, "name": one.name}
        ),
        person=lambda one: assignee_in(one.team),
        answer_by=lambda one: timezone.localdate(one.created_at) + ANSWER_WITHIN,
        key=lambda one: f"enquiry:{one.pk}",
    ),
    Waiting(
        name="enquiry_letter_lost",
        kind=Task.Kind.TELL,
        rows=_letters_lost,
        text=lambda one: (
            _("E-posten til %(name)s i %(company)s kom ikke fram. Ring og si det.")
            % {"name": one.name, "company": one.company}
        ),
        person=lambda one: assignee_in(one.team),
        comes_again=False,
    ),
    Waiting(
        name="invoice_overdue",
        kind=Task.Kind.FOLLOW_UP,
        rows=lambda: (
            Invoice.objects.unpaid()
            .filter(pay_by__lt=timezone.localdate())
            .select_related("lease__partner__team")
        ),
        text=lambda one: (
            _("%(partner)s har ikke betalt faktura %(number)s. Ring og spør.")
            % {"partner": one.lease.partner.name, "number": one.number}
        ),
        team=lambda one: one.lease.partner.team,
        person=lambda one: assignee_in(one.lease.partner.team),
    ),
    Waiting(
        name="lease_ends_soon",
        kind=Task.Kind.FOLLOW_UP,
        rows=lambda: LeasedGarden.objects.filter(
            state=Lease.State.RUNNING,
            ends_on__gt=timezone.localdate(),
            ends_on__lte=timezone.localdate() + ENDS_WITHIN,
        ).select_related("lease__partner__team", "garden"),
        text=lambda one: (
            _("%(partner)s leier %(garden)s bare en måned til. Spør om de vil fortsette.")
            % {"partner": one.lease.partner.name, "garden": one.garden}
        ),
        team=lambda one: one.lease.partner.team,
        person=lambda one: assignee_in(one.lease.partner.team),
    ),
)
