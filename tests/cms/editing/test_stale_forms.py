"""An old tab of the admin is told and undoes nobody; Back and save makes no second."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from accounts.models import Role
from accounts.roles import memberships
from accounts.roles.wagtail_groups import collection_of
from cms.models import SiteContact, StoryIndexPage, StoryPage
from participants.models import Interest
from pictures.models import Picture
from tests.factories import cms as pages
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.pictures import PictureFactory, file_with_secrets
from tests.portals.shown_form import shown

pytestmark = pytest.mark.django_db
CARRIED = ("loaded_revision_id", "loaded_revision_created_at")
TAKES_A_FORM = {
    "simple_translation:submit_page_translation": "a page has one translation a language",
    "wagtail_bulk_action": "what is out is out: nothing is made",
    "wagtailadmin_account": "one's own language and look",
    "wagtailadmin_editing_sessions:ping": "a script says that the page is open",
    "wagtailadmin_editing_sessions:release": "a script says that the page is closed",
    "wagtailadmin_pages:add": "tested below",
    "wagtailadmin_pages:delete": "what is gone answers 404",
    "wagtailadmin_pages:edit": "tested below",
    "wagtailadmin_pages:preview_on_add": "kept in one's own session alone",
    "wagtailadmin_pages:preview_on_edit": "kept in one's own session alone",
    "wagtailadmin_pages:revisions_unschedule": "a plan that is gone is gone",
    "wagtailadmin_pages:unpublish": "what is taken down is down",
    "wagtailimages:add": "tested below",
    "wagtailimages:add_multiple": "sent by a script, one file at a time; each answer is shown",
    "wagtailimages:create_multiple_from_uploaded_image": "a file that was put aside, once",
    "wagtailimages:delete": "what is gone answers 404",
    "wagtailimages:delete_multiple": "what is gone answers 404",
    "wagtailimages:delete_upload_multiple": "what is gone answers 404",
    "wagtailimages:edit": "tested below",
    "wagtailimages:edit_multiple": "the form of `wagtailimages:edit`, version and all",
    "wagtailimages_chooser:create": "sent by a script from a window that closes",
    "wagtailsettings:edit": "tested below",
    "wagtailsnippets_participants_interest:add": "tested below",
    "wagtailsnippets_participants_interest:delete": "what is gone answers 404",
    "wagtailsnippets_participants_interest:edit": "tested below",
}


@pytest.fixture
def leader(signed_in: Any) -> Client:
    """Return a client of a leader of a team, with the team on it."""
    pages.index(StoryIndexPage)
    user, team = UserFactory(), TeamFactory()
    memberships.give(user, team=team, role=Role.LEADER, by=UserFactory(administrator=True))
    client = signed_in(user)
    client.user, client.team = user, team
    return client


def words_of_story(team: Any, **extra: Any) -> dict[str, Any]:
    """Return what somebody writes in the form of a story."""
    return nested_form_data(
        {
            "title": "Kassen",
            "slug": "kassen",
            "intro": "Om en kasse.",
            "illustration": "birdhouse",
            "illustration_alt": "En kasse.",
            "body": streamfield([]),
            "team": team.pk,
            "published_on": "2026-01-01",
            "named": inline_formset([]),
            "comments": inline_formset([]),
            **extra,
        }
    )


def address_of(row: Any) -> str:
    """Return where `row` is edited."""
    if isinstance(row, Picture):
        return f"/admin/images/{row.pk}/"
    if isinstance(row, SiteContact):
        return f"/admin/settings/cms/sitecontact/{row.site_id}/"
    return f"/admin/snippets/participants/interest/edit/{row.pk}/"


@pytest.fixture(params=["picture", "interest", "contact"])
def edited(request: Any, leader: Any, signed_in: Any) -> tuple[Any, Any, str, str]:
    """Return (client, row, two fields of it) for all that is edited here and is no page."""
    if request.param == "picture":
        row: Any = PictureFactory(collection=collection_of(leader.team), title="Før")
        return leader, row, "title", "description"
    if request.param == "interest":
        row = Interest.objects.create(name="Vev", slug="vev", illustration="nest")
        return leader, row, "name", "slug"
    return signed_in(UserFactory(administrator=True)), pages.contact(), "name", "email"


def test_an_old_tab_is_told_what_stands_there_and_obeyed_when_it_is_meant(edited: Any) -> None:
    client, row, first, second = edited
    url = address_of(row)
    old, new = shown(client.get(url)), shown(client.get(url))
    other = "ny@reir.example" if second == "email" else "nytt"
    client.post(url, new | {first: ["Kollegaen skrev"]})
    told = client.post(url, old | {second: [other]})
    row.refresh_from_db()
    assert getattr(row, first) == "Kollegaen skrev"
    assert "Nå står det: Kollegaen skrev" in told.content.decode()
    assert shown(told)[second] == [other]
    client.post(url, shown(told) | {first: ["Kollegaen skrev"]})
    row.refresh_from_db()
    assert (getattr(row, first), getattr(row, second)) == ("Kollegaen skrev", other)


def test_the_same_form_sent_twice_is_saved_once(edited: Any) -> None:
    client, row, first, _second = edited
    sent = shown(client.get(address_of(row))) | {first: ["En gang"]}
    once = client.post(address_of(row), sent)
    type(row).objects.filter(pk=row.pk).update(**{first: "Kollegaen skrev"})
    again = client.post(address_of(row), sent)
    row.refresh_from_db()
    assert (again.status_code, again.url) == (once.status_code, once.url) == (302, once.url)
    assert getattr(row, first) == "Kollegaen skrev"


def test_a_new_interest_that_is_sent_twice_is_one(leader: Any) -> None:
    url = "/admin/snippets/participants/interest/add/"
    sent = shown(leader.get(url)) | {"name": ["Vev"], "slug": ["vev"], "illustration": ["nest"]}
    once, again = leader.post(url, sent), leader.post(url, sent)
    assert (once.status_code, again.status_code, again.url) == (302, 302, once.url)
    assert Interest.objects.filter(name="Vev").count() == 1


def test_a_new_picture_that_is_sent_twice_is_one_and_another_file_is_another(leader: Any) -> None:
    url = "/admin/images/add/"
    sent = shown(leader.get(url)) | {"title": ["Kassen"]}
    for size, so_far in (((80, 60), 1), ((80, 60), 1), ((60, 40), 2)):
        file = SimpleUploadedFile("kasse.jpg", file_with_secrets(size=size), "image/jpeg")
        answer = leader.post(url, sent | {"file": file})
        assert (answer.status_code, Picture.objects.count()) == (302, so_far)


def test_a_new_page_that_is_sent_twice_is_one(leader: Any) -> None:
    url = f"/admin/pages/add/cms/storypage/{pages.index(StoryIndexPage).pk}/"
    sent = words_of_story(leader.team) | {"once": shown(leader.get(url))["once"]}
    once, again = leader.post(url, sent), leader.post(url, sent)
    assert (once.status_code, again.status_code, again.url) == (302, 302, once.url)
    assert StoryPage.objects.get().revisions.count() == 1


def newest(page: Any) -> Any:
    """Return the newest version of a page."""
    return StoryPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def page_opened(client: Any, page: Any) -> dict[str, Any]:
    """Return what the page of a story carries along."""
    found = shown(client.get(f"/admin/pages/{page.pk}/edit/"))
    return {name: found[name] for name in (*CARRIED, "once")}


@pytest.mark.parametrize("act", ["action-publish", ""])
def test_an_old_tab_of_a_page_is_told_and_undoes_nobody(leader: Any, act: str) -> None:
    story = pages.story(team=leader.team, title="Først", blocks=[("heading", "Gammelt")])
    story.save_revision().publish()
    url, pressed = f"/admin/pages/{story.pk}/edit/", {act: "1"} if act else {}
    body = {"body": streamfield([("heading", "Kollegaen skrev")])}
    old, new = page_opened(leader, story), page_opened(leader, story)
    leader.post(url, words_of_story(leader.team, title="Tittelen", **body) | new | pressed)
    versions = story.revisions.count()

    mine = words_of_story(leader.team, title="Min tittel", intro="Mitt.")
    told = leader.post(url, mine | old | pressed)
    text = told.content.decode()
    assert (told.status_code, story.revisions.count()) == (200, versions)
    assert "Nå står det: Tittelen" in text and "Nå står det: Kollegaen skrev" in text
    assert f'href="{url}"' in text and "Min tittel" in text

    again = shown(told)
    leader.post(url, mine | {name: again[name] for name in (*CARRIED, "once")} | pressed)
    assert newest(story).title == "Min tittel"
    assert story.revisions.count() == versions + 1


def test_what_an_old_tab_left_as_it_was_is_held_against_the_newest_too(leader: Any) -> None:
    story = pages.story(team=leader.team, published_on=date(2026, 1, 1))
    story.save_revision()
    url, old = f"/admin/pages/{story.pk}/edit/", page_opened(leader, story)
    story.published_on = date(2026, 2, 2)
    story.save_revision()
    as_shown = {"published_on": "2026-01-01", "initial-published_on": "2026-01-01"}
    told = leader.post(url, words_of_story(leader.team, **as_shown) | old)
    assert "Nå står det: 2026-02-02" in told.content.decode()


def test_an_old_tab_that_agrees_is_no_conflict_and_what_it_saved_itself_is_no_colleague(
    leader: Any,
) -> None:
    story = pages.story(team=leader.team, title="Først", published_on=date(2026, 1, 1))
    story.save_revision()
    url, old = f"/admin/pages/{story.pk}/edit/", page_opened(leader, story)
    story.save_revision(user=leader.user, changed=False)
    as_it_is = words_of_story(
        leader.team,
        **{name: getattr(story, name) for name in ("title", "slug", "intro")},
        illustration=story.illustration,
        illustration_alt=story.illustration_alt,
    )
    answer = leader.post(url, as_it_is | old)
    assert answer.status_code == 302, answer.context["form"].errors
    story.refresh_from_db()
    own = story.latest_revision
    old = page_opened(leader, story)
    story.save_revision(user=leader.user, overwrite_revision=own)
    sent = as_it_is | old | {"title": "Mer", "overwrite_revision_id": str(own.pk)}
    assert leader.post(url, sent).status_code == 302
    assert newest(story).title == "Mer"


def test_a_colleague_who_saves_without_a_change_makes_no_other_tab_old(leader: Any) -> None:
    story = pages.story(team=leader.team, title="Først", blocks=[("heading", "Elva")])
    story.save_revision().publish()
    url, old = f"/admin/pages/{story.pk}/edit/", page_opened(leader, story)
    newest(story).save_revision(user=leader.user).publish()
    body = {"body": streamfield([("heading", "Elva og brua")])}
    answer = leader.post(url, words_of_story(leader.team, title="Min tittel", **body) | old)
    assert (answer.status_code, newest(story).title) == (302, "Min tittel")
    newest(story).save_revision(user=leader.user)
    changed = newest(story)
    changed.title = "Kollegaen skrev"
    changed.save_revision(user=leader.user)
    old.pop("once")
    told = leader.post(url, words_of_story(leader.team, title="Min igjen") | old)
    assert (told.status_code, newest(story).title) == (200, "Kollegaen skrev")


def test_a_version_that_was_written_over_makes_a_tab_old(leader: Any) -> None:
    story = pages.story(team=leader.team, title="Først")
    own = story.save_revision(user=leader.user)
    url, old = f"/admin/pages/{story.pk}/edit/", page_opened(leader, story)
    changed = newest(story)
    changed.title = "Kollegaen skrev"
    changed.save_revision(user=leader.user, overwrite_revision=own)
    told = leader.post(url, words_of_story(leader.team, title="Min") | old)
    assert (told.status_code, newest(story).title) == (200, "Kollegaen skrev")
