"""A page is translated by those who may write it, below the parent that it has in the language."""

import re

import pytest
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from accounts.models import AccessEvent, Role
from accounts.roles import memberships
from activities.models import Activity
from cms.models import HomePage, ProjectPage, StandardPage, StoryIndexPage, StoryPage
from tests.cms.publishing.test_in_admin import words
from tests.factories import cms as pages
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.activities import ActivityFactory
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def nynorsk():
    """Return the nynorsk list of stories; the bokmål one stands too."""
    pages.index(StoryIndexPage)
    return pages.add(
        pages.home("nn"), StoryIndexPage, title="Historier", slug="historier",
        like=pages.index(StoryIndexPage),
    )  # fmt: skip


@pytest.fixture(params=[Role.LEADER, Role.EDITOR])
def writer(request, signed_in, nynorsk):
    user, team = UserFactory(), TeamFactory()
    memberships.give(user, team=team, role=request.param, by=UserFactory(administrator=True))
    client = signed_in(user)
    client.user, client.team = user, team
    return client


def translate(client, page, locale):
    address = reverse("simple_translation:submit_page_translation", args=[page.pk])
    return client.post(address, {"locales": [locale.pk]}, follow=True)


def test_from_the_button_to_the_published_page(writer, nynorsk, client):
    person = ParticipantFactory(team=writer.team, chosen_name="Kanariella")
    story = pages.story(person, team=writer.team, title="Kassen", slug="kassen")
    html = writer.get(f"/admin/pages/{story.pk}/edit/").content.decode()
    (button,) = set(re.findall(r'href="(/admin/translation/submit/page/\d+/)"', html))
    assert "nynorsk" in writer.get(button).content.decode().lower()
    answer = writer.post(button, {"locales": [nynorsk.locale_id]})
    made = StoryPage.objects.get(locale=nynorsk.locale)
    assert answer.url == f"/admin/pages/{made.pk}/edit/"
    assert (made.get_parent().pk, made.team, made.live) == (nynorsk.pk, writer.team, False)
    assert list(made.people.all()) == [person]

    def publish():
        row = {"id": made.named.get().pk, "participant": person.pk, "ORDER": 1}
        named = nested_form_data({"named": inline_formset([row], initial=1)})
        sent = words(writer.team, person) | named
        return writer.post(f"/admin/pages/{made.pk}/edit/", sent, follow=True)

    # A yes to the story in one language is none to its words in another.
    assert f"Disse må si ja til den først: {person.code}" in publish().content.decode()
    assert client.get("/nn/historier/kassen/").status_code == 404
    pages.say_yes(person, made)
    publish()
    assert client.get("/nn/historier/kassen/").status_code == 200


def test_a_language_without_the_parent_is_not_offered_and_not_taken(writer):
    english = pages.home("en").locale
    story = pages.story(team=writer.team)
    answer = translate(writer, story, english)
    assert answer.status_code == 200
    assert "locales" in answer.context["form"].errors
    assert not StoryPage.objects.filter(locale=english).exists()


def test_another_teams_pages_are_not_ones_to_translate(writer, nynorsk):
    story = pages.story(title="Fremmed")
    assert translate(writer, story, nynorsk.locale).status_code == 404
    activity = ActivityFactory(teams=[TeamFactory()], is_public=True)
    project = pages.project(activity)
    projects = project.get_parent()
    pages.add(
        pages.home("nn"), type(projects.specific), title="Prosjekt", slug="prosjekter",
        like=projects,
    )  # fmt: skip
    translate(writer, project, nynorsk.locale)
    assert not ProjectPage.objects.filter(locale=nynorsk.locale).exists()
    listed = writer.get(f"/admin/pages/{projects.pk}/").content.decode()
    assert f"/admin/translation/submit/page/{project.pk}/" not in listed
    Activity.teams.through.objects.filter(activity=activity).update(team=writer.team)
    translate(writer, project, nynorsk.locale)
    assert ProjectPage.objects.filter(locale=nynorsk.locale).exists()


def test_a_story_that_is_held_back_is_translated_as_a_draft_alone(writer, nynorsk, client):
    person = ParticipantFactory(team=writer.team)
    story = pages.story(person, team=writer.team, consenting=False, title="Skjult", slug="skjult")
    translate(writer, story, nynorsk.locale)
    assert not StoryPage.objects.get(locale=nynorsk.locale).live
    for address in ("/nn/historier/", "/nn/historier/skjult/", "/sitemap.xml", "/historier.atom"):
        assert "skjult" not in client.get(address).content.decode().lower(), address
    assert AccessEvent.objects.filter(user=writer.user).exists()


def test_a_shared_page_is_translated_but_no_district_begins_a_language(writer, signed_in, nynorsk):
    about, home, english = pages.standard(), pages.home(), pages.home("en")
    translate(writer, about, nynorsk.locale)
    assert not StandardPage.objects.get(locale=nynorsk.locale).live
    Page.objects.get(pk=english.pk).delete()
    assert "locales" in translate(writer, home, english.locale).context["form"].errors
    assert not HomePage.objects.filter(locale=english.locale).exists()
    translate(signed_in(UserFactory(administrator=True)), home, english.locale)
    begun = HomePage.objects.get(locale=english.locale)
    rights = GroupPagePermission.objects.filter(page=begun, group__user=writer.user)
    assert rights.count() == 3  # whoever writes below the one home page writes below the other
