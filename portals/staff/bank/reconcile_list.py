"""What went to the bank and nobody has heard of, as a list: one row a payment."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from core.templatetags.formats import short_date
from portals.staff.shared.columns import Acts, Cell, Day, Money, Name, Number, on_a_phone
from portals.staff.shared.lists import List


class PaymentList(List):
    """Payments (`bank.payments`) under way, in order, `count` of them on all pages.

    `holding` are the keys of the teams that I hold money for.
    """

    counts = ngettext_lazy("%(n)s utbetaling", "%(n)s utbetalinger", "n")

    name = Name(
        gettext_lazy("Navn"), accessor="first__earning__participant__chosen_name",
        page="staff:participant", key="first__earning__participant__pk", beside=True,
    )  # fmt: skip
    ore = Money(gettext_lazy("Sum"), accessor="first__payment_ore", narrow="sum")
    acts = Acts("", "portals/staff/bank/parts/payment_acts.html", accessor="first")
    batch = Cell(gettext_lazy("Bunke"), accessor="first__batch__message_id")
    sent_at = Day(
        gettext_lazy("Sendt"), accessor="first__batch__sent_at", words=short_date, narrow="line"
    )
    number = Number(gettext_lazy("Utbetaling"), accessor="first__number", narrow="line")

    class Meta:
        orderable = False

    @property
    def caption(self) -> str:
        """Return how many payments there are on all pages, of which these are one."""
        return self.said_of(self.given["count"])

    def render_batch(self, value: Any, record: Any) -> Any:
        """Lead to the batch that it went with."""
        address = reverse("staff:batch", args=[record.first.batch_id])
        return format_html('<a class="row-link" href="{}">{}</a>', address, value)

    def render_number(self, value: Any) -> Any:
        """Say the number that the bank has too."""
        return format_html("{} {}", on_a_phone(_("utbetaling")), value)

    def row_key(self, record: Any) -> Any:
        """Return by which payout it is named."""
        return record.first.pk
