"""The editor's checks read a preview through Wagtail's bar; nothing of the bar reaches others."""

import re

import pytest
from django.urls import reverse
from wagtail.models import get_page_models

from accounts.models import Role
from accounts.roles import memberships
from cms import page_cache
from cms.models import StoryIndexPage
from tests.cms.publishing.test_in_admin import words
from tests.factories import cms as pages
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db
BAR = ("userbar", "wagtailadmin", "axe-configuration")


@pytest.fixture
def everything():
    """Return one live page of every type, and the team whose story it is."""
    pages.whole_site()
    team = TeamFactory()
    pages.story(ParticipantFactory(team=team), team=team)
    pages.project()
    pages.standard()
    found = [model.objects.first() for model in get_page_models() if model is not None]
    return [page for page in found if page is not None and hasattr(page, "illustration")], team


@pytest.fixture
def editor(everything, signed_in):
    user = UserFactory()
    memberships.give(user, team=everything[1], role=Role.EDITOR, by=UserFactory(administrator=True))
    return signed_in(user)


def test_a_draft_of_every_kind_of_page_has_the_bar(everything, editor):
    for page in everything[0]:
        page.save_revision()
        answer = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
        assert (page.title, answer.content.count(b"<wagtail-userbar>")) == (page.title, 1)
        assert "no-store" in answer["Cache-Control"]


def test_a_preview_has_the_bar_and_scripts_from_here_alone(everything, editor):
    index = StoryIndexPage.objects.get()
    address = reverse("wagtailadmin_pages:preview_on_add", args=["cms", "storypage", index.pk])
    editor.post(address, words(everything[1]))
    answer = editor.get(address, {"in_preview_panel": "true"})
    html = answer.content.decode()
    assert html.count("<wagtail-userbar>") == 1
    assert re.findall(r'<script src="(?!/static/)', html) == []
    assert re.findall(r"<script>|<style|style=\"|onclick", html) == []
    assert "no-store" in answer["Cache-Control"]


def test_nothing_of_it_reaches_a_page_that_is_served(everything, editor, client):
    page_cache.forget_all()
    for page in everything[0]:
        address = page.address
        editor.get(reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]))
        for who in (editor, client, client):  # the third is the kept one
            html = who.get(address).content.decode()
            assert page.title in html
            assert [word for word in BAR if word in html] == [], address


def test_a_parameter_of_the_preview_does_not_bring_the_bar(everything, client, editor):
    for who in (editor, client):
        for query in ("in_preview_panel=true", "is_preview=1", "preview=true"):
            assert "userbar" not in who.get(f"/?{query}").content.decode()
