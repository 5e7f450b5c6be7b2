"""The one view that serves pictures, when a consent or a role allows it."""

import mimetypes
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe
from wagtail.images.views.images import preview as wagtail_preview

from accounts import access_log
from accounts.models import AccessEvent
from pictures.models import ORIGINALS, Picture, Rendition
from pictures.permissions import can_view_picture, is_public

PUBLIC = "public, max-age=30"
"""A withdrawn consent must be felt within 60 seconds, also behind a cache."""
STAFF_ONLY = "no-store, private"


@require_safe
def serve(request: HttpRequest, name: str) -> HttpResponseBase:
    """Answer with the file `name` (as storage knows it), or 404 for whatever may not be seen.

    Never 403: that there is such a picture is nobody's business. The database is asked each
    time, so a withdrawn consent holds at the next request.
    """
    stored, picture = _find(name)
    if stored is not picture and is_public(picture):
        caching = PUBLIC
    else:
        _let_staff_look(request, picture)
        caching = STAFF_ONLY
    response = _answer(request, stored)
    response.headers["Cache-Control"] = caching
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def preview(request: HttpRequest, image_id: int, filter_spec: str) -> HttpResponse:
    """Let Wagtail's admin preview a size, for those who may see the picture."""
    _let_staff_look(request, get_object_or_404(Picture, pk=image_id))
    return wagtail_preview(request, image_id, filter_spec)


def _let_staff_look(request: HttpRequest, picture: Picture) -> None:
    """Log that the people in `picture` were seen, or raise Http404."""
    user = request.user
    if not user.is_authenticated or not can_view_picture(user, picture):
        raise Http404
    access_log.record(
        user,
        act=AccessEvent.Act.VIEW,
        what="picture",
        participants=picture.people_concerned(),
    )


def _find(name: str) -> tuple[Picture | Rendition, Picture]:
    """Return what is stored as `name` and its picture, or raise Http404.

    Names are looked up, never joined to a path: «..» finds nothing.
    """
    if name.startswith(f"{ORIGINALS}/"):
        picture = _first(Picture.objects.prefetch_related("people"), name)
        return picture, picture
    renditions = Rendition.objects.select_related("image").prefetch_related("image__people")
    rendition = _first(renditions, name)
    return rendition, rendition.image


def _first(rows: Any, name: str) -> Any:
    """Return the oldest row whose file is `name`: a name may be used again once a file is gone."""
    found = rows.filter(file=name).order_by("pk").first()
    if found is None:
        raise Http404
    return found


def _answer(request: HttpRequest, stored: Picture | Rendition) -> HttpResponseBase:
    file = stored.file
    address = file.storage.url(file.name)
    if address.startswith("https://"):
        # A private bucket: the storage signs an address that lives for a moment.
        return HttpResponseRedirect(address)
    # Files are never changed, only replaced under a new name.
    etag = quote_etag(file.name)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None and unchanged.status_code == 304:
        return unchanged
    try:
        content = file.storage.open(file.name)
    except (FileNotFoundError, IsADirectoryError) as error:
        raise Http404 from error
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return FileResponse(content, content_type=kind, headers={"ETag": etag})
