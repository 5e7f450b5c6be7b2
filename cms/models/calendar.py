"""The public calendar: what is on, for everybody."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from activities.models import Activity
from cms.models.base import BasePage
from cms.page_content import listings, structured_data


class CalendarPage(BasePage):
    """The sessions to come, by day, of one district or activity when one asks for it."""

    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "cms/calendar_page.html"
    reads_query = (*listings.FILTERS, "side")

    class Meta:
        verbose_name = _("kalender")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one page of sessions by month and day, and what one can choose between."""
        context = super().get_context(request, *args, **kwargs)
        language = self.locale.language_code
        teams = list(Team.objects.all())
        activities = list(Activity.objects.public())
        asked = listings.SessionFilter(
            request.GET, listings.coming_sessions(), teams=teams, activities=activities
        )
        page, odd_page = listings.one_page(asked.qs, request, length=40)
        lines = listings.session_lines(
            page.object_list, listings.addresses_by_activity(listings.projects(request, language))
        )
        context |= {
            "teams": teams,
            "activities": activities,
            "chosen": asked.chosen,
            "page_of_sessions": page,
            "months": listings.by_month(lines),
            "query": listings.query_of(asked.chosen),
            "uncached": odd_page or asked.is_odd,
        }
        context["meta"]["json_ld"].extend(
            structured_data.event(line.session, context["meta"]["canonical"]) for line in lines
        )
        return context
