"""Everybody's yes to a story, and putting it out or giving it to the editor."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AccessEvent, AccessSubject, Role
from cms.models import StoryHandOver, StoryPage
from cms.publishing import short_stories
from core.hidden_fields import digest
from core.templatetags.formats import long_date
from notices.models import Task
from participants import consents
from participants.models import Consent, Participant
from tests.factories import cms
from tests.factories.accounts import MembershipFactory
from tests.factories.activities import WorkFactory
from tests.factories.participants import ParticipantFactory
from tests.portals.staff.stories.scene import (
    DRAWN,
    address,
    edited,
    photo,
    public,
    publish,
    real,
    told,
    yes,
)

pytestmark = pytest.mark.django_db


# --- A yes -------------------------------------------------------------------------
def test_one_sitting_holds_the_words_the_picture_and_the_work(writer):
    work = WorkFactory(team=writer.team, is_public=True)
    work.makers.add(writer.kari)
    story = told(
        writer, file=photo(), on_picture=[writer.kari.pk], named=[writer.kari.pk], works=[work.pk]
    )
    Participant.objects.filter(pk=writer.kari.pk).update(language="en")
    assert yes(writer, story, writer.kari).status_code == 302
    said = Consent.objects.live().filter(participant=writer.kari)
    assert {one.item for one in said} == {
        StoryPage.objects.get(pk=story.pk), story.lead_picture, work,
    }  # fmt: skip
    for one in said:
        assert (one.channel, one.how, one.signature) == ("web", "screen", DRAWN)
        assert one.language == "nb"  # what the page was shown in, whatever they speak
        assert one.recorded_by == writer.user
    looks = AccessEvent.objects.filter(what="staff:story_yes", user=writer.user)
    numbers = AccessSubject.objects.filter(event__in=looks).values_list("participant_number")
    assert set(numbers) == {(writer.kari.pk,)}


def test_without_a_drawing_paper_or_a_witness_is_asked_for(writer):
    story = told(writer, named=[writer.kari.pk])
    for sent in (
        {"signature": ""},
        {"signature": "", "otherwise": "spoken"},
        {"signature": "M1 1L2 2"},
    ):
        assert yes(writer, story, writer.kari, **sent).status_code == 200
    assert not Consent.objects.exists()
    assert yes(writer, story, writer.kari, signature="", otherwise="paper").status_code == 302
    assert Consent.objects.get().how == "paper"


def test_a_spoken_yes_shows_nothing_before_the_witness_confirms(writer, editor):
    story = told(writer, named=[writer.kari.pk])
    witness = MembershipFactory(team=writer.team, role=Role.WORKER).user
    sent = {"signature": "", "otherwise": "spoken", "witness": witness.pk}
    assert yes(writer, story, writer.kari, **sent).status_code == 302
    publish(editor, story)
    assert public(editor, story).status_code == 404


def test_a_yes_to_what_has_become_another_is_none(writer):
    story = told(writer, named=[writer.kari.pk])
    page = writer.get(address("story_yes", story.pk, writer.kari.pk))
    edited(writer, story, words="Noe helt annet.")
    answer = yes(writer, story, writer.kari, shown=page.context["shown"])
    assert "endret siden" in str(answer.context["form"].errors)
    assert not Consent.objects.exists()


@pytest.mark.parametrize("changed", [{"words": "Han gråt."}, {"title": "En annen tittel"}])
def test_who_said_yes_to_other_words_is_asked_anew(writer, editor, changed):
    story = told(writer, named=[writer.kari.pk])
    yes(writer, story, writer.kari)
    edited(writer, story, **changed)
    asked = "Teksten er en annen enn den"
    assert asked in writer.get(address("story", story.pk)).content.decode()
    assert asked in publish(editor, story).content.decode()
    assert public(editor, story).status_code == 404
    assert yes(writer, story, writer.kari).status_code == 302
    publish(editor, story)
    assert public(editor, story).status_code == 200
    consents.withdraw(Consent.objects.order_by("pk").last())
    assert public(editor, story).status_code == 404


def test_words_that_are_saved_unchanged_are_asked_about_once(writer, editor):
    story = told(writer, named=[writer.kari.pk])
    yes(writer, story, writer.kari)
    edited(writer, story, alt="En annen beskrivelse")
    publish(editor, story)
    assert public(editor, story).status_code == 200


def test_the_introduction_is_read_before_the_yes(writer):
    story = told(writer, named=[writer.kari.pk])
    draft = short_stories.draft_of(story)
    draft.intro = "Hun kom hver onsdag."
    draft.save_revision()
    for at in (address("story", story.pk), address("story_yes", story.pk, writer.kari.pk)):
        assert "Hun kom hver onsdag." in writer.get(at).content.decode()


def test_the_same_yes_twice_is_one(writer):
    story = told(writer, named=[writer.kari.pk])
    page = writer.get(address("story_yes", story.pk, writer.kari.pk))
    items = [key for key, _words in page.context["form"].fields["items"].choices]
    sent = {"items": items, "months": 12, "signature": DRAWN, "shown": page.context["shown"]}
    for _press in range(2):
        answer = writer.post(address("story_yes", story.pk, writer.kari.pk), sent)
        assert answer.status_code == 302
    assert Consent.objects.count() == 1


def test_somebody_who_is_not_in_it_is_not_asked(writer):
    story = told(writer, named=[writer.kari.pk])
    assert writer.get(address("story_yes", story.pk, writer.ola.pk)).status_code == 404


# --- Out ---------------------------------------------------------------------------
def test_nobody_appears_without_a_yes(writer, editor):
    story = told(
        writer, words="Kari skrudde.", file=photo(), on_picture=[writer.ola.pk],
        named=[writer.kari.pk], alt="To som skrur",
    )  # fmt: skip
    answer = publish(editor, story)
    assert writer.kari.code in answer.content.decode()
    assert public(editor, story).status_code == 404
    yes(writer, story, writer.kari)
    publish(editor, story)
    words = public(editor, story).content.decode()
    assert "Kari skrudde." in words
    # Ola has not said yes: the drawing stands there, with its own words.
    assert ("/bilder/" in words, "To som skrur" in words) == (False, False)
    yes(writer, story, writer.ola)
    words = public(editor, story).content.decode()
    assert ("/bilder/" in words, "To som skrur" in words) == (True, True)
    consents.withdraw(Consent.objects.get(participant=writer.ola))
    assert "/bilder/" not in public(editor, story).content.decode()
    consents.withdraw(Consent.objects.get(participant=writer.kari, kind="given"))
    assert public(editor, story).status_code == 404


def test_a_name_in_the_words_that_nobody_ticked_keeps_it_in(writer, editor):
    story = told(writer, words="Ola skrudde.")
    assert "ikke er krysset av" in publish(editor, story).content.decode()
    story.refresh_from_db()
    assert not story.live
    edited(writer, story, other_names="Ola")
    publish(editor, story)
    assert public(editor, story).status_code == 200


def test_a_picture_that_nobody_looked_at_is_not_shown(writer, editor):
    story = told(writer, file=photo())
    publish(editor, story)
    assert "/bilder/" not in public(editor, story).content.decode()
    edited(editor, story, is_nobody_on_it="on")
    publish(editor, story)
    assert "/bilder/" in public(editor, story).content.decode()


def test_two_who_publish_put_it_out_once(writer, staff_client, editor):
    story = told(writer)
    leader = real(staff_client(role=Role.LEADER, team=writer.team))
    publish(editor, story)
    story.refresh_from_db()
    first = story.last_published_at
    assert first is not None
    told_to = publish(leader, story).content.decode()
    story.refresh_from_db()
    assert story.last_published_at == first
    assert f"{editor.user} la den ut før deg." in told_to
    assert "Historien er ute." in publish(editor, story).content.decode()


def test_what_comes_later_is_not_said_to_be_out(writer, editor):
    story = told(writer)
    draft = short_stories.draft_of(story)
    draft.published_on = timezone.localdate() + timedelta(days=3)
    draft.save_revision()
    day = long_date(draft.published_on)
    words = publish(editor, StoryPage.objects.get(pk=story.pk)).content.decode()
    assert f"Den kommer ut {day}." in words
    assert f"Kommer {day}" in words
    assert "Les den på nettsiden" not in words


def test_what_was_not_shown_is_not_published(writer, editor):
    story = told(writer)
    shown = digest(*short_stories.read_of(short_stories.draft_of(story)))
    edited(writer, story, words="Endret etterpå.")
    answer = editor.post(address("story_publish", story.pk), {"shown": shown}, follow=True)
    assert "endret siden" in answer.content.decode()
    story.refresh_from_db()
    assert not story.live


def test_the_editor_gets_a_task_that_ends_when_it_is_out(writer, editor):
    story = told(writer)
    for _press in range(2):
        writer.post(address("story_hand_over", story.pk))
    assert StoryHandOver.objects.get().by == writer.user
    task = Task.objects.get(waits_for="story_with_editor")
    assert (task.assigned_to, task.done_at) == (editor.user, None)
    assert address("story", story.pk) in editor.get("/staff/").content.decode()
    assert "Hos redaktøren" in writer.get("/staff/historier/").content.decode()
    publish(editor, story)
    task.refresh_from_db()
    assert task.done_at is not None
    assert not StoryHandOver.objects.exists()


def test_a_story_is_taken_back(writer, editor):
    story = told(writer)
    writer.post(address("story_hand_over", story.pk))
    writer.post(address("story_take_back", story.pk))
    assert not StoryHandOver.objects.exists()
    assert not Task.objects.open().filter(waits_for="story_with_editor").exists()


def test_only_who_edits_publishes(writer, staff_client):
    story = told(writer)
    assert publish(writer, story).status_code == 403
    other = staff_client(role=Role.EDITOR)
    assert other.get(address("story", story.pk)).status_code == 404
    assert (
        staff_client(role=Role.FINANCE, team=writer.team)
        .get(address("story", story.pk))
        .status_code
        == 403
    )


@pytest.mark.parametrize("people", [1, 3])
def test_query_count(writer, django_assert_num_queries, people):
    some = ParticipantFactory.create_batch(people, team=writer.team)
    story = told(writer, named=[one.pk for one in some])
    writer.get(address("story", story.pk))
    # Wagtail reads each row of a draft by itself, and looks whether it leads anywhere.
    with django_assert_num_queries(26 + 2 * people):
        writer.get(address("story", story.pk))


def test_somebody_of_another_team_is_a_code_here(writer):
    other = ParticipantFactory(chosen_name="Fremmede Fride")
    quote = {"text": "Så fint.", "participant": other.pk, "who": ""}
    story = cms.story(
        other, team=writer.team, live=False, consenting=False, blocks=[("quote", quote)]
    )
    story.save_revision()
    for name in ("story", "story_edit"):
        words = writer.get(address(name, story.pk)).content.decode()
        assert other.code in words
        assert "Fride" not in words
