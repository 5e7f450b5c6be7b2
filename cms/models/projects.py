"""The project pages: what an activity is, fed by the activity itself."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import PagePermissionTester

from activities.models import Activity, Work
from activities.works import details
from cms.editing import own_teams
from cms.editing.page_forms import ProjectForm
from cms.editing.permission_testers import OurPageTester, SharedPageTester
from cms.models.base import BasePage, PageWithBody
from cms.page_content import listings, structured_data
from cms.page_content.shown_people import Showing, with_details
from leasing import hidden_makers


class ProjectIndexPage(BasePage):
    """Every project one can take part in."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.ProjectPage"]
    max_count_per_parent = 1
    template = "cms/project_index_page.html"

    class Meta:
        verbose_name = _("alle prosjekter")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the projects of this language."""
        context = super().get_context(request, *args, **kwargs)
        projects = listings.projects(request, self.locale.language_code)
        context["projects"] = [one for one in projects if one.locale_id == self.locale_id]
        return context


class ProjectPage(PageWithBody):
    """One activity's public page. Sessions, works, stories and teams come from the activity."""

    activity = models.ForeignKey(
        Activity,
        on_delete=models.PROTECT,
        related_name="project_pages",
        verbose_name=_("aktivitet"),
    )

    base_form_class = ProjectForm
    parent_page_types = ["cms.ProjectIndexPage"]
    subpage_types: list[str] = []
    template = "cms/project_page.html"
    content_panels = ["activity", *PageWithBody.content_panels]

    class Meta:
        verbose_name = _("prosjekt")
        verbose_name_plural = _("prosjekter")

    @classmethod
    def for_showing(cls) -> models.QuerySet[Any]:
        """Return the queryset that a page is read with: only of public activities."""
        return super().for_showing().filter(activity__is_public=True).select_related("activity")

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Let only those who tell for one of the activity's teams near it, if it has any.

        What several teams do, or nobody in particular, is no single district's to take down.
        """
        others = own_teams.activities_of_others(user)
        if self.activity_id and others.filter(pk=self.activity_id).exists():
            return PagePermissionTester(AnonymousUser(), self)
        if self.activity_id and own_teams.is_mine_alone(user, self.activity):
            return OurPageTester(user, self)
        return SharedPageTester(user, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the activity feeds: sessions, works, stories, teams with their phone."""
        context = super().get_context(request, *args, **kwargs)
        language = self.locale.language_code
        sessions = listings.coming_sessions().filter(activity=self.activity)
        context["sessions"] = listings.session_lines(sessions[:6], {})
        context["works"] = context["showing"].cards(self.public_works)
        context["stories"] = listings.newest_stories(language, activity=self.activity)
        context["kilos"], context["scooters"] = details.out_of_the_river(self.activity)
        context["given_computers"] = details.given_computers(self.activity)
        context["teams"] = self.activity.teams.all()
        context["calendar"] = listings.index_address("kalender", language)
        return context

    def showing(self) -> Showing:
        """Return what may be shown of the body's and the activity's works."""
        return Showing(
            works=[*self.public_works, *self.body_values("work")], pictures=self.body_pictures()
        )

    @cached_property
    def public_works(self) -> list[Work]:
        """Return the newest public works of the activity.

        Not those that a business leases: their title must not lead to days and rooms.
        """
        return list(
            with_details(Work.objects.public())
            .filter(activity=self.activity)
            .exclude(state=Work.State.GONE)
            .exclude(hidden_makers.offered_or_leased())
            .prefetch_related("more_pictures")
            .order_by("-created_at", "-pk")[:6]
        )

    def json_ld(self, address: str) -> list[dict[str, Any]]:
        """Tell machines about the next sessions."""
        sessions = listings.coming_sessions().filter(activity=self.activity)[:6]
        return [structured_data.event(session, address) for session in sessions]
