"""What machines ask of the whole installation (is it alive, is it ready?), and its failures."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.views.decorators.http import require_safe

from accounts.sign_in.start_page import start_by_path
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


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something broke, asking nothing of anybody, and lead back to the portal's start."""
    return _plain_page(request, "500.html", status=500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that something was wrong with what came, and lead back to the portal's start."""
    return _plain_page(request, "400.html", status=400)


def _plain_page(request: HttpRequest, template: str, *, status: int) -> HttpResponse:
    page = loader.get_template(template).render({"start_page": start_by_path(request.path_info)})
    return HttpResponse(page, status=status)
