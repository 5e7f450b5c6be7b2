"""Writing stories: only one's own team's, and out only when everybody in them says yes."""

import json

import pytest
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from accounts import memberships
from accounts.models import AccessEvent, Role
from cms.models import CalendarPage, HomePage, StandardPage, StoryIndexPage, StoryPage
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


def test_many_at_once_is_no_way_round_the_question_of_consent(editor):
    story = pages.story(ParticipantFactory(team=editor.team), consenting=False, live=False)
    for act in ("publish", "unpublish", "delete", "move"):
        address = f"/admin/bulk/wagtailcore/page/{act}/?id={story.pk}"
        assert (act, editor.get(address).status_code) == (act, 404)
        assert (act, editor.post(address).status_code) == (act, 404)
    listed = editor.get(f"/admin/pages/{story.get_parent().pk}/").content.decode()
    assert "/admin/bulk/" not in listed


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
