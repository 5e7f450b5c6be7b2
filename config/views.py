"""What machines ask of the whole installation: is it alive, and is it ready?"""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from cms import page_cache


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the process is alive; asks nothing of anybody."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers, else 503; without the cache of pages Reir is slow.

    Says of each whether it is up.
    """
    pages = "up" if page_cache.answers() else "down"
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"database": "down", "pages": pages}, status=503)
    return JsonResponse({"database": "up", "pages": pages})
