"""Writing stories: only one's own team's, and out only when everybody in them says yes."""

import json
import re

import pytest
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from accounts.models import AccessEvent, Role
from accounts.roles import memberships
from cms.models import CalendarPage, HomePage, StandardPage, StoryIndexPage, StoryPage
from cms.publishing import missing_consents
from tests.factories import cms as pages
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.activities import WorkFactory
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(signed_in):
    """Return a client of an editor of a team, with the team on it."""
    pages.index(StoryIndexPage)
    user, team = UserFactory(), TeamFactory()
    memberships.give(user, team=team, role=Role.EDITOR, by=UserFactory(administrator=True))
    client = signed_in(user)
    client.user, client.team = user, team
    return client


def words(team, *people, **extra):
    """Return what the form of a story sends."""
    named = [{"participant": person.pk, "ORDER": n} for n, person in enumerate(people)]
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
            "named": inline_formset(named),
            "comments": inline_formset([]),
            "action-publish": "1",
            **extra,
        }
    )


def new_story(client, *people, team=None, **extra):
    """Send the form of a new story to be published; return the answer."""
    parent = pages.index(StoryIndexPage)
    address = f"/admin/pages/add/cms/storypage/{parent.pk}/"
    return client.post(address, words(team or client.team, *people, **extra), follow=True)


def test_a_story_about_nobody_is_published(editor):
    new_story(editor)
    assert [story.title for story in StoryPage.objects.shown()] == ["Kassen"]


def test_a_story_waits_as_a_draft_until_everybody_in_it_says_yes(editor):
    person = ParticipantFactory(team=editor.team, chosen_name="Kanariella")
    answer = new_story(editor, person)
    story = StoryPage.objects.get()
    assert (story.live, list(story.people.all())) == (False, [person])
    text = answer.content.decode()
    assert f"Disse må si ja til den først: {person.code}" in text

    pages.say_yes(person, story)
    editor.post(
        f"/admin/pages/{story.pk}/edit/",
        words(editor.team, person)
        | nested_form_data(
            {
                "named": inline_formset(
                    [{"id": story.named.get().pk, "participant": person.pk, "ORDER": 1}], initial=1
                )
            }
        ),
    )
    assert list(StoryPage.objects.shown()) == [story]


def test_a_story_is_written_for_ones_own_team_alone(editor):
    other = TeamFactory(name="Fremmed bydel")
    answer = new_story(editor, team=other)
    assert not StoryPage.objects.exists()
    assert list(answer.context["form"].fields["team"].queryset) == [editor.team]
    assert "Fremmed bydel" not in answer.content.decode()


@pytest.mark.parametrize("administrator", [False, True])
def test_a_draft_of_another_team_is_not_seen(editor, signed_in, administrator):
    story = pages.story(ParticipantFactory(), consenting=False, live=False, title="Hemmelig")
    client = signed_in(UserFactory(administrator=True)) if administrator else editor
    listed = client.get(f"/admin/pages/{story.get_parent().pk}/").content.decode()
    assert "Hemmelig" not in listed
    for act in ("edit", "delete", "history", "view_draft", "copy"):
        answer = client.get(f"/admin/pages/{story.pk}/{act}/")
        assert (act, answer.status_code) == (act, 404)


def test_alternative_text_is_required(editor):
    answer = new_story(editor, illustration_alt="")
    assert StoryPage.objects.count() == 0
    assert "illustration_alt" in answer.context["form"].errors


def test_choosing_people_lists_ones_own_team_and_is_logged(editor):
    mine = ParticipantFactory(team=editor.team, chosen_name="Kanariella")
    ParticipantFactory(chosen_name="Fremmed")
    text = editor.get("/admin/participant_chooser/").content.decode()
    assert ("Kanariella" in text, "Fremmed" in text) == (True, False)
    (event,) = AccessEvent.objects.filter(user=editor.user)
    assert [row.participant_number for row in event.subjects.all()] == [mine.pk]


def test_choosing_a_work_lists_ones_own_team(editor):
    WorkFactory(team=editor.team, title="Min kasse")
    WorkFactory(title="Andres kasse")
    text = editor.get("/admin/work_chooser/").content.decode()
    assert ("Min kasse" in text, "Andres kasse" in text) == (True, False)


def test_only_a_leader_keeps_the_lists(editor, signed_in):
    leader = UserFactory()
    memberships.give(leader, team=editor.team, role=Role.LEADER, by=UserFactory(administrator=True))
    address = "/admin/snippets/participants/interest/"
    assert editor.get(address).status_code == 302
    assert signed_in(leader).get(address).status_code == 200


def test_pages_stand_where_they_belong():
    assert StoryPage.allowed_parent_page_models() == [StoryIndexPage]
    assert set(HomePage.allowed_subpage_models()) >= {CalendarPage, StandardPage, StoryIndexPage}
    assert StoryPage not in HomePage.allowed_subpage_models()


