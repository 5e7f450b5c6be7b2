"""The list of businesses: what each leases now, and until when."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy, ngettext_lazy

from core.templatetags.formats import short_date
from portals.staff.shared.columns import Cell, Day, Name, Number
from portals.staff.shared.lists import List


def _day_before(ends_on: date) -> str:
    return short_date(ends_on - timedelta(days=1))


class PartnerList(List):
    """Businesses, from `PartnerQuerySet.with_leased`."""

    counts = ngettext_lazy("%(n)s bedrift", "%(n)s bedrifter", "n")

    name = Name(gettext_lazy("Bedrift"), page="staff:partner")
    team = Cell(gettext_lazy("Team"), narrow="line", order_by="team__name")
    leased = Number(gettext_lazy("Leide minihager"), narrow="end")
    leased_until = Day(gettext_lazy("Leier til"), words=_day_before)
    invoice_email = Cell(gettext_lazy("E-post for faktura"))

    search_label = gettext_lazy("Navn eller organisasjonsnummer")
    searched = ("name",)
    known_by = ("organisation_number",)

    def render_leased(self, value: int) -> str:
        """Say how many gardens, or nothing."""
        return str(value) if value else ""
