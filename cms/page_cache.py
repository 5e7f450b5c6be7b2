"""Keeping rendered public pages for a moment, and forgetting them at once when somebody says no.

A kept page carries the generation that was current when its rendering began, and is served only
while that is still the current one. `forget_all` begins a new generation: whatever was rendered
before, or is being rendered now from what was read before, is never served again. Whatever is not
told (a work changed in another app, a consent that runs out) is gone after `SECONDS`.
"""

import hashlib
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

SECONDS = 30
"""How long a page is kept at most."""

REMEMBERED_SECONDS = 15
"""How long a process remembers what many pages share. Together with `SECONDS` well below the
promised sixty."""

GENERATION = "cms.page_cache.generation"
QUERY = ("aktivitet", "bydel", "side")
"""The only parameters that change a public page; all others are ignored."""

PRIVATE = (
    "/admin/",
    "/api/",
    "/bilder/",
    "/k/",
    "/konto/",
    "/min/",
    "/partner/",
    "/staff/",
    "/webhooks/",
    "/healthz",
    "/readyz",
)
"""Where nothing is ever kept, so that looking is a waste. Safety does not rest on this list: only
an answer that a public page has passed through `allow` is kept."""

_KEPT_HEADERS = (
    "Content-Type",
    "Content-Language",
    "Vary",
    "X-Frame-Options",
    "Cross-Origin-Opener-Policy",
)


Value = TypeVar("Value")
_memory: dict[tuple[str, int, str], Any] = {}


@dataclass(frozen=True, slots=True)
class Kept:
    """A rendered page as it lies in the cache."""

    generation: str
    etag: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


def allow(response: HttpResponseBase) -> None:
    """Say that `response` is the same for everybody and may be kept."""
    response.reir_same_for_everybody = True  # type: ignore[attr-defined]


def forget_all() -> None:
    """Begin a new generation. Call after commit."""
    cache.set(GENERATION, uuid.uuid4().hex, timeout=None)


def remembered(request: HttpRequest, name: str, read: Callable[[], Value]) -> Value:
    """Return what `read` gives, from this process's memory while the generation lasts.

    For what many pages share and nobody in particular decides: the contact person, the list of
    projects, where a page is. Never for anything that hangs on a consent. What is empty is not
    remembered, so that asking for what is not there fills no memory.
    """
    generation = getattr(request, "page_generation", "")
    if not generation:
        return read()
    key = (generation, int(time.monotonic() // REMEMBERED_SECONDS), name)
    value: Value | None = _memory.get(key)
    if value is not None:
        return value
    value = read()
    if value:
        for old in [other for other in _memory if other[:2] != key[:2]]:
            _memory.pop(old, None)
        _memory[key] = value
    return value


def may_ask(request: HttpRequest) -> bool:
    """Tell whether `request` could be answered from the cache: nobody in particular asks."""
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
        and not request.path_info.startswith(PRIVATE)
    )


def key_of(request: HttpRequest) -> str:
    """Return the key of what `request` asks for. The language is part of the path."""
    query = urlencode([(name, request.GET[name]) for name in QUERY if name in request.GET])
    what = f"{request.scheme}://{request.get_host()}{request.path_info}?{query}"
    return f"cms.page_cache.{hashlib.sha256(what.encode()).hexdigest()}"


def look_up(key: str) -> tuple[str, Kept | None]:
    """Return the current generation, and what is kept under `key` if it belongs to it.

    One question to the cache. A generation that the cache has lost is begun anew, so that a loss
    never brings an old page back.
    """
    found = cache.get_many([GENERATION, key])
    generation = found.get(GENERATION)
    if generation is None:
        cache.add(GENERATION, uuid.uuid4().hex, timeout=None)
        return cache.get(GENERATION, ""), None
    kept = found.get(key)
    return generation, kept if kept is not None and kept.generation == generation else None


def keep(key: str, response: HttpResponseBase, *, generation: str) -> None:
    """Keep `response`, rendered in `generation`, when it is whole, plain and for everybody."""
    if (
        not getattr(response, "reir_same_for_everybody", False)
        or not isinstance(response, HttpResponse)
        or response.status_code != 200
        or response.cookies
        or not generation
    ):
        return
    headers = tuple((name, response[name]) for name in _KEPT_HEADERS if name in response)
    body = bytes(response.content)
    etag = etag_of(body)
    response["ETag"] = etag
    cache.set(key, Kept(generation, etag, headers, body), timeout=SECONDS)


def etag_of(body: bytes) -> str:
    """Return the strong validator of `body`."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'
