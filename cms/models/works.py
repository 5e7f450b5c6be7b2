"""Works in town: a list, and our own map of where they are."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from activities.models import Work
from cms.models.base import BasePage
from cms.page_content import maps, structured_data
from cms.page_content.shown_people import Showing, with_details
from leasing import hidden_makers


class WorksPage(BasePage):
    """The public works that stand somewhere, on a map and in a list."""

    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "cms/works_page.html"

    class Meta:
        verbose_name = _("verk i byen")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the works with what may be said of them, and the map."""
        context = super().get_context(request, *args, **kwargs)
        cards = context["showing"].cards(self.works)
        context["map"] = maps.draw(cards)
        context["meta"]["json_ld"].extend(
            structured_data.work(card, context["meta"]["canonical"]) for card in cards
        )
        return context

    def showing(self) -> Showing:
        """Return what may be shown of the works."""
        return Showing(works=self.works)

    @cached_property
    def works(self) -> list[Work]:
        """Return the public works that have a place."""
        return list(placed_works())


def placed_works() -> Any:
    """Return the public works that stand somewhere now, with the place and details joined.

    Where a garden stands that a business leases is the business's own.
    """
    return (
        with_details(Work.objects.public())
        .filter(place__isnull=False)
        .exclude(state=Work.State.GONE)
        .exclude(hidden_makers.offered_or_leased())
        .order_by("place__name", "kind", "number", "pk")
    )
