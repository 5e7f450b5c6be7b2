"""The page cache on a bad day: it never has what is asked for."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cms import page_cache
from cms.serving.middleware import PageCacheMiddleware


class RenderEveryTime(PageCacheMiddleware):
    """Asks the cache as always and renders as on a miss, but keeps no page."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Render, whatever is kept."""
        if page_cache.may_ask(request):
            generation, _kept = page_cache.look_up(request)
            request.page_generation = generation  # type: ignore[attr-defined]
        return self.get_response(request)
