"""The batches of «Til banken» as a list."""

from typing import Any

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from core.templatetags.formats import short_date
from payouts.models import Batch
from portals.staff.shared.columns import Cell, Day, Money, Name
from portals.staff.shared.lists import Filters, List, choice, kinds_in
from portals.staff.shared.page_access import StaffRequest


class BatchList(List):
    """Batches with `ore`, what lies in each."""

    counts = ngettext_lazy("%(n)s bunke", "%(n)s bunker", "n")

    name = Name(
        gettext_lazy("Bunke"), accessor="message_id", page="staff:batch", order_by="pk"
    )  # fmt: skip
    ore = Money(gettext_lazy("Sum"), narrow="sum")
    state = Cell(
        gettext_lazy("Hvor langt"), accessor="get_state_display", words=capfirst,
        narrow="line", order_by="state",
    )  # fmt: skip
    created_at = Day(gettext_lazy("Laget"), words=short_date, narrow="line")
    team = Cell(gettext_lazy("Team"), narrow="line", order_by="team__name")

    @classmethod
    def of(
        cls, request: StaffRequest, batches: QuerySet[Batch], *, teams: list[Any]
    ) -> "BatchList":
        """Return `batches`, narrowed by how far they have come and by team."""
        filters = Filters(
            request, batches,
            tilstand=choice(
                _("Hvor langt"), "state", kinds_in(batches, "state", Batch.State.choices)
            ),
            team=choice(_("Team"), "team__slug", [(one.slug, one.name) for one in teams]),
        )  # fmt: skip
        return cls(request, batches, filters=filters, hidden=() if len(teams) > 1 else ("team",))
