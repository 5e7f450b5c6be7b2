"""What a business can lease, and the form in which it asks."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cms.models.base import PageWithBody
from cms.page_content.shown_people import Showing
from leasing.forms import EnquiryForm
from leasing.models import GardenOffer


class GardensPage(PageWithBody):
    """The mini-gardens that are free to lease, never who makes them (rules.md#neutral-outside)."""

    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "cms/gardens_page.html"

    class Meta:
        verbose_name = _("minihager til leie")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the free gardens with their price (øre a month) and the address of the form."""
        context = super().get_context(request, *args, **kwargs)
        showing = context["showing"]
        context["offers"] = [
            {"card": card, "monthly_ore": offer.monthly_ore}
            for offer in self.offers
            if (card := showing.work(offer.garden)) is not None
        ]
        context["lowest_ore"] = min((offer.monthly_ore for offer in self.offers), default=0)
        context["enquiry"] = reverse("enquiry")
        context["form"] = EnquiryForm()
        return context

    def showing(self) -> Showing:
        """Return what may be shown of the gardens and the body."""
        gardens = [offer.garden for offer in self.offers]
        return Showing(works=[*gardens, *self.body_values("work")], pictures=self.body_pictures())

    @cached_property
    def offers(self) -> list[GardenOffer]:
        """Return what can be leased from today, the cheapest first."""
        free = GardenOffer.objects.free_on(timezone.localdate())
        return list(free.select_related("garden__place").order_by("monthly_ore", "pk"))
