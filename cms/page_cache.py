"""Keeping rendered public pages for a moment, and forgetting them at once when somebody says no.

A kept page carries the generation that was current when its rendering began, and is served only
while that is still the current one. `forget_all` begins a new generation: whatever was rendered
before, or is being rendered now from what was read before, is never served again. Whatever is not
told (a work changed in another app, a consent that runs out) is gone after `SECONDS`. What is told,
and when, says `cms.receivers`.
"""

import hashlib
import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

logger = logging.getLogger(__name__)

SECONDS = 30
"""How long a page is kept at most."""

REMEMBERED_SECONDS = 15
"""How long a process remembers what many pages share. Together with `SECONDS` well below the
promised sixty."""

SLOW, REST = 0.2, 10.0
"""A cache that takes so many seconds to say nothing is not asked again for so many by pages: else
each page would stand as long as it hangs."""

GENERATION = "cms.page_cache.generation"
QUERY = ("aktivitet", "bydel", "side")
"""The only parameters that change a public page. Which of them a page reads it says to `allow`; one
that it does not read is no part of its key, so that nobody fills the cache with made-up ones."""

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
_rests_until = 0.0


@dataclass(frozen=True, slots=True)
class Kept:
    """A rendered page as it lies in the cache."""

    generation: str
    etag: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None
    """None when only `reads` is known: the plain page itself was not asked for yet."""
    reads: tuple[str, ...]
    """The parameters that the page reads."""


def allow(response: HttpResponseBase, *, reads: tuple[str, ...] = ()) -> None:
    """Say that `response` is the same for everybody who asks with the same `reads`."""
    response.reir_reads = reads  # type: ignore[attr-defined]


def answers() -> bool:
    """Tell whether the cache can be asked."""
    return _ask(lambda cache: cache.get(GENERATION, "") is not None, otherwise=False)


def forget_all() -> None:
    """Begin a new generation. Call after commit."""
    _ask(lambda cache: cache.set(GENERATION, uuid.uuid4().hex, timeout=None), otherwise=None)


def _ask(question: Callable[[Any], Value], *, otherwise: Value) -> Value:
    """Return what the cache answers; `otherwise` when it does not: a page less kept, no page less.

    What a cache that is gone still holds lives for `SECONDS`, so that no withdrawn page outlives
    the promise when it comes back.
    """
    global _rests_until
    began = time.monotonic()
    try:
        return question(caches["pages"])
    except Exception:  # each kind of cache has failures of its own
        logger.warning("The cache of pages does not answer.")
        if (now := time.monotonic()) - began > SLOW:
            _rests_until = now + REST
        return otherwise


def _rests() -> bool:
    return time.monotonic() < _rests_until


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
    """Tell whether `request` could be answered from the cache: nobody in particular asks.

    It must name the site as the settings spell it: with made-up ports, capitals and dots, all of
    them allowed hosts, a visitor would fill the cache with copies. Raises DisallowedHost.
    """
    own = urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not request.path_info.startswith(PRIVATE)
        and request.get_host() in (own, *settings.ALLOWED_HOSTS)
    )


def key_of(request: HttpRequest, *, reads: tuple[str, ...] = ()) -> str:
    """Return the key of what `request` asks of a page that `reads` some parameters.

    The language is part of the path.
    """
    query = urlencode([(name, request.GET[name]) for name in reads if name in request.GET])
    what = f"{request.scheme}://{request.get_host()}{request.path_info}?{query}"
    return f"cms.page_cache.{hashlib.sha256(what.encode()).hexdigest()}"


def look_up(request: HttpRequest) -> tuple[str, Kept | None]:
    """Return the current generation, and what is kept for `request` if it belongs to it.

    One question to the cache, two for a page that reads what was asked. A generation that the
    cache has lost is begun anew, so that a loss never brings an old page back. The generation is
    "" when the cache does not answer: then nothing is kept.
    """
    if _rests():
        return "", None
    plain = key_of(request)
    found: dict[str, Any] = _ask(
        lambda cache: cache.get_many([GENERATION, plain]), otherwise={GENERATION: ""}
    )
    generation = found.get(GENERATION)
    if generation is None:
        _ask(lambda cache: cache.add(GENERATION, uuid.uuid4().hex, timeout=None), otherwise=None)
        return _ask(lambda cache: cache.get(GENERATION, ""), otherwise=""), None
    kept = _current(found.get(plain), generation)
    if kept is not None and any(name in request.GET for name in kept.reads):
        key = key_of(request, reads=kept.reads)
        kept = _current(_ask(lambda cache: cache.get(key), otherwise=None), generation)
    return generation, kept if kept is not None and kept.body is not None else None


def _current(kept: Kept | None, generation: str) -> Kept | None:
    return kept if kept is not None and kept.generation == generation else None


def keep(request: HttpRequest, response: HttpResponseBase, *, generation: str) -> None:
    """Keep `response`, rendered in `generation`, when it is whole, plain and for everybody."""
    reads: tuple[str, ...] | None = getattr(response, "reir_reads", None)
    if (
        reads is None
        or not isinstance(response, HttpResponse)
        or response.status_code != 200
        or response.cookies
        or not generation
        or _rests()
    ):
        return
    headers = tuple((name, response[name]) for name in _KEPT_HEADERS if name in response)
    body = bytes(response.content)
    etag = etag_of(body)
    response["ETag"] = etag
    page = Kept(generation, etag, headers, body, reads)
    rows = {key_of(request, reads=reads): page}
    plain = key_of(request)
    if plain not in rows:
        only_reads = Kept(generation, "", (), None, reads)
        _ask(lambda cache: cache.add(plain, only_reads, timeout=SECONDS), otherwise=None)
    _ask(lambda cache: cache.set_many(rows, timeout=SECONDS), otherwise=None)


def etag_of(body: bytes) -> str:
    """Return the strong validator of `body`."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'
