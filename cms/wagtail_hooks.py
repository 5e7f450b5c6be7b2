"""Wagtail's admin, for those who tell stories: our questions asked, what we do not use put away."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.permission_policies import BlanketPermissionPolicy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from accounts.models import TELLING_STORIES, Team
from activities.models import Activity, Place
from cms import permissions
from cms.choosers import participant_chooser, work_chooser
from cms.models import StoryPage
from participants import consents
from participants.models import Consent, Interest

PUT_AWAY = frozenset({"documents", "forms", "help"})
"""Menu items that have nothing behind them here."""


# --- Lists that leaders keep -------------------------------------------------------
class LeadersKeepIt(BlanketPermissionPolicy):
    """Everybody who leads a team may keep these lists; nothing in them is about a person."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Ask our question, whatever the action."""
        return permissions.can_keep_lists(user)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Ask our question, whatever the actions."""
        return permissions.can_keep_lists(user)

    def users_with_any_permission(self, actions: Any) -> Any:
        """Return nobody: no message is sent about these lists."""
        return super().users_with_any_permission(actions).none()


class ActivityViewSet(SnippetViewSet):
    """The activities."""

    model = Activity
    icon = "pick"
    list_display = ["name", "kind", "is_public"]
    search_fields = ["name"]
    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("kind"),
        FieldPanel("summary"),
        FieldPanel("bring"),
        FieldPanel("illustration"),
        FieldPanel("hashtag"),
        FieldPanel("teams"),
        FieldPanel("interests"),
        FieldPanel("is_public"),
    ]

    @property
    def permission_policy(self) -> LeadersKeepIt:
        """Return who may keep the list."""
        return LeadersKeepIt(self.model)


class PlaceViewSet(SnippetViewSet):
    """The public places."""

    model = Place
    icon = "site"
    list_display = ["name", "address", "indoors", "off_site"]
    search_fields = ["name", "address"]

    @property
    def permission_policy(self) -> LeadersKeepIt:
        """Return who may keep the list."""
        return LeadersKeepIt(self.model)


class InterestViewSet(SnippetViewSet):
    """What people may like to do."""

    model = Interest
    icon = "tag"
    list_display = ["name", "illustration"]
    search_fields = ["name"]

    @property
    def permission_policy(self) -> LeadersKeepIt:
        """Return who may keep the list."""
        return LeadersKeepIt(self.model)


class Lists(SnippetViewSetGroup):
    """One menu item for the three."""

    menu_label = gettext_lazy("Lister")
    menu_icon = "list-ul"
    items = (ActivityViewSet, PlaceViewSet, InterestViewSet)


register_snippet(Lists)


@hooks.register("register_admin_viewset")
def choosers() -> list[Any]:
    """Offer the windows in which works and people are chosen."""
    return [work_chooser, participant_chooser]


@hooks.register("construct_main_menu")
def put_away(request: HttpRequest, menu_items: list[Any]) -> None:
    """Take away what has nothing behind it."""
    menu_items[:] = [item for item in menu_items if item.name not in PUT_AWAY]


# --- Whose pages -------------------------------------------------------------------
@hooks.register("construct_explorer_page_queryset")
def without_other_teams_drafts(
    parent_page: Page, pages: QuerySet[Page], request: HttpRequest
) -> QuerySet[Page]:
    """Leave out the stories of other teams that are not shown: a draft can name people."""
    mine = Team.objects.of(request.user, TELLING_STORIES)
    hidden = StoryPage.objects.exclude(
        Q(team__in=mine) | Q(pk__in=StoryPage.objects.shown().values("pk"))
    )
    return pages.exclude(pk__in=hidden.values("pk"))


@hooks.register("before_publish_page")
def ask_before_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Let a page out when its team says so and everybody in it has said yes.

    The page is kept as a draft otherwise, so that nothing written is lost.
    """
    if not permissions.can_edit_page(request.user, page):
        _keep_as_draft(page)
        messages.error(request, _("Du kan bare legge ut historier for teamet ditt."))
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    if isinstance(page, StoryPage) and not consents.may_show(page, Consent.Channel.WEB):
        _keep_as_draft(page)
        messages.warning(
            request,
            _("Historien er lagret som utkast. Disse må si ja til den først: {codes}").format(
                codes=", ".join(_without_consent(page))
            ),
        )
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


def _keep_as_draft(page: Page) -> None:
    """Take back the «live» that Wagtail gives a new page before it asks whether it may be."""
    if page.first_published_at is None:
        Page.objects.filter(pk=page.pk).update(live=False, has_unpublished_changes=True)


def _without_consent(story: StoryPage) -> list[str]:
    """Return the codes, not the names, of those in `story` who have not said yes."""
    shown = consents.shown_people([story], Consent.Channel.WEB)[consents.key_of(story)]
    yes = {person.pk for person in shown}
    return sorted(person.code for person in story.people_concerned() if person.pk not in yes)
