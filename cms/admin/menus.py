"""What the admin offers: only buttons, menus and panels that the middleware lets through."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.home import RecentEditsPanel

from accounts.permissions import is_staff_member
from cms.admin import allowed_addresses
from cms.admin.middleware import PREFIX
from cms.editing import own_teams


def is_offered(address: str | None) -> bool:
    """Answer whether a link to `address` leads to something that stays, or out of the admin."""
    path = urlsplit(str(address or "")).path
    if not path.startswith(PREFIX):
        return True
    try:
        name = resolve(path).view_name
    except Resolver404:
        return False
    return name in allowed_addresses.STAYING | allowed_addresses.OPEN_TO_ALL


def keep_offered(items: list[Any]) -> None:
    """Take the menu items away that lead to a closed address; the tree of pages becomes a link.

    Wagtail's own tree of pages reads the admin's API, which is closed.
    """
    for place, item in enumerate(items):
        if item.name == "explorer":
            items[place] = MenuItem(
                gettext_lazy("Sider"),
                reverse("wagtailadmin_explore_root"),
                name="explorer",
                icon_name="folder-open-inverse",
                order=item.order,
            )
    items[:] = [item for item in items if _leads_on(item)]


def keep_ours(request: HttpRequest, items: list[Any]) -> None:
    """Take away the news and the guide of the library: pages in English, about what we do not show.

    What opens on the spot (the keys of the keyboard) stays, and the menu's mark of news goes.
    """
    items[:] = [item for item in items if not urlsplit(str(item.url or "")).netloc]


def _leads_on(item: Any) -> bool:
    menu = getattr(item, "menu", None)
    if menu is None:
        return is_offered(item.url)
    return any(_leads_on(below) for below in menu.registered_menu_items)


def lead_home(request: HttpRequest, items: list[Any]) -> None:
    """Offer staff the way back to their own portal; who has none is at home here."""
    if is_staff_member(request.user):
        words = gettext_lazy("Til startsiden din")
        items.append(MenuItem(words, reverse("own_portal"), name="home", icon_name="home", order=1))


class MyRecentEdits(RecentEditsPanel):
    """The pages that one wrote last, as far as one still tells them."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Leave out what has become another team's."""
        context = super().get_context_data(parent_context)
        user = parent_context["request"].user
        keys = [page.pk for _at, page in context["last_edits"]]
        told = set(own_teams.pages(user).filter(pk__in=keys).values_list("pk", flat=True))
        context["last_edits"] = [row for row in context["last_edits"] if row[1].pk in told]
        return context


def panels(request: HttpRequest, found: list[Any]) -> None:
    """Show on the first page what one wrote oneself, and nothing of workflows and locks."""
    found[:] = [MyRecentEdits()]
