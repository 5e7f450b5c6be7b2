"""What everybody shares stays where it is read, whatever one district sends; so do the portals."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.models import ProjectPage, StandardPage, StoryIndexPage, StoryPage
from cms.navigation import addresses
from tests.cms.publishing.test_in_admin import editor, new_story, words  # noqa: F401
from tests.cms.publishing.test_scheduled import three_hours_later
from tests.factories import cms as pages
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.activities import ActivityFactory

pytestmark = pytest.mark.django_db
PORTALS = [
    "staff", "min", "admin", "nn", "en", "k", "api", "bilder", "sok", "healthz", "konto", "partner",
    "webhooks", "static", "robots.txt",
]  # fmt: skip


def sent(**values):
    """Return what the form of a page of the house sends."""
    return nested_form_data(
        {
            "title": "Ny",
            "intro": "Om noe.",
            "illustration": "nest",
            "illustration_alt": "Et reir.",
            "body": streamfield([]),
            "promises": streamfield([]),
            "comments": inline_formset([]),
            "action-publish": "1",
            **values,
        }
    )


def later(hours=2):
    return timezone.localtime(timezone.now() + timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize("which", ["home", "list", "about", "project of two", "project of nobody"])
def test_one_district_neither_moves_nor_ends_what_is_shared(editor, client, which):  # noqa: F811
    two = ActivityFactory(teams=[editor.team, TeamFactory()], is_public=True)
    page = {
        "home": pages.home,
        "list": lambda: pages.index(StoryIndexPage),
        "about": pages.standard,
        "project of two": lambda: pages.project(two),
        "project of nobody": lambda: pages.project(ActivityFactory(is_public=True)),
    }[which]()
    address = page.address
    activity = getattr(page, "activity_id", None)
    taken = {"slug": "borte", "go_live_at": later(1), "expire_at": later(2)}
    editor.post(f"/admin/pages/{page.pk}/edit/", sent(activity=activity or "", **taken))
    for act in ("unpublish", "delete"):
        editor.post(f"/admin/pages/{page.pk}/{act}/")
    three_hours_later()
    stored = Page.objects.get(pk=page.pk)
    assert (stored.live, stored.slug, stored.title) == (True, page.slug, "Ny")
    assert client.get(address).status_code == 200


def test_ones_own_project_and_an_administrators_page_come_down(editor, signed_in):  # noqa: F811
    project = pages.project(ActivityFactory(teams=[editor.team]))
    editor.post(f"/admin/pages/{project.pk}/unpublish/")
    about = pages.standard()
    administrator = signed_in(UserFactory(administrator=True))
    administrator.post(f"/admin/pages/{about.pk}/edit/", sent(slug="om-reir", expire_at=later()))
    three_hours_later()
    assert not ProjectPage.objects.get().live
    about.refresh_from_db()
    assert (about.live, about.slug) == (False, "om-reir")


@pytest.mark.parametrize("draft", [False, True])
def test_no_page_stands_at_an_address_that_leads_elsewhere(editor, draft):  # noqa: F811
    home = pages.home()
    for slug in ("staff", "nn", "sok"):
        form = sent(slug=slug, title=slug)
        if draft:  # a draft may be sent without an address; it gets one from its title
            form |= {"slug": ""}
            del form["action-publish"]
        editor.post(f"/admin/pages/add/cms/standardpage/{home.pk}/", form)
    assert not StandardPage.objects.filter(slug__in=PORTALS).exists()


def test_what_is_a_door_and_what_is_none():
    assert [slug for slug in PORTALS if not addresses.leads_elsewhere(f"/home/{slug}/", "nb")] == []
    assert not addresses.leads_elsewhere("/home/om-oss/", "nb")
    assert not addresses.leads_elsewhere("/home/staff/", "nn")
    assert addresses.leads_elsewhere("/home/sok/", "nn")
    assert addresses.leads_elsewhere("/home/minihager/kontakt/", "en")


def test_a_writer_is_not_locked_out_of_their_own_project(editor):  # noqa: F811
    foreign = ActivityFactory(teams=[TeamFactory()], is_public=True, name="Fremmed")
    parent = pages.project(ActivityFactory(teams=[editor.team])).get_parent()
    form = sent(slug="ny", activity=foreign.pk)
    del form["action-publish"]
    answer = editor.post(f"/admin/pages/add/cms/projectpage/{parent.pk}/", form)
    assert "activity" in answer.context["form"].errors
    assert foreign not in answer.context["form"].fields["activity"].queryset
    assert ProjectPage.objects.count() == 1


def test_a_system_administrator_without_a_team_writes_for_none(editor, signed_in):  # noqa: F811
    administrator = signed_in(UserFactory(administrator=True))
    answer = new_story(administrator, team=editor.team)
    assert list(answer.context["form"].fields["team"].queryset) == []
    story = pages.story(team=editor.team)
    other = TeamFactory()
    editor.post(f"/admin/pages/{story.pk}/edit/", words(other))
    story.refresh_from_db()
    assert [story.team for story in StoryPage.objects.all()] == [editor.team]
