"""Where somebody's own start page is."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts.permissions import is_staff_member

STAFF, PARTNER, ADMIN, MINE = "/staff/", "/partner/", "/admin/", "/min/"
START_BY_PATH = {STAFF: STAFF, ADMIN: STAFF, PARTNER: PARTNER, MINE: MINE, "/k/": MINE}


def portal_of(user: Any) -> str:
    """Return the portal of somebody who has signed in.

    Who works in a team goes to the staff's, a system administrator to the admin, everybody else
    to the partners'.
    """
    if is_staff_member(user):
        return STAFF
    return ADMIN if user.is_superuser else PARTNER


def start_by_path(path: str) -> str:
    """Return the start page of the portal that a path is in, or "" for a public one.

    Asks nobody, so that a page about a failure can be made when nothing else answers.
    """
    return next((start for portal, start in START_BY_PATH.items() if path.startswith(portal)), "")


def start_page(request: HttpRequest) -> str:
    """Return the start page of who asks, or "" on a public page.

    Somebody who tries the portal of others is led to their own.
    """
    start = start_by_path(request.path_info)
    is_signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
    if start in (STAFF, PARTNER) and is_signed_in and request.user.is_authenticated:
        return portal_of(request.user)
    return start
