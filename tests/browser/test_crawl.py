"""Everything the public can read, read: no name without a live yes, no link that leads nowhere."""

import html
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.cookiejar import CookieJar

import pytest

from tests.browser.site import Site, served
from tests.demo_database import Demonstration

CANARY = "Kanarifrid"
"""The name of somebody who consents: no other word of the site is like it."""
SILENT = "Kanaristille"
"""How the names begin of those who do not consent to the web."""

STARTS = ("/", "/nn/", "/en/", "/minihager/kontakt/", "/sok/?sok=a", "/api/v1/docs/")
MACHINES = (
    "/kalender.ics",
    "/historier.atom",
    "/verk.geojson",
    "/sitemap.xml",
    "/robots.txt",
    "/.well-known/security.txt",
    "/api/v1/activities/",
    "/api/v1/sessions/",
    "/api/v1/stories/",
    "/api/v1/works/",
)
PORTALS = ("/admin/", "/staff/", "/partner/", "/min/", "/konto/", "/k/")
"""Where a link from the public leads to a portal: it answers, and is not walked through."""
BESIDE_THE_LIST = ("/sok/", "/minihager/kontakt/", "/minihager/takk/", "/api/")
"""Pages for people that search engines need not know."""

RENAME = f"""
import json, re
from cms.models import StoryPage
from participants import cards
from participants.models import Consent, Participant
said_yes = Consent.objects.live().filter(channel="web").values("participant")
for person in Participant.objects.exclude(pk__in=said_yes):
    Participant.objects.filter(pk=person.pk).update(chosen_name=f"{SILENT}{{person.pk}}")
person = Participant.objects.get(chosen_name="Mia")
Participant.objects.filter(pk=person.pk).update(chosen_name="{CANARY}")
for story in StoryPage.objects.filter(named__participant=person):
    told = json.dumps(list(story.body.raw_data), ensure_ascii=False)
    story.body = re.sub(r"\\bMia\\b", "{CANARY}", told)
    story.title = "{CANARY} og sangen"
    story.save_revision().publish()
    StoryPage.objects.filter(pk=story.pk).update(words_there="")  # as read before words were kept
print(cards.issue(person, by=person.primary_contact)[1])
"""


@dataclass
class Read:
    """What a crawl has read: texts by address, which of them are pages, and what is broken."""

    texts: dict[str, str] = field(default_factory=dict)
    pages: set[str] = field(default_factory=set)
    broken: dict[str, object] = field(default_factory=dict)

    def where(self, word: str) -> list[str]:
        """Return the addresses whose text holds the word."""
        return [address for address, text in self.texts.items() if word in text]


class Reader:
    """Somebody with cookies and without a browser."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, address: str, *, sent: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Return the status, the media type and the text of an answer."""
        data = urllib.parse.urlencode(sent).encode() if sent else None
        try:
            with self._opener.open(f"{self.site.url}{address}", data=data, timeout=120) as answer:
                return answer.status, answer.headers.get_content_type(), _text(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, error.headers.get_content_type(), _text(error.read())

    def crawl(self) -> Read:
        """Read everything that can be reached from the front pages and the feeds."""
        read = Read()
        waiting = [*STARTS, *MACHINES]
        known = set(waiting)
        while waiting:
            address = waiting.pop()
            status, kind, text = self.get(address)
            if status != 200:
                read.broken[address] = status
            if address.startswith(PORTALS):
                continue
            read.texts[address] = text
            if kind == "text/html" and status == 200:
                read.pages.add(address)
            for found in self._links(text, base=address):
                if found not in known:
                    known.add(found)
                    waiting.append(found)
        return read

    def withdraw_everything(self, token: str) -> int:
        """Come in with a card and take back whatever is shown; return how much there was."""
        assert self.get(f"/k/{token}")[0] == 200
        for count in range(100):
            page = self.get("/min/vist/")[2]
            forms = re.findall(r'<form[^>]+action="(/min/vist/\d+/ta-bort/)".*?</form>', page, re.S)
            if not forms:
                return count
            key = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
            assert self.get(forms[0], sent={"csrfmiddlewaretoken": key[1]})[0] == 200
        raise AssertionError("what was taken back is still shown")

    def _links(self, text: str, *, base: str) -> Iterator[str]:
        """Yield the addresses on this site that a text of any kind names."""
        named = re.findall(r'(?:href|src|action)="([^"#]+)', text)
        for sizes in re.findall(r'srcset="([^"]+)"', text):
            named += [part.split()[0] for part in sizes.split(",")]
        named += re.findall(rf"{re.escape(self.site.url)}[^\s\"'<>#\\\\]*", text)
        for address in named:
            whole = urllib.parse.urljoin(f"{self.site.url}{base}", html.unescape(address))
            if whole.startswith(f"{self.site.url}/"):
                yield whole.removeprefix(self.site.url)


def _text(body: bytes) -> str:
    try:
        return html.unescape(body.decode())
    except UnicodeDecodeError:
        return ""  # a picture or a typeface


@pytest.fixture(scope="module")
def changed(demo_database: Callable[[], Demonstration]) -> Demonstration:
    """Return a copy of its own, where names cannot be mistaken for other words."""
    demonstration = demo_database()
    shell = ("manage.py", "shell", "--no-imports", "-v0", "-c", RENAME)
    (demonstration.folder / "card").write_text(demonstration.python(*shell).strip())
    return demonstration


@pytest.fixture(scope="module")
def reader(changed: Demonstration) -> Iterator[Reader]:
    """Serve that copy and read it."""
    with served(changed.url, changed.folder) as site:
        yield Reader(site)


@pytest.fixture(scope="module")
def read(reader: Reader) -> Read:
    """Read everything once, before anybody takes anything back."""
    return reader.crawl()


def test_every_link_answers(read: Read) -> None:
    assert read.broken == {}
    assert len(read.pages) > 60


def test_nobody_is_named_without_a_live_yes(read: Read) -> None:
    assert read.where(SILENT) == []
    assert read.where(CANARY) != []


def test_the_list_of_pages_is_what_can_be_read(read: Read, reader: Reader) -> None:
    listed = re.findall(r"<loc>https?://[^/]+([^<]+)</loc>", read.texts["/sitemap.xml"])
    pages = {
        urllib.parse.urlsplit(address).path
        for address in read.pages
        if not re.sub(r"^/(nn|en)/", "/", address).startswith(BESIDE_THE_LIST)
    }
    assert set(listed) == pages


def test_a_name_is_nowhere_after_the_yes_is_taken_back(
    read: Read, reader: Reader, changed: Demonstration
) -> None:
    before = read.where(CANARY)
    assert {"/", "/historier.atom", "/sitemap.xml"} & set(before)
    assert Reader(reader.site).withdraw_everything((changed.folder / "card").read_text()) == 4
    after = Reader(reader.site).crawl()
    assert after.where(CANARY) == []
    assert after.broken == {}
    assert {reader.get(address)[0] for address in before if "/historier/" in address} >= {404}
