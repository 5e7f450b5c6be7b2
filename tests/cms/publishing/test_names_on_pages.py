"""A page that names a participant asks before it comes out, wherever the name stands."""

import json

import pytest
from django.test import RequestFactory
from django.urls import reverse
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import get_page_models
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from accounts.models import AccessSubject, Role, SecondPerson
from accounts.roles import memberships
from activities.models import Recording
from cms.models import HomePage, ProjectPage, StoryPage
from cms.models.base import PageWithBody
from cms.publishing import missing_consents
from participants import consents, depiction_removals
from participants.models import DepictionRemoval
from tests.cms.publishing.test_in_admin import editor, new_story, words  # noqa: F401
from tests.cms.publishing.test_scheduled import planned, three_hours_later
from tests.factories import cms as pages
from tests.factories.accounts import MembershipFactory, TeamFactory, UserFactory
from tests.factories.activities import ActivityFactory, WorkFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.pictures import PictureFactory

pytestmark = pytest.mark.django_db
SENTENCE = "Alle som står her, har sagt ja"
ALT = {"picture": "", "illustration": "nest"}
PLACES = {
    "title": {"title": "Kanariella bygger"},
    "slug": {"slug": "kanariella-bygger"},
    "intro": {"intro": "Hjemme hos KANARIELLA."},
    "search": {"search_description": "Om Kanariella"},
    "drawing": {"illustration_alt": "Kanariellas kasse."},
    "heading": {"body": streamfield([("heading", "Dette er Kanariella")])},
    "caption": {
        "body": streamfield([("picture", {**ALT, "alt": "En kasse", "caption": "Av Kanariella"})])
    },
    "alt": {"body": streamfield([("picture", {**ALT, "alt": "Kanariella smiler"})])},
    "quoted": {
        "body": streamfield([("quote", {"text": "Hei", "participant": "", "who": "Kanariella"})])
    },
    "button": {
        "body": streamfield([("call", {"text": "Møt Kanariella", "link": "/verk/", "label": "Se"})])
    },
}


@pytest.fixture
def person(editor):  # noqa: F811
    return ParticipantFactory(team=editor.team, chosen_name="Kanariella")


@pytest.mark.parametrize(("title", "waits"), [("Kassen", True), ("En dag ute", False)])
def test_an_everyday_name_that_an_older_title_left_in_the_address_asks(editor, title, waits):  # noqa: F811
    ParticipantFactory(team=editor.team, chosen_name="Dag")
    new_story(editor, title=title, slug="en-dag-ute")
    assert StoryPage.objects.get().live is not waits


@pytest.mark.parametrize("where", PLACES)
def test_a_story_that_names_somebody_asks_and_stays_a_draft(editor, person, where):  # noqa: F811
    answer = new_story(editor, **PLACES[where])
    assert not StoryPage.objects.get().live
    assert f"Kanariella ({person.code})" in answer.content.decode()
    assert AccessSubject.objects.filter(
        event__user=editor.user, event__what="names_in_text", participant_number=person.pk
    ).exists()


def test_one_may_answer_that_it_is_somebody_else_and_then_nothing_untrue_is_said(
    editor,  # noqa: F811
    person,
    client,
):
    new_story(editor, title="Kanariella synger", other_names="Kanariella")
    story = StoryPage.objects.get()
    assert story.live
    assert SENTENCE not in client.get(story.address).content.decode()


@pytest.mark.parametrize("field", ["title", "intro"])
def test_a_shared_page_that_names_somebody_stays_as_it_was(editor, person, field):  # noqa: F811
    page = pages.standard()
    sent = {
        "title": "Om oss", "slug": "om-oss", "illustration": "nest", "illustration_alt": "Reir.",
        "body": streamfield([]), "comments": inline_formset([]), "action-publish": "1",
        field: "Kanariella og vi",
    }  # fmt: skip
    answer = editor.post(f"/admin/pages/{page.pk}/edit/", nested_form_data(sent), follow=True)
    assert person.code in answer.content.decode()
    page.refresh_from_db()
    assert "Kanariella" not in f"{page.title} {page.intro}"


