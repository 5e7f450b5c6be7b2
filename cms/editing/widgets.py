"""Chooser widgets and links that name nothing of another team's, whatever key they are given.

A form that was sent with foreign keys is shown again, and a shared page can hold a colleague's
picture: the key stays, the title does not show.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin.rich_text.converters.contentstate import link_entity
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    ExternalLinkElementHandler,
    PageLinkElementHandler,
)
from wagtail.admin.telepath import register
from wagtail.admin.widgets import BaseChooser
from wagtail.images.blocks import ImageChooserBlock
from wagtail.images.widgets import AdminImageChooser, ImageChooserAdapter
from wagtail.rich_text.pages import PageLinkHandler

from cms.editing import current_user, own_teams
from cms.navigation import readable_pages


class Nameless:
    """A chooser that shows a title only of what whoever asks may tell."""

    model_class: Any
    told: Callable[[Any], QuerySet[Any]]
    """Which rows somebody may tell of."""

    def get_value_data_from_instance(self, instance: Any) -> dict[str, Any]:
        """Return key, title and address, or the key alone."""
        if self.told(current_user.get()).filter(pk=instance.pk).exists():
            return super().get_value_data_from_instance(instance)  # type: ignore[misc]
        return {
            "id": instance.pk,
            "edit_url": None,
            "title": _("Fra et annet team"),
            "preview": {"url": "", "width": 0, "height": 0},
            "default_alt_text": "",
        }


class PictureChooser(Nameless, AdminImageChooser):
    """Wagtail's chooser of a picture."""

    told = staticmethod(own_teams.pictures)


register(ImageChooserAdapter(), PictureChooser)


class WorkChooserWidget(Nameless, BaseChooser):
    """The chooser of a work."""

    told = staticmethod(own_teams.works)


class ParticipantChooserWidget(Nameless, BaseChooser):
    """The chooser of a person. Its title is a code, never a name."""

    told = staticmethod(own_teams.people)


class PictureChooserBlock(ImageChooserBlock):
    """A picture in a body. Migrations know it as Wagtail's own: what is stored is the same."""

    def deconstruct(self) -> tuple[str, Any, Any]:
        """Return what migrations write down."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.images.blocks.ImageChooserBlock", args, kwargs

    @cached_property
    def widget(self) -> PictureChooser:
        """Return our chooser."""
        return PictureChooser()


class LinkInEditor(PageLinkElementHandler):
    """A link to a page while it is edited: the address only of what one may tell."""

    def get_attribute_data(self, attrs: Any) -> dict[str, Any]:
        """Return key and address."""
        key = int(attrs["id"])
        if own_teams.pages(current_user.get()).filter(pk=key).exists():
            return super().get_attribute_data(attrs)
        return {"id": key, "url": None, "parentId": None}


class LinkToShown(PageLinkHandler):
    """A link to a page in running text: no address of what cannot be read now.

    The address can hold a name. In a preview one's own pages are linked all the same.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        """Return the links; a page that may not be told of in this language in its own."""
        user = current_user.get()
        found = [(page.localized, page) if page else () for page in cls.get_many(attrs_list)]
        keys = {page.pk for pages in found for page in pages}
        allowed = readable_pages.readable() if user is None else own_teams.pages(user)
        told = set(allowed.filter(pk__in=keys).values_list("pk", flat=True))
        shown = [next((page for page in pages if page.pk in told), None) for pages in found]
        return [format_html('<a href="{}">', page.url) if page else "<a>" for page in shown]


def register_links(features: Any) -> None:
    """Put our links in the place of Wagtail's."""
    features.register_link_type(LinkToShown)
    features.register_converter_rule(
        "contentstate",
        "link",
        {
            "from_database_format": {
                "a[href]": ExternalLinkElementHandler("LINK"),
                'a[linktype="page"]': LinkInEditor("LINK"),
            },
            "to_database_format": {"entity_decorators": {"LINK": link_entity}},
        },
    )
