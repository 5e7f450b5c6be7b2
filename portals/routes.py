"""Addresses of pages: a route has the name of its view."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

Route = tuple[str, Callable[..., Any]] | tuple[str, Callable[..., Any], str]


def routes(*rows: Route) -> list[URLPattern]:
    """Return the patterns of `rows`: an address, its view, and a name when it is not the view's."""
    return [path(address, view, name=(*name, view.__name__)[0]) for address, view, *name in rows]