def test_no_single_district_takes_down_what_is_everybodys(editor, signed_in):
    administrator = signed_in(UserFactory(administrator=True))
    home, about = pages.home(), pages.standard()
    for page in (home, about):
        for act in ("unpublish", "delete"):
            editor.post(f"/admin/pages/{page.pk}/{act}/")
            page.refresh_from_db()
            assert page.live, act
        assert editor.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    administrator.post(f"/admin/pages/{home.pk}/delete/")  # something lies below it
    assert HomePage.objects.filter(pk=home.pk).exists()
    administrator.post(f"/admin/pages/{about.pk}/unpublish/")
    assert not StandardPage.objects.get().live


@pytest.mark.parametrize("chosen", ["id={0}&id={1}&id={2}", "id=all&childOf={3}"])
def test_many_at_once_are_asked_about_as_one_is(editor, chosen):
    person = ParticipantFactory(team=editor.team, chosen_name="Kanariella")
    values = {"team": editor.team, "live": False}
    silent = pages.story(person, consenting=False, title="Taus", **values)
    named = pages.story(title="Kanariella synger", **values)
    free = pages.story(title="Om en kasse", **values)
    hole = pages.story(title="Uten bildetekst", **values)
    StoryPage.objects.filter(pk=hole.pk).update(illustration_alt="")
    foreign = pages.story(live=False, title="Fremmed")
    below = f"{chosen}&id={hole.pk}&id={foreign.pk}&id=x"
    address = "/admin/bulk/wagtailcore/page/publish/?next=/admin/&" + below.format(
        silent.pk, named.pk, free.pk, free.get_parent().pk
    )
    shown = editor.get(address).content.decode()
    assert ("Om en kasse" in shown, "Fremmed" in shown) == (True, False)
    said = editor.post(address, {"include_descendants": "on"}, follow=True).content.decode()
    assert list(StoryPage.objects.filter(live=True)) == [free]
    for title in ("Taus", "Kanariella synger", "Uten bildetekst"):
        assert f"«{title}» er ikke lagt ut." in said
    assert f"Disse må si ja til den først: {person.code}" in said
    assert AccessEvent.objects.filter(user=editor.user, what="names_in_text").exists()


def test_nothing_else_is_done_with_many_at_once(editor):
    story, home = pages.story(team=editor.team), pages.home()
    foreign = pages.story()
    for act in ("unpublish", "delete", "move", "publish"):
        for page in (story, home, foreign):
            address = f"/admin/bulk/wagtailcore/page/{act}/?id={page.pk}"
            for answer in (editor.get(address), editor.post(address, {"include_descendants": "1"})):
                is_ours = act == "publish" and page != foreign
                assert (act, answer.status_code == 404) == (act, not is_ours)
    assert {page.live for page in (*StoryPage.objects.all(), *HomePage.objects.all())} == {True}
    for key in ("id=all", "id=all&childOf=x", "id=", "id=9223372036854775808", ""):
        assert editor.post(f"/admin/bulk/wagtailcore/page/publish/?{key}").status_code == 404
    listed = editor.get(f"/admin/pages/{story.get_parent().pk}/").content.decode()
    assert set(re.findall(r"/admin/bulk/\w+/page/(\w+)/", listed)) == {"publish"}
    assert f'data-object-id="{story.pk}"' in listed
    assert editor.get(f"/admin/bulk/wagtailimages/image/delete/?id={story.pk}").status_code == 404


def test_a_new_page_is_nobodys_to_read_before_it_has_asked(editor, monkeypatch):
    seen = []
    asked = missing_consents.blockers_of

    def ask(page, **words):
        seen.extend(StoryPage.objects.filter(live=True))
        return asked(page, **words)

    monkeypatch.setattr(missing_consents, "blockers_of", ask)
    new_story(editor)
    assert (seen, StoryPage.objects.get().live) == ([], True)


def test_a_person_and_a_work_of_another_team_are_not_saved(editor):
    for extra in (
        {"body": streamfield([("work", WorkFactory().pk)])},
        {
            "body": streamfield(
                [("quote", {"text": "Ja", "participant": ParticipantFactory().pk, "who": ""})]
            )
        },
    ):
        answer = new_story(editor, **extra)
        assert "body" in answer.context["form"].errors
    answer = new_story(editor, ParticipantFactory())
    assert answer.status_code == 200
    assert not StoryPage.objects.exists()


def test_what_a_colleague_put_on_a_shared_page_stays_when_somebody_else_saves_it(editor):
    work = WorkFactory(is_public=True)
    page = pages.standard(body=json.dumps([{"type": "work", "value": work.pk}]))
    sent = {
        "title": "Om oss nå", "slug": "om-oss", "illustration": "nest", "illustration_alt": "Reir.",
        "body": streamfield([("work", work.pk)]), "comments": inline_formset([]),
        "action-publish": "1",
    }  # fmt: skip
    editor.post(f"/admin/pages/{page.pk}/edit/", nested_form_data(sent))
    page.refresh_from_db()
    assert page.title == "Om oss nå"
    assert page.body[0].value.pk == work.pk
