"""Pages about Reir itself: what it is, privacy, accessibility."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cms.models.base import PageWithBody


class StandardPage(PageWithBody):
    """A page of text. It names no participant: only a story does."""

    parent_page_types = ["cms.HomePage", "cms.StandardPage"]
    subpage_types = ["cms.StandardPage"]
    template = "cms/standard_page.html"

    class Meta:
        verbose_name = _("vanlig side")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the pages `below` this one, so that each is led to from the one above it."""
        context = super().get_context(request, *args, **kwargs)
        below = StandardPage.objects.child_of(self).live().select_related("locale")
        context["below"] = below.defer_streamfields() if self.numchild else []
        return context
