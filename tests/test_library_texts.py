"""What the libraries say to our people is said in bokmål and in nynorsk, in our own words.

Kept by `tools/library_catalogues.py`. A new release of Wagtail, Django or the framework of the API
fails here with the list of what it has begun to say.
"""

import json
import re
from functools import cache
from html.parser import HTMLParser

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

from accounts.models import Role
from accounts.roles import memberships, wagtail_groups
from cms.models import StoryIndexPage
from tests.factories import cms as pages
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.pictures import PictureFactory
from tests.test_translations import edges, gaps
from tools import library_catalogues

LANGUAGES = library_catalogues.LANGUAGES
OURS = re.compile(
    r"\b(bruk[ea]r|kladd|historikk|avvis|avslå|nekt)\w*",
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


@cache
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


STIFF = re.compile(r"gyldig|\bverdi|^(oppgi|oppgje|sørg for)\b", re.IGNORECASE)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        (forms.CharField(max_length=3), "lenge"),
        (forms.CharField(min_length=3), "to"),
        (forms.CharField(), "\x00"),
        (forms.ChoiceField(choices=[("a", "A")]), "b"),
        (forms.DateField(), "i morgen"),
        (forms.DateTimeField(), "i morgen"),
        (forms.DecimalField(max_digits=3, decimal_places=1), "0,123"),
        (forms.DecimalField(max_digits=3, decimal_places=1), "1234,5"),
        (forms.EmailField(), "ola"),
        (forms.FileField(), None),
        (forms.ImageField(), SimpleUploadedFile("tom.png", b"")),
        (forms.ImageField(), SimpleUploadedFile("tekst.png", b"tekst")),
        (forms.IntegerField(), "mye"),
        (forms.IntegerField(min_value=1), "0"),
        (forms.IntegerField(max_value=1), "2"),
        (forms.MultipleChoiceField(), "a"),
        (forms.MultipleChoiceField(), ["a"]),
        (forms.TimeField(), "snart"),
        (forms.URLField(assume_scheme="https"), "http://"),
        (forms.UUIDField(), "a"),
    ],
)
def test_a_form_says_what_to_do_as_a_colleague_would(language, field, wrong):
    with translation.override(language), pytest.raises(forms.ValidationError) as refused:
        field.clean(wrong)
    with translation.override(language):
        assert [words for words in refused.value.messages if STIFF.search(words)] == []


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


MEANT = {
    "English",  # a language, by its own name
    "None",  # stands in what is hidden until there is a number to show
}


def english(answer, language):
    """Return the texts of a page that stand as a library wrote them, in English."""
    is_window = answer.headers["Content-Type"].startswith("application/json")
    page, ours = Words(), told("django", language)
    page.feed(answer.json()["html"] if is_window else answer.content.decode())
    return {
        text
        for context, text in library_catalogues.said("django")
        if text in page.texts and ours.get((context, text), ("",))[0] != text
    } - MEANT


@pytest.mark.django_db
def test_an_editor_meets_no_english_in_the_admin(signed_in):
    """In nynorsk, of which Wagtail itself knows nothing."""
    parent = pages.index(StoryIndexPage).pk
    user, team = UserFactory(language="nn"), TeamFactory()
    memberships.give(user, team=team, role=Role.EDITOR, by=UserFactory(administrator=True))
    story = pages.story(team=team)
    picture = PictureFactory(collection=wagtail_groups.collection_of(team))
    client = signed_in(user)
    addresses = [
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_explore", args=[parent]),
        reverse("wagtailadmin_choose_page"),
        reverse("wagtailadmin_pages:edit", args=[story.pk]),
        reverse("wagtailadmin_pages:history", args=[story.pk]),
        reverse("wagtailadmin_pages:delete", args=[story.pk]),
        reverse("wagtailadmin_account"),
        reverse("wagtailimages:index"),
        reverse("wagtailimages:add_multiple"),
        reverse("wagtailimages:edit", args=[picture.pk]),
        reverse("wagtailimages_chooser:choose"),
    ]
    answers = {address: client.get(address) for address in addresses}
    assert {a: b.status_code for a, b in answers.items() if b.status_code != 200} == {}
    found = {address: english(answer, "nn") for address, answer in answers.items()}
    assert {address: texts for address, texts in found.items() if texts} == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "one", "two"),
    [("nb", "%(num)s minutt", "%(num)s minutter"), ("nn", "%(num)s minutt", "%(num)s minutt")],
)
def test_what_the_admin_writes_itself_is_translated_too(staff_client, language, one, two):
    client = staff_client("editor")
    client.user.language = language
    client.user.save()
    answer = client.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    catalog = json.loads(re.search(r"const newcatalog = ({.*?});", answer, re.DOTALL)[1])
    assert catalog["%(num)s min"] == [one, two]
    assert catalog["Yes"] == "Ja"
