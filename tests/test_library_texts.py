"""What the libraries say to our people is said in bokmål and in nynorsk, in our own words.

Kept by `tools/library_catalogues.py`. A new release of Wagtail, Django or the framework of the API
fails here with the list of what it has begun to say.
"""

import json
import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

from accounts import memberships
from accounts.models import Role
from cms.models import StoryIndexPage
from tests.factories import cms as pages
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.pictures import PictureFactory
from tests.test_translations import edges, gaps
from tools import library_catalogues

LANGUAGES = library_catalogues.LANGUAGES
OURS = re.compile(
    r"\b(brukar|bruker(en|ne|e|s|navn\w*)?\b|brukarnamn|kladd|historikk|avvis|avslå|avslått|nekt)\w*",
    re.IGNORECASE,
)
"""Words that Wagtail uses and we do not."""


def pairs(language):
    """Return each text of our catalogues with its translation."""
    return [
        pair
        for domain in library_catalogues.DOMAINS
        for message in library_catalogues.read(language, domain)
        if message.id
        for pair in zip(
            library_catalogues.forms(message.id),
            library_catalogues.forms(message.string),
            strict=True,
        )
    ]


def told(domain, language):
    """Return what is told in the end: the libraries' own words with ours over them."""
    ours = {
        library_catalogues.key(message): library_catalogues.forms(message.string)
        for message in library_catalogues.read(language, domain)
        if message.id
    }
    return library_catalogues.spoken(language, domain) | ours


def test_everything_is_said_and_nothing_that_no_library_says():
    assert library_catalogues.missing() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_gaps_and_edges_of_its_source(language):
    different = [
        pair
        for pair in pairs(language)
        if gaps(pair[0]) != gaps(pair[1]) or edges(pair[0]) != edges(pair[1])
    ]
    assert different == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_wagtail_speaks_in_our_words(language):
    of_wagtail = {
        name
        for domain in library_catalogues.DOMAINS
        for name, message in library_catalogues.said(domain).items()
        if message.locations[0][0].startswith("wagtail")
    }
    others = [
        form
        for domain in library_catalogues.DOMAINS
        for name, texts in told(domain, language).items()
        if name in of_wagtail
        for form in texts
        if OURS.search(form)
    ]
    assert others == []


@pytest.mark.parametrize(
    ("language", "draft", "pages_deleted"),
    [("nb", "Lagre utkast", "3 sider er slettet"), ("nn", "Lagre utkast", "3 sider er sletta")],
)
def test_our_words_win_over_the_librarys(language, draft, pages_deleted):
    one = "%(num_parent_objects)d page has been deleted"
    many = "%(num_parent_objects)d pages have been deleted"
    with translation.override(language):
        assert gettext("Save draft") == draft
        assert ngettext(one, many, 3) % {"num_parent_objects": 3} == pages_deleted


class Words(HTMLParser):
    """The texts that a page shows or reads out."""

    def __init__(self):
        super().__init__()
        self.texts, self.silent = set(), 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in ("script", "style")
        self.texts |= {
            " ".join(value.split())
            for name, value in attrs
            if value and name in ("aria-label", "title", "placeholder", "alt", "content")
        }

    def handle_endtag(self, tag):
        self.silent -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.silent:
            self.texts.add(" ".join(data.split()))


def english(answer, language):
    """Return the texts of a page that stand as the library wrote them, though we translate them."""
    page = Words()
    page.feed(answer.content.decode())
    return sorted(
        name
        for (_context, name), texts in told("django", language).items()
        if name in page.texts and texts[0] != name
    )
