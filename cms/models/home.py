"""The front page: what is on, what has been told, what has been made."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from activities.models import Work
from cms.blocks import PromiseBlock
from cms.models.base import BasePage
from cms.page_content import listings, structured_data


class HomePage(BasePage):
    """The front page of one language."""

    promises = StreamField(
        [("promise", PromiseBlock())], verbose_name=_("det vi lover"), blank=True, max_num=4
    )
    partners_heading = models.CharField(_("overskrift for bedrifter"), max_length=80, blank=True)
    partners_text = models.CharField(_("tekst for bedrifter"), max_length=300, blank=True)

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "cms.ProjectIndexPage",
        "cms.StoryIndexPage",
        "cms.CalendarPage",
        "cms.WorksPage",
        "cms.GardensPage",
        "cms.StandardPage",
    ]
    template = "cms/home_page.html"
    search_fields = [*BasePage.search_fields, index.SearchField("intro")]
    content_panels = [
        *BasePage.content_panels,
        "promises",
        MultiFieldPanel(["partners_heading", "partners_text"], heading=_("Bedrifter")),
    ]

    class Meta:
        verbose_name = _("forside")
        verbose_name_plural = _("forsider")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the next sessions, the newest stories, the projects and the number of works."""
        context = super().get_context(request, *args, **kwargs)
        language = self.locale.language_code
        projects = listings.projects(request, language)
        context["sessions"] = listings.session_lines(
            listings.coming_sessions()[:4], listings.addresses_by_activity(projects)
        )
        context["stories"] = listings.newest_stories(language)
        context["projects"] = [one for one in projects if one.locale_id == self.locale_id]
        context["works_count"] = Work.objects.public().filter(place__isnull=False).count()
        context["root"] = self.address
        return context

    def json_ld(self, address: str) -> list[dict[str, Any]]:
        """Say who is behind the site."""
        return [structured_data.organisation(address)]
