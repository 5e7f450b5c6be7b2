"""Wagtail's admin, for those who tell stories: our questions asked before it acts."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.panels import ObjectList
from wagtail.admin.widgets import ButtonWithDropdownFromHook
from wagtail.models import Page
from wagtail.permission_policies import BlanketPermissionPolicy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms import permissions
from cms.admin import menus
from cms.editing import own_teams
from cms.editing.choosers import participant_chooser, work_chooser
from cms.editing.page_forms import CleanAdminForm
from cms.editing.widgets import register_links
from cms.publishing import in_admin
from participants import depiction_removals
from participants.models import Interest


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


class InterestViewSet(SnippetViewSet):
    """What people may like to do."""

    model = Interest
    icon = "tag"
    add_to_admin_menu = True
    menu_label = gettext_lazy("Interesser")
    list_display = ["name", "illustration"]
    search_fields = ["name"]
    edit_handler = ObjectList(["name", "slug", "illustration"], base_form_class=CleanAdminForm)

    @property
    def permission_policy(self) -> LeadersKeepIt:
        """Return who may keep the list."""
        return LeadersKeepIt(self.model)


register_snippet(InterestViewSet)


@hooks.register("register_admin_viewset")
def choosers() -> list[Any]:
    """Offer the windows in which works and people are chosen."""
    return [work_chooser, participant_chooser]


# --- Whose pages -------------------------------------------------------------------
@hooks.register("construct_explorer_page_queryset")
def without_other_teams(
    parent_page: Page, pages: QuerySet[Page], request: HttpRequest
) -> QuerySet[Page]:
    """Leave out what other teams write."""
    return pages.filter(pk__in=own_teams.pages(request.user).values("pk"))


@hooks.register("construct_page_chooser_queryset")
def choose_without_other_teams(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Leave out what other teams write from the window in which a page is chosen."""
    return pages.filter(pk__in=own_teams.pages(request.user).values("pk"))


@hooks.register("register_rich_text_features", order=100)
def links(features: Any) -> None:
    """Link to nothing that may not be told; after Wagtail has registered its own."""
    register_links(features)


@hooks.register("before_publish_page")
def ask_before_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Let a page out when its team says so and everybody in it has said yes.

    The page is kept as a draft otherwise, so that nothing written is lost.
    """
    ask_the_second(request, page)
    if not in_admin.stays_a_draft(request, page):
        return None
    if not permissions.can_edit_page(request.user, page):
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def ask_the_second(request: HttpRequest, page: Page) -> None:
    """Ask the second member of staff about those whom the form took out of a story."""
    user: Any = request.user
    for person, second in page.__dict__.pop("people_to_remove", ()):
        depiction_removals.ask(person, item=page, by=user, second=second)


# --- What is offered ---------------------------------------------------------------
for name in ("construct_main_menu", "construct_settings_menu", "construct_reports_menu"):
    hooks.register(name, lambda request, items: menus.keep_offered(items), order=100)
hooks.register("construct_main_menu", menus.lead_home, order=101)
hooks.register("construct_help_menu", menus.keep_ours)
hooks.register("construct_homepage_panels", menus.panels)


@hooks.register("construct_page_listing_buttons")
def offered_buttons(buttons: list[Any], page: Page, user: Any, **kwargs: Any) -> None:
    """Offer no button to a closed address, and none beside a page that one only reads."""
    may = page.permissions_for_user(user).can_edit()
    buttons[:] = [
        button
        for button in buttons
        if menus.is_offered(getattr(button, "url", None))
        and (may or not isinstance(button, ButtonWithDropdownFromHook))
    ]
