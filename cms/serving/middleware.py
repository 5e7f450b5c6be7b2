"""Answering public pages from the page cache, before sessions, languages and the database."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from cms import page_cache

BROWSERS = "max-age=0, must-revalidate"
"""Browsers may keep a page but ask each time: what is withdrawn must not live on in them."""


class PageCacheMiddleware:
    """Stands after the security headers, which each answer gets anew, and before all else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer from the cache, or render and keep what is the same for everybody."""
        if not page_cache.may_ask(request):
            return self.get_response(request)
        generation, kept = page_cache.look_up(request)
        response: HttpResponseBase
        if kept is not None and kept.body is not None:
            response = HttpResponse(kept.body, headers={**dict(kept.headers), "ETag": kept.etag})
            response["Content-Length"] = str(len(kept.body))
        else:
            request.page_generation = generation  # type: ignore[attr-defined]
            response = self.get_response(request)
            page_cache.keep(request, response, generation=generation)
        if "ETag" not in response:
            return response
        response["Cache-Control"] = BROWSERS
        # The stubs ask for a whole response; one that streams has all that is looked at.
        unchanged = get_conditional_response(
            request,
            response["ETag"],
            None,
            response,  # type: ignore[arg-type]
        )
        return unchanged or response
