"""Pages about Reir itself: what it is, privacy, accessibility."""

from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from cms.models.base import PageWithBody


class StandardPage(PageWithBody):
    """A page of text. It names no participant: only a story does."""

    parent_page_types = ["cms.HomePage", "cms.StandardPage"]
    subpage_types = ["cms.StandardPage"]
    template = "cms/standard_page.html"
    search_fields = [
        *PageWithBody.search_fields,
        index.SearchField("intro"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("vanlig side")
