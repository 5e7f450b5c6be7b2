"""Long lists a page at a time, whatever the address says."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

ROWS = 12


def page_number(request: HttpRequest) -> int:
    """Return the page that `?side=` asks for; nonsense is the first."""
    wanted = request.GET.get("side", "")
    return max(1, int(wanted)) if wanted.isdecimal() and len(wanted) < 7 else 1


def page_of(rows: QuerySet[Any], *, request: HttpRequest, size: int = ROWS) -> Page[Any]:
    """Return the page of `rows` that is asked for; past the end it is the last. Two queries."""
    return Paginator(rows, size).get_page(page_number(request))
