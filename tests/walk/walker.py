"""Somebody who follows every link of a portal, without a browser.

Nothing here needs JavaScript: links, forms that are sent by GET and their answers are what Django
writes, so its test client reads twenty pages in the time that a browser opens one. Run as a
process of its own on a copy of the demonstration (`python -m tests.walk.walker`); it prints what
it found as JSON.
"""

import json
import logging
import os
import sys
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from tests.demo_database import TO_BE_MET

HOST = "localhost"
MOST_REDIRECTS = 6
OF_A_KIND = 2
"""How many addresses of one route are opened: the first ones that are met."""
EACH = 2_000
"""Instead of it when each row's own page is opened: nothing here has so many rows."""
WITHOUT_END: frozenset[str] = frozenset()
PAGE = "side"
STARTS = ("/", "/staff/", "/admin/", "/partner/", "/min/", "/konto/login/", "/konto/videre/")
BY_SCRIPT = "/admin/bulk/"
"""Wagtail's script puts the chosen rows into these addresses; without one they answer 404."""
AS_SHOWN = ("/view_draft/", "/view/")
PORTALS = ("/staff/", "/admin/", "/konto/", "/partner/", "/min/", "/k/", "/api/")


class Reading(HTMLParser):
    """The links, forms and words of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.posts: list[str] = []
        self.ids: set[str] = set()
        self.words: list[str] = []
        self._open: list[str] = []
        self._form: list[tuple[str, str]] | None = None
        self._action = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link, a form, a field, and where the page's own words stand."""
        having = {name: value or "" for name, value in attrs}
        if "id" in having:
            self.ids.add(having["id"])
        if tag == "a" and "href" in having and "hidden" not in having:
            self.links.append(having["href"])
        elif tag == "form":
            if having.get("method", "get").lower() == "post":
                self.posts.append(having.get("action", ""))
            else:
                self._form, self._action = [], having.get("action", "")
        elif tag == "input" and self._form is not None and having.get("type") == "hidden":
            self._form.append((having.get("name", ""), having.get("value", "")))
        elif tag in ("img", "link"):
            self.links.append(having.get("src") or having.get("href", ""))
        if tag in ("main", "nav"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note a form that is sent by GET as the link that it is."""
        if tag == "form" and self._form is not None:
            query = f"?{urlencode(self._form)}" if self._form else ""
            self.links.append((self._action.partition("?")[0] + query) or ".")
            self._form = None
        if tag in ("main", "nav") and tag in self._open:
            self._open.remove(tag)

    def handle_data(self, data: str) -> None:
        """Keep the words of `main`, without those that lead to other pages of the list."""
        if "main" in self._open and "nav" not in self._open and data.strip():
            self.words.append(data.strip())


@dataclass
class Walked:
    """What was found at one portal."""

    routes: set[str] = field(default_factory=set)
    kinds: Counter[str] = field(default_factory=Counter)
    posted: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    lists: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    opened: int = 0

    def told(self) -> dict[str, Any]:
        """Return it as JSON knows it."""
        return {
            name: sorted(value) if isinstance(value, set) else value
            for name, value in vars(self).items()
        }


class Walker:
    """Walks from the start pages of a portal through everything below `inside`.

    Every page of every list in its own order is opened, and every link resolved; of one route the
    first `OF_A_KIND` and those in `always` are.
    """

    def __init__(
        self,
        client: Any,
        *,
        starts: list[str],
        inside: tuple[str, ...],
        always: set[str],
        of_a_kind: int = OF_A_KIND,
    ) -> None:
        self._client = client
        self._inside = inside
        self._always = always
        self._most = of_a_kind
        self._waiting = deque((start, "the start") for start in starts)
        self._known = set(starts)
        self._of_a_kind: Counter[Any] = Counter()
        self._pages: dict[str, dict[str, str]] = defaultdict(dict)
        self.found = Walked()

    def walk(self) -> Walked:
        """Follow everything; return what was found."""
        while self._waiting:
            address, source = self._waiting.popleft()
            text, problem = self._get(address)
            if problem:
                self.found.problems.append(f"{address} (from {source}): {problem}")
            # A draft is shown as the public sees it, whose doors are not all open to who looks.
            if text and self._is_inside(address) and not address.endswith(AS_SHOWN):
                self._read(address, text)
        return self.found

    def try_portal(self, address: str) -> str:
        """Return what is wrong with how a portal that may be somebody else's answers."""
        problem = self._get(address)[1]
        return "" if problem in ("answers 403", "answers 404") else problem

    def _get(self, address: str) -> tuple[str, str]:
        """Return the page that an address leads to, and what is wrong on the way."""
        passed = [address]
        self.found.opened += 1
        while True:
            answer = self._client.get(passed[-1])
            if answer.status_code in (301, 302, 303, 307, 308):
                whole = urljoin(f"http://{HOST}{passed[-1]}", answer["Location"])
                if not whole.startswith(f"http://{HOST}/"):
                    return "", ""
                ahead = whole.removeprefix(f"http://{HOST}").partition("#")[0]
                if ahead in passed or len(passed) > MOST_REDIRECTS:
                    return "", f"leads round for ever: {[*passed, ahead]}"
                passed.append(ahead)
                continue
            if answer.status_code != 200:
                return "", f"answers {answer.status_code}"
            for one in passed:
                self._reached(one)
            if not answer.get("Content-Type", "").startswith("text/html"):
                for _part in answer if answer.streaming else ():
                    pass
                return "", ""
            return answer.content.decode(), ""

    def _reached(self, address: str) -> None:
        self.found.kinds[route_of(address)] += 1
        self.found.addresses.add(address)
        self.found.routes.add(route_of(address))

    def _read(self, address: str, text: str) -> None:
        """Note the rows of a list's page, and what waits to be opened."""
        page = Reading(text)
        path, query = parted(address)
        chosen = query.pop(PAGE, "1")
        base = f"{path}?{urlencode(sorted(query.items()))}"
        words = " ".join(page.words)
        twin = next((n for n, seen in self._pages[base].items() if seen == words), None)
        if twin is not None and twin != chosen:
            self.found.problems.append(f"{base}: {PAGE}={twin} and {chosen} say the same")
        self._pages[base][chosen] = words
        if len(self._pages[base]) > 1:
            self.found.lists[base] = len(self._pages[base])
        for action in page.posts:
            self.found.posted.add(route_of(urlsplit(urljoin(address, action)).path))
        for link in page.links:
            if link.startswith("#"):
                missing = len(link) > 1 and link[1:] not in page.ids
                if missing and not address.startswith("/admin/"):  # Wagtail's scripts make some
                    self.found.problems.append(f"{address}: nothing is called {link}")
                continue
            whole = urljoin(f"http://{HOST}{address}", link).partition("#")[0]
            if whole.startswith(f"http://{HOST}/"):
                self._meet(whole.removeprefix(f"http://{HOST}"), source=address)

    def _meet(self, address: str, *, source: str) -> None:
        """Open the address later, unless it or enough of its kind are known."""
        if address in self._known or address.startswith("/static/"):
            return
        self._known.add(address)
        self.found.addresses.add(address)
        path, query = parted(address)
        number = query.pop(PAGE, None)
        # Sorted otherwise, a list has the same rows: its second page shows that the order is kept.
        if number and "sort" in query and number != "2":
            return
        if not number:
            kind = route_of(path)
            if kind == "wagtail_serve" and self._is_inside(path):
                kind = path
            key = (kind, *sorted(query))
            self._of_a_kind[key] += 1
            # A question chooses among the same rows; weeks, days and years have no last one.
            most = OF_A_KIND if query or kind in WITHOUT_END else self._most
            if self._of_a_kind[key] > most and address not in self._always:
                return
        if not address.startswith(BY_SCRIPT):
            self._waiting.append((address, source))

    def _is_inside(self, address: str) -> bool:
        if self._inside == ("/",):
            return not address.startswith(PORTALS)
        return address.startswith(self._inside)


def live_pages() -> list[str]:
    """Return the addresses of the pages that are open to the public."""
    from wagtail.models import Page

    from cms.models import StoryPage
    from cms.navigation import addresses

    pages = Page.objects.live().filter(depth__gt=1).select_related("locale")
    hidden = StoryPage.objects.exclude(pk__in=StoryPage.objects.shown())
    pages = pages.exclude(pk__in=hidden)
    return sorted(addresses.of(one.url_path, one.locale.language_code) for one in pages)


def parted(address: str) -> tuple[str, dict[str, str]]:
    """Return the path of an address and its query."""
    parts = urlsplit(address)
    return parts.path, dict(parse_qsl(parts.query, keep_blank_values=True))


def route_of(path: str) -> str:
    """Return the name of the route that answers at a path."""
    from django.urls import Resolver404, resolve

    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


def portals(card: str) -> Iterator[tuple[str, Any, list[str], tuple[str, ...]]]:
    """Yield (who, their client, where they begin, what is theirs)."""
    from django.test import Client

    from accounts.models import User
    from tests.walk import programme

    def client() -> Client:
        return Client(SERVER_NAME=HOST, raise_request_exception=False)

    yield "public", client(), ["/", "/nn/", "/en/"], ("/",)
    for who, (email, start) in programme.SIGN_INS.items():
        signed_in = client()
        signed_in.force_login(User.objects.get(email=email))
        inside = ("/partner/", "/konto/") if who == "partner" else ("/staff/", "/admin/", "/konto/")
        yield who, signed_in, [start], inside
    with_card = client()
    with_card.get(f"/k/{card}")
    yield "card", with_card, ["/min/"], ("/min/",)


def main(card: str, of_a_kind: int) -> None:
    """Walk through every portal and print what was found."""
    import django
    from django.conf import settings

    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES["staticfiles"] = {"BACKEND": plain}
    django.setup()
    logging.disable()  # whoever is led to a page of somebody else's is told so below

    told = json.loads((Path(os.environ["REIR_VAR"]) / TO_BE_MET).read_text())
    found, in_rounds = {}, []
    how = {"always": set(told["always"]), "of_a_kind": of_a_kind}
    for who, client, starts, inside in portals(card):
        walker = Walker(client, starts=starts, inside=inside, **how)
        found[who] = walker.walk().told()
        tried = ((portal, walker.try_portal(portal)) for portal in STARTS)
        in_rounds += [f"{who} at {portal}: {problem}" for portal, problem in tried if problem]
    told = {"planted": told["planted"], "found": found, "round": in_rounds, "live": live_pages()}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], EACH if "each" in sys.argv[2:] else OF_A_KIND)
