"""Wagtail's two permission policies, kept to what my teams may tell.

Its listings, search, choosers and single views ask the same two objects, which other modules have
imported before our apps are ready. So the objects stay and get our class.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from wagtail import permissions
from wagtail.admin import filters
from wagtail.images import permissions as image_permissions
from wagtail.images.views import chooser
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.editing import own_teams


class _MyTeamsTell:
    """A policy of Wagtail's that asks which rows are told by one's own teams, after its own."""

    told: Callable[[Any], QuerySet[Any]]

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Any]:
        """Keep the rows that are told."""
        found = super().instances_user_has_any_permission_for(user, actions)  # type: ignore[misc]
        return found.filter(pk__in=self.told(user).values("pk"))

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        """Ask ours after Wagtail's own."""
        allowed = super().user_has_any_permission_for_instance(user, actions, instance)  # type: ignore[misc]
        return allowed and self.may_read(user, instance)

    def may_read(self, user: Any, instance: Any, /) -> bool:
        """Answer whether `instance` is among them."""
        return self.told(user).filter(pk=instance.pk).exists()


class PagesMyTeamsTell(_MyTeamsTell, PagePermissionPolicy):
    """The pages' policy."""

    told = staticmethod(own_teams.pages)
    may_read = staticmethod(own_teams.may_read_page)

    def explorable_instances(self, user: Any) -> QuerySet[Any]:
        """Keep the pages that are told."""
        return super().explorable_instances(user).filter(pk__in=self.told(user).values("pk"))


class PicturesMyTeamsTell(_MyTeamsTell, CollectionOwnershipPermissionPolicy):
    """The pictures' policy."""

    told = staticmethod(own_teams.pictures)


def adopt() -> None:
    """Give Wagtail's policies our class; called once when the app is ready."""
    permissions.page_permission_policy.__class__ = PagesMyTeamsTell
    image_permissions.permission_policy.__class__ = PicturesMyTeamsTell
    for module in (filters, chooser):
        module.popular_tags_for_model = no_tags


def no_tags(model: Any, count: int = 0) -> list[Any]:
    """Offer no tags: they are written by every team and listed without asking whose they are."""
    return []
