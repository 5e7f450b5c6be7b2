"""The vouchers of a month, as a list; nobody is named."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from core.templatetags.formats import short_day
from ledger import chart
from portals.staff.shared.columns import Cell, Day, Money, Name, on_a_phone
from portals.staff.shared.lists import List


class EntryList(List):
    """Vouchers by their number."""

    counts = ngettext_lazy("%(n)s bilag", "%(n)s bilag", "n")

    voucher_number = Name(gettext_lazy("Bilag"))
    at = Day(gettext_lazy("Dag"), words=short_day, narrow="line")
    reason = Cell(gettext_lazy("Hva"), narrow="line")
    accounts = Cell(gettext_lazy("Konto"), accessor="debit", orderable=False, narrow="line")
    person_number = Cell(gettext_lazy("Person"))
    reverses = Cell(
        gettext_lazy("Retter"), accessor="reverses__voucher_number", orderable=False, narrow="next"
    )
    ore = Money(gettext_lazy("Sum"), narrow="sum")

    def render_reverses(self, value: Any, record: Any) -> Any:
        """Say which voucher it corrects, and on a phone by which number the books know a person."""
        person, somebody, corrects = record.person_number, _("person"), _("retter")
        words = [f"{somebody} {person}"] if person else []
        said = on_a_phone(" · ".join([*words, f"{corrects} "] if value else words))
        return format_html("{}{}", said, value or "") if words or value else ""

    def render_accounts(self, record: Any) -> str:
        """Say where the money went, and from where."""
        return f"{chart.words_of(record.debit)} ← {chart.words_of(record.credit)}"
