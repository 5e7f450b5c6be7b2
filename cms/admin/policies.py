"""Wagtail's two permission policies, kept to what my teams may tell.

Its listings, search, choosers and single views ask the same two objects, which other modules have
imported before our apps are ready. So the objects stay and get our class.
"""

from typing import Any

from django.db.models import QuerySet
from wagtail import permissions
from wagtail.admin import filters
from wagtail.images import permissions as image_permissions
from wagtail.images.views import chooser
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.editing import own_teams


class PagesMyTeamsTell(PagePermissionPolicy):
    """The pages' policy."""

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Any]:
        """Keep the pages that `own_teams.pages` holds."""
        found = super().instances_user_has_any_permission_for(user, actions)
        return found.filter(pk__in=own_teams.pages(user).values("pk"))

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        """Ask ours after Wagtail's own."""
        allowed = super().user_has_any_permission_for_instance(user, actions, instance)
        return allowed and own_teams.may_read_page(user, instance)

    def explorable_instances(self, user: Any) -> QuerySet[Any]:
        """Keep the pages that `own_teams.pages` holds."""
        found = super().explorable_instances(user)
        return found.filter(pk__in=own_teams.pages(user).values("pk"))


class PicturesMyTeamsTell(CollectionOwnershipPermissionPolicy):
    """The pictures' policy."""

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Any]:
        """Keep the pictures that `own_teams.pictures` holds."""
        found = super().instances_user_has_any_permission_for(user, actions)
        return found.filter(pk__in=own_teams.pictures(user).values("pk"))

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        """Ask ours after Wagtail's own."""
        allowed = super().user_has_any_permission_for_instance(user, actions, instance)
        return allowed and own_teams.pictures(user).filter(pk=instance.pk).exists()


def adopt() -> None:
    """Give Wagtail's policies our class; called once when the app is ready."""
    permissions.page_permission_policy.__class__ = PagesMyTeamsTell
    image_permissions.permission_policy.__class__ = PicturesMyTeamsTell
    for module in (filters, chooser):
        module.popular_tags_for_model = no_tags


def no_tags(model: Any, count: int = 0) -> list[Any]:
    """Offer no tags: they are written by every team and listed without asking whose they are."""
    return []