def test_a_name_that_came_after_the_planning_keeps_the_story_a_draft(editor):  # noqa: F811
    planned(editor, "go_live_at")
    ParticipantFactory(team=editor.team, chosen_name="Kassen")
    three_hours_later()
    assert not StoryPage.objects.get().live


def test_who_tells_for_two_teams_is_asked_about_the_names_of_both(editor):  # noqa: F811
    other = TeamFactory()
    by = UserFactory(administrator=True)
    memberships.give(editor.user, team=other, role=Role.EDITOR, by=by)
    person = ParticipantFactory(team=other, chosen_name="Kanariella")
    answer = new_story(editor, intro="Hjemme hos Kanariella")
    assert not StoryPage.objects.get().live
    assert person.code in answer.content.decode()


@pytest.mark.parametrize("by", ["an editor", "the system administrator"])
def test_a_page_of_several_teams_waits_and_says_nobody_of_another(editor, signed_in, by):  # noqa: F811
    person = ParticipantFactory(chosen_name="Kanariella")
    activity = ActivityFactory(teams=[editor.team, person.team])
    page = pages.project(activity, slug="delt")
    client = editor
    if by != "an editor":
        activity.teams.set([])
        client = signed_in(UserFactory(administrator=True))
        activity.teams.add(person.team)
    sent = {
        "title": "Delt", "slug": "delt", "illustration": "nest", "illustration_alt": "Reir.",
        "body": streamfield([]), "comments": inline_formset([]), "action-publish": "1",
        "activity": activity.pk, "intro": "kanariella er med",
    }  # fmt: skip
    address = f"/admin/pages/{page.pk}/edit/"
    text = client.post(address, nested_form_data(sent), follow=True).content.decode()
    page.refresh_from_db()
    assert "kanariella" not in page.intro
    assert person.code not in text and "Kanariella" not in text
    assert ("noen i et annet team" in text) is (by == "an editor")


@pytest.mark.parametrize(
    ("blocks_of", "said"),
    [
        (lambda one, other: [], True),
        (lambda one, other: [("paragraph", f"<p>Med {other.chosen_name}</p>")], False),
        (lambda one, other: [("heading", f"{other.chosen_name}s dag")], False),
        (lambda one, other: [("quote", {"text": "Ja", "who": "Per", "participant": None})], False),
        (lambda one, other: [("work", work_named(one, f"{other.chosen_name}s kasse").pk)], False),
    ],
)
def test_the_sentence_that_all_said_yes_stands_only_where_it_is_true(client, blocks_of, said):
    one = ParticipantFactory(chosen_name="Mirella")
    other = ParticipantFactory(team=one.team, chosen_name="Kanariella")
    story = pages.story(one, blocks=blocks_of(one, other))
    assert (SENTENCE in client.get(story.address).content.decode()) is said


def test_it_is_not_said_of_a_story_about_nobody(client):
    assert SENTENCE not in client.get(pages.story().address).content.decode()


def work_named(person, title):
    return WorkFactory(team=person.team, title=title, is_public=True)


# --- Each block that can hold a person, a picture or a work, on each page type -----------------
def choosers_in(block, name=""):
    """Yield (path, block) of each block below `block` whose value is a row of a table."""
    if isinstance(block, blocks.FieldBlock) and hasattr(block, "model_class"):
        yield name, block
    for child_name, child in getattr(block, "child_blocks", {}).items():
        yield from choosers_in(child, f"{name}.{child_name}".lstrip("."))
    if isinstance(block, blocks.ListBlock):
        yield from choosers_in(block.child_block, f"{name}.*")


