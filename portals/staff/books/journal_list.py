"""The vouchers of a month, as a list; nobody is named."""

from typing import Any

from django.utils.translation import gettext_lazy, ngettext_lazy

from core.templatetags.formats import short_day
from ledger import chart
from portals.staff.shared.columns import Cell, Day, Money, Name
from portals.staff.shared.lists import List


class EntryList(List):
    """Vouchers by their number."""

    counts = ngettext_lazy("%(n)s bilag", "%(n)s bilag", "n")

    voucher_number = Name(gettext_lazy("Bilag"))
    at = Day(gettext_lazy("Dag"), words=short_day, narrow="line")
    reason = Cell(gettext_lazy("Hva"), narrow="line")
    accounts = Cell(gettext_lazy("Konto"), accessor="debit", orderable=False, narrow="line")
    person_number = Cell(gettext_lazy("Person"))
    reverses = Cell(gettext_lazy("Retter"), accessor="reverses__voucher_number", orderable=False)
    ore = Money(gettext_lazy("Sum"), narrow="sum")

    def render_accounts(self, record: Any) -> str:
        """Say where the money went, and from where."""
        return f"{chart.words_of(record.debit)} ← {chart.words_of(record.credit)}"
