"""What is kept for everybody, for how long, and what is never kept."""

import os
import re
import subprocess
import sys
import time
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.test import Client
from django.utils import timezone

from cms import page_cache
from cms.models import CalendarPage, HomePage
from tests.factories import cms as pages
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_a_page_is_rendered_once_and_then_kept(client, django_assert_num_queries):
    pages.home()
    first = client.get("/")
    with django_assert_num_queries(0):
        second = client.get("/")
    assert second.content == first.content
    assert {name: second[name] for name in ("Content-Type", "ETag", "X-Frame-Options")} == {
        name: first[name] for name in ("Content-Type", "ETag", "X-Frame-Options")
    }
    assert "Content-Security-Policy" in second


def test_browsers_ask_each_time_and_get_a_short_answer(client):
    pages.home()
    first = client.get("/")
    assert first["Cache-Control"] == "max-age=0, must-revalidate"
    again = client.get("/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_visitor_gets_no_cookie(client):
    pages.whole_site()
    for path in ("/", "/kalender/", "/minihager/", "/historier/"):
        assert dict(client.get(path).cookies) == {}


def test_what_is_published_is_seen_at_once(client, django_capture_on_commit_callbacks):
    home = pages.home()
    assert "Nye ord" not in client.get("/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        home.intro = "Nye ord"
        home.save_revision().publish()
    assert "Nye ord" in client.get("/").content.decode()


def test_a_new_contact_person_is_seen_at_once(client, django_capture_on_commit_callbacks):
    contact = pages.contact()
    assert "Kari Lund" in client.get("/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        contact.name = "Per Haugen"
        contact.save()
    assert "Per Haugen" in client.get("/").content.decode()


def test_a_page_rendered_from_before_the_news_is_not_served_after_it(client):
    """A slow render that began before a withdrawal must not put the old page back."""
    pages.home()
    asked = client.get("/").wsgi_request
    generation, kept = page_cache.look_up(asked)
    page_cache.forget_all()
    caches["pages"].set(page_cache.key_of(asked), kept)  # the slow render ends now
    assert page_cache.look_up(asked)[1] is None
    assert page_cache.look_up(asked)[0] != generation


def test_a_lost_generation_brings_nothing_back(client):
    pages.home()
    asked = client.get("/").wsgi_request
    caches["pages"].delete(page_cache.GENERATION)
    assert page_cache.look_up(asked)[1] is None


def test_nothing_is_kept_longer_than_the_promise(client):
    pages.home()
    client.get("/")
    HomePage.objects.update(intro="Ord som ingen har meldt")
    assert page_cache.SECONDS + page_cache.REMEMBERED_SECONDS <= 50
    with time_machine.travel(timezone.now() + timedelta(seconds=page_cache.SECONDS + 1)):
        assert "Ord som ingen har meldt" in client.get("/").content.decode()


def test_somebody_who_is_signed_in_gets_a_page_of_their_own(client, django_assert_num_queries):
    pages.home()
    client.get("/")
    client.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    assert "ETag" not in client.get("/")


@pytest.mark.parametrize(
    ("path", "is_kept"),
    [
        ("/kalender/", True),
        ("/kalender/?utm_source=x", True),
        ("/kalender/?side=1", True),
        ("/kalender/?side=99", False),
        ("/kalender/?bydel=ingen", False),
        ("/sok/?sok=kasse", False),
        ("/finnes-ikke/", False),
    ],
)
def test_only_answers_to_known_questions_are_kept(path, is_kept):
    pages.index(CalendarPage)
    assert ("ETag" in Client().get(path)) is is_kept


@pytest.mark.parametrize("path", ["/", "/kalender/", "/historier/", "/kalender.ics"])
def test_a_visitor_cannot_fill_the_cache_with_questions(client, path):
    pages.whole_site()
    client.get(path)
    pages_kept = caches["pages"]._cache
    before = set(pages_kept)
    for name in ("ord", *page_cache.QUERY):
        for number in range(900, 903):
            client.get(f"{path}?{name}={number}")
    assert set(pages_kept) - before == set()


@pytest.mark.parametrize("host", ["testserver:1", "TESTSERVER", "testserver.", "testserver:080"])
def test_a_visitor_cannot_fill_the_cache_with_spellings_of_the_host(client, host):
    pages.home()
    client.get("/")
    before = set(caches["pages"]._cache)
    answer = client.get("/", HTTP_HOST=host)
    assert (answer.status_code, "ETag" in answer) == (200, False)
    assert set(caches["pages"]._cache) - before == set()


def test_the_page_is_kept_under_the_address_of_the_installation(client, settings):
    pages.home()
    settings.WAGTAILADMIN_BASE_URL = "http://testserver:8001"
    assert "ETag" in client.get("/", HTTP_HOST="testserver:8001")


def test_a_parameter_that_a_page_does_not_read_gives_the_kept_page(
    client, django_assert_num_queries
):
    pages.home()
    first = client.get("/")
    with django_assert_num_queries(0):
        assert client.get("/?side=7&bydel=x").content == first.content


def test_each_page_of_a_list_is_kept_for_itself(client, django_assert_num_queries):
    pages.index(CalendarPage)
    for path in ("/kalender/?side=1", "/kalender/"):
        first = client.get(path)
        with django_assert_num_queries(0):
            assert client.get(path).content == first.content


def test_without_its_cache_the_site_answers_all_the_same(client, settings):
    """A cache that is gone is a miss, and what cannot be told to it runs out by itself."""
    pages.home()
    settings.CACHES = {
        **settings.CACHES,
        "pages": {"BACKEND": f"{__name__}.Gone"},
    }
    assert client.get("/").status_code == 200
    page_cache.forget_all()
    assert client.get("/readyz").json() == {"database": "up", "pages": "down"}
    assert client.get("/readyz").status_code == 200


def test_a_cache_that_hangs_holds_up_one_page_and_no_more(client, settings, monkeypatch):
    pages.home()
    monkeypatch.setattr(page_cache, "_rests_until", 0.0)
    monkeypatch.setattr(page_cache, "SLOW", 0.01)
    settings.CACHES = {**settings.CACHES, "pages": {"BACKEND": f"{__name__}.Hanging"}}
    Hanging.asked = 0
    assert [client.get("/").status_code for _time in range(4)] == [200] * 4
    assert Hanging.asked == 1
    page_cache.forget_all()  # news is told all the same
    assert Hanging.asked == 2
    monkeypatch.setattr(page_cache, "_rests_until", 0.0)
    client.get("/")
    assert Hanging.asked == 3


def test_redis_is_let_hang_for_half_a_second(tmp_path):
    """Asked of the settings in a process of their own: the address decides."""
    code = "from config.settings import base; print(base.CACHES['pages']['OPTIONS'])"
    words = {}
    for address in ("rediscache://localhost:1/0", "redis://localhost:1/0?socket_timeout=3"):
        told_so = {"CACHE_URL": address, "REIR_READ_ENV_FILE": "no", "REIR_VAR": str(tmp_path)}
        words[address] = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, **told_so},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
    assert list(words.values()) == [
        "{'socket_timeout': 0.5, 'socket_connect_timeout': 0.5}",
        "{'socket_timeout': 3, 'socket_connect_timeout': 0.5}",
    ]


class Gone(BaseCache):
    """A cache whose server has gone."""

    def __init__(self, *arguments, **options):
        super().__init__({})

    def get(self, *arguments, **options):
        raise ConnectionError("Connection refused")

    add = set = get_many = set_many = delete = touch = clear = get


class Hanging(BaseCache):
    """A cache whose server takes the question and says nothing."""

    asked = 0

    def __init__(self, *arguments, **options):
        super().__init__({})

    def get(self, *arguments, **options):
        Hanging.asked += 1
        time.sleep(0.05)
        raise TimeoutError

    add = set = get_many = set_many = delete = touch = clear = get


def test_every_public_answer_is_free_of_inline_script_and_style(client):
    pages.whole_site()
    for path in ("/", "/kalender/", "/verk/", "/minihager/", "/historier/", "/prosjekter/"):
        text = client.get(path).content.decode()
        scripts = re.findall(r"<script(?![^>]*(?:src=|application/ld\+json))", text)
        assert scripts + re.findall(r"<style|\sstyle=|\son[a-z]+=", text) == []