BODIES = [
    (model, field)
    for model in get_page_models()
    if model.__module__.startswith("cms.")
    for field in model._meta.get_fields()
    if isinstance(field, StreamField)
]
KNOWN = {"quote.participant", "picture.picture", "work"}


def test_every_block_that_can_hold_somebody_is_known_here():
    found = {path for _model, field in BODIES for path, _block in choosers_in(field.stream_block)}
    assert found == KNOWN


def film(person):
    work = WorkFactory(
        team=person.team, kind="film", title="Kanariellas film", is_public=True,
        description="Om Kanariella", picture=PictureFactory(people=[person]),
    )  # fmt: skip
    work.makers.add(person)
    Recording.objects.create(
        work=work, rights="Kanariella", captions="Ja", transcript="Kanariella sier hei"
    )
    return work


@pytest.mark.parametrize(
    ("model", "field"), BODIES, ids=[f"{model.__name__}.{field.name}" for model, field in BODIES]
)
def test_no_page_shows_whoever_has_not_said_yes(model, field):
    if not issubclass(model, PageWithBody):
        assert list(choosers_in(field.stream_block)) == []
        return
    person = ParticipantFactory(chosen_name="Kanariella")
    picture = PictureFactory(people=[person])
    quote = {"text": "Mine ord", "participant": person.pk, "who": ""}
    raw = [
        ("quote", quote),
        ("picture", {"picture": picture.pk, "illustration": "", "alt": "Et bord"}),
        ("work", film(person).pk),
    ]
    page = model(title="Side", slug="side", illustration_alt="Et rede")
    page.body = field.to_python(json.dumps([{"type": kind, "value": value} for kind, value in raw]))
    if model is ProjectPage:
        page.activity = ActivityFactory()
    if model is StoryPage:
        page.team = person.team
        assert {"Mine ord"} <= {value["text"] for value in page.body_values("quote")}
        page.named.add(StoryPage._meta.get_field("named").related_model(participant=person))
        page.pk = 0
        assert missing_consents.blockers_of(page, user=None).people == (person,)
        return
    shown = page.body.render_as_block(
        {"showing": page.showing(), "request": RequestFactory().get("/")}
    )
    assert "Mine ord" not in shown
    assert "Kanariella" not in shown
    assert "/bilder/" not in shown


# --- Out of a story only by two ---------------------------------------------------------------
def test_somebody_leaves_a_story_when_a_second_person_says_so(editor, person):  # noqa: F811
    second = MembershipFactory(team=editor.team).user
    new_story(editor, person)
    story = StoryPage.objects.get()
    row = {"id": story.named.get().pk, "participant": person.pk, "DELETE": "on", "ORDER": 1}
    without = words(editor.team) | nested_form_data({"named": inline_formset([row], initial=1)})
    address = f"/admin/pages/{story.pk}/edit/"

    answer = editor.post(address, without, follow=True)
    assert "second" in answer.context["form"].errors
    editor.post(address, without | {"second": editor.user.pk}, follow=True)
    assert not DepictionRemoval.objects.exists()

    editor.post(address, without | {"second": second.pk}, follow=True)
    story.refresh_from_db()
    assert (story.live, list(story.people.all())) == (False, [person])
    draft = story.get_latest_revision_as_object()
    assert [one.participant for one in draft.named.all()] == [person]
    asked = SecondPerson.objects.get(person=second)
    assert (asked.of.participant, asked.of.by, asked.of.item) == (person, editor.user, story)

    depiction_removals.confirm(asked, by=second)
    story = StoryPage.objects.get()
    assert list(story.people.all()) == []
    assert list(story.get_latest_revision_as_object().named.all()) == []
    assert DepictionRemoval.objects.get().participant == person


