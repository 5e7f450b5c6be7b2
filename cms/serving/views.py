"""Answering public pages: Wagtail's tree, found in one query instead of one a step."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cms.navigation import site
from cms.search import queries
from cms.serving import routing
from core.text import clean_line


@require_safe
def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """Answer the live page at `path` (without a language's prefix) in the active language.

    A story that somebody in it does not consent to is not here, whatever was here before.
    """
    found = routing.find(request, path, language=get_language() or "nb")
    if found is None:
        raise Http404
    if found.is_held_back:
        return story_gone(request)
    request.page_translations = found.translations  # type: ignore[attr-defined]
    return get_object_or_404(found.page.specific_class.for_showing(), pk=found.page.pk).serve(
        request
    )


def story_gone(request: HttpRequest) -> HttpResponse:
    """Answer that the story is not here now, without saying which one or why."""
    context = {"help_contact": site.contact(request)}
    return TemplateResponse(request, "cms/story_gone.html", context, status=404)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Answer the pages that hold the words of `?sok=`, in the active language. Never kept."""
    words = clean_line(request.GET.get("sok", ""))[: queries.LONGEST]
    context = {
        "help_contact": site.contact(request),
        "words": words,
        "results": queries.find(words, language=get_language() or "nb") if words else [],
    }
    return TemplateResponse(request, "cms/search.html", context)