def test_what_is_read_and_names_somebody_is_held_back_until_it_is_written_anew(
    editor,  # noqa: F811
    person,
    client,
):
    second = MembershipFactory(team=editor.team).user
    story = pages.story(person, team=editor.team, title="Kanariella bygger", slug="kassen")
    consents.withdraw(consents.shown_about(person)[0])
    depiction_removals.ask(person, item=story, by=editor.user, second=second)
    depiction_removals.confirm(SecondPerson.objects.get(), by=second)
    assert client.get("/historier/kassen/").status_code == 404

    address = f"/admin/pages/{story.pk}/edit/"
    text = editor.post(address, words(editor.team, title="Kanariella"), follow=True)
    assert person.code in text.content.decode()
    assert client.get("/historier/kassen/").status_code == 404
    editor.post(address, words(editor.team), follow=True)
    assert list(StoryPage.objects.shown()) == [StoryPage.objects.get(title="Kassen")]
    assert DepictionRemoval.objects.count() == 1


def test_somebody_new_in_a_story_that_is_read_can_be_asked(editor, person, signed_in):  # noqa: F811
    story = pages.story(team=editor.team, title="Kassen", slug="kassen")
    address = f"/admin/pages/{story.pk}/edit/"
    answer = editor.post(address, words(editor.team, person), follow=True)
    assert f"Disse må si ja til den først: {person.code}" in answer.content.decode()
    worker = signed_in(MembershipFactory(team=editor.team).user)
    asked = reverse("staff:consent_new", args=[person.pk])
    assert story.title in worker.get(asked).content.decode()
    other = reverse("staff:consent_new", args=[ParticipantFactory(team=editor.team).pk])
    assert story.title not in worker.get(other).content.decode()
    pages.say_yes(person, story)
    editor.post(address, words(editor.team, person), follow=True)
    assert list(StoryPage.objects.get().people.all()) == [person]


@pytest.mark.parametrize("quoted_in", ["what is read", "the draft"])
def test_whose_words_stand_in_a_version_is_asked_for_it_still(editor, person, quoted_in):  # noqa: F811
    second = MembershipFactory(team=editor.team).user
    quote = ("quote", {"text": "Den ble gul.", "participant": person.pk, "who": ""})
    read = [quote] if quoted_in == "what is read" else []
    story = pages.story(person, team=editor.team, title="Kassen", slug="kassen", blocks=read)
    draft = story.get_latest_revision_as_object()
    draft.body = [] if read else [(quote[0], {**quote[1], "participant": person})]
    draft.save_revision(clean=False)
    depiction_removals.ask(person, item=story, by=editor.user, second=second)

    depiction_removals.confirm(SecondPerson.objects.get(), by=second)

    if read:
        consents.withdraw(consents.shown_about(person)[0])
        assert not StoryPage.objects.shown().exists()
        assert editor.get("/historier/kassen/").status_code != 200
    else:
        draft = StoryPage.objects.get().get_latest_revision_as_object()
        assert [one.participant for one in draft.named.all()] == [person]


def test_a_preview_asks_nobody(editor, person):  # noqa: F811
    second = MembershipFactory(team=editor.team).user
    new_story(editor, person)
    story = StoryPage.objects.get()
    without = words(editor.team, second=second.pk)
    editor.post(f"/admin/pages/{story.pk}/edit/preview/", without)
    editor.get(f"/admin/pages/{story.pk}/edit/preview/?mode=")
    assert not DepictionRemoval.objects.exists()
    assert list(story.people.all()) == [person]


def test_a_story_shown_with_a_yes_stays_so_while_the_second_is_asked(editor, person):  # noqa: F811
    story = pages.story(person, team=editor.team, title="Kassen", slug="kassen")
    consents.withdraw(consents.shown_about(person)[0])
    second = MembershipFactory(team=editor.team).user
    answer = editor.post(
        f"/admin/pages/{story.pk}/edit/", words(editor.team, second=second.pk), follow=True
    )
    assert person.code in answer.content.decode()
    assert list(StoryPage.objects.shown()) == []
    assert HomePage.objects.exists()
