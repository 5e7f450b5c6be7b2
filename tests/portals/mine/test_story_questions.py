"""A story's yes on the person's own page, by their own card."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import Role
from cms.models import StoryPage, StoryPerson, StoryQuestion
from cms.publishing import short_stories, story_questions
from core.errors import RuleBroken
from participants import consents
from participants.models import Consent
from portals import card_cookie
from tests.factories import cms
from tests.factories.accounts import MembershipFactory
from tests.factories.activities import WorkFactory
from tests.factories.pictures import PictureFactory
from tests.portals.mine.scene import text_of, visit
from tests.portals.shown_form import press, shown

pytestmark = pytest.mark.django_db
QUESTION = "Vil du at dette skal stå på nettsida?"
WORDS = "Vi skrudde hele dagen."


def draft(*people, words=WORDS, team=None, **fields):
    blocks = [("paragraph", f"<p>{words}</p>")]
    fields = {"live": False, "consenting": False, "title": "En kasse"} | fields
    page = cms.story(*people, team=team or people[0].team, blocks=blocks, **fields)
    page.save_revision()
    return page


def ask(page, person, *, shown=None):
    by = person.primary_contact
    return story_questions.ask(page, person, by=by, shown=shown)


def rewritten(page, words="Han gråt."):
    newest = newest_of(page)
    newest.body = json.dumps([{"type": "paragraph", "value": f"<p>{words}</p>"}])
    newest.save_revision()


def newest_of(page):
    return short_stories.draft_of(StoryPage.objects.get(pk=page.pk))


def at(page):
    return f"/min/vist/historie/{page.pk}/"


def key_of(item):
    return "-".join(map(str, consents.key_of(item)))


def answer(someone, page, **sent):
    asked = story_questions.one_for(someone.participant, page.pk)
    keys = ["-".join(map(str, consents.key_of(item))) for item in asked.items] if asked else []
    return press(someone.client, at(page), {"items": keys, "months": "12"} | sent)


@pytest.fixture
def ola():
    return visit(chosen_name="Ola")


@pytest.fixture
def story(ola):
    return draft(ola.participant)


# --- The question ------------------------------------------------------------------
def test_it_stands_there_when_staff_ask_and_not_before(ola, story):
    assert QUESTION not in text_of(ola.client.get("/min/"))
    assert ola.client.get(at(story)).headers["Location"] == "/min/vist/"
    ask(story, ola.participant)
    for page in ("/min/", "/min/vist/"):
        assert f'href="{at(story)}"' in ola.client.get(page).content.decode()
    words = text_of(ola.client.get(at(story)))
    assert WORDS in words
    assert "Ja, dette kan stå på nettsiden til Reir med navnet mitt." in words


def test_nobody_else_reads_it(ola, story):
    ask(story, ola.participant)
    assert visit().client.get(at(story)).status_code == 404
    assert visit().client.post(f"{at(story)}nei/").status_code == 404


def test_the_picture_is_shown_to_who_is_alone_on_it(ola):
    picture = PictureFactory(people=[ola.participant])
    story = draft(ola.participant, lead_picture=picture)
    ask(story, ola.participant)
    page = ola.client.get(at(story)).content.decode()
    assert f"/min/bilde/{picture.pk}/" in page
    answer(ola, story)
    assert {one.item for one in Consent.objects.live()} == {story, picture}


def test_a_picture_of_others_who_are_silent_is_neither_shown_nor_asked_about(ola):
    kari = visit(team=ola.participant.team)
    picture = PictureFactory(people=[ola.participant, kari.participant])
    story = draft(ola.participant, lead_picture=picture)
    ask(story, ola.participant)
    page = ola.client.get(at(story)).content.decode()
    assert f"/min/bilde/{picture.pk}/" not in page
    assert story_questions.one_for(ola.participant, story.pk).items == [story]
    cms.say_yes(kari.participant, picture)
    assert f"/min/bilde/{picture.pk}/" in ola.client.get(at(story)).content.decode()


def test_words_about_somebody_silent_are_read_by_nobody_else(ola):
    kari = visit(team=ola.participant.team)
    story = draft(ola.participant, kari.participant)
    with pytest.raises(RuleBroken, match="noen som ikke har sagt ja"):
        ask(story, ola.participant)
    given = cms.say_yes(kari.participant, story)
    ask(story, ola.participant)
    assert QUESTION in text_of(ola.client.get("/min/"))
    consents.withdraw(given)
    assert QUESTION not in text_of(ola.client.get("/min/"))
    assert ola.client.get(at(story)).status_code == 303


def test_a_name_that_nobody_ticked_keeps_the_words_from_others(ola):
    kari = visit(team=ola.participant.team, chosen_name="Kanariella")
    story = draft(ola.participant, words="Kanariella gråt.")
    with pytest.raises(RuleBroken, match="noen som ikke har sagt ja"):
        ask(story, ola.participant)
    newest = newest_of(story)
    newest.other_names = kari.participant.chosen_name
    newest.save_revision()
    ask(story, ola.participant)
    assert story_questions.one_for(ola.participant, story.pk)


def test_who_is_on_the_picture_alone_reads_the_question_and_answers(ola):
    kari = visit(team=ola.participant.team)
    picture = PictureFactory(people=[kari.participant])
    story = draft(ola.participant, lead_picture=picture)
    cms.say_yes(ola.participant, story)
    ask(story, kari.participant)
    page = shown(kari.client.get(at(story)))
    sent = page | {"items": [key_of(picture)], "months": "12"}
    for _tap in range(2):
        assert kari.client.post(at(story), sent).headers["Location"] == "/min/vist/"
    assert [one.item for one in Consent.objects.filter(participant=kari.participant)] == [picture]


def test_what_is_not_answered_and_a_no_stand_when_the_story_is_out(ola):
    kari = visit(team=ola.participant.team)
    work = WorkFactory(team=ola.participant.team, is_public=True)
    work.makers.add(ola.participant)
    story = cms.story(
        ola.participant, live=False, consenting=False, blocks=[("work", work.pk)],
        lead_picture=PictureFactory(people=[kari.participant]),
    )  # fmt: skip
    story.save_revision()
    cms.say_yes(ola.participant, story)
    for someone in (ola, kari):
        ask(story, someone.participant)
    asked = story_questions.one_for(kari.participant, story.pk)
    story_questions.say_no(kari.participant, story, shown=asked.shown)
    newest_of(story).latest_revision.publish()
    assert StoryQuestion.objects.get(participant=kari.participant).said_no_at is not None
    answer(ola, story)
    assert {one.item for one in Consent.objects.live()} == {story, work}


def test_an_answer_to_a_question_that_is_gone_is_said_not_to_be_kept(ola, story):
    ask(story, ola.participant)
    page = shown(ola.client.get(at(story)))
    StoryQuestion.objects.all().delete()
    told = ola.client.post(at(story), page | {"items": [key_of(story)], "months": "12"})
    assert (told.status_code, Consent.objects.count()) == (409, 0)
    assert "Svaret ditt er ikke lagret." in text_of(told)


def test_who_has_no_card_is_asked_another_way(ola, story):
    ola.participant.cards.update(revoked_at=timezone.now())
    with pytest.raises(RuleBroken, match="Lag et kort"):
        ask(story, ola.participant)


# --- The answer --------------------------------------------------------------------
@pytest.mark.parametrize("times", [1, 2])
def test_a_yes_is_bound_to_the_words_that_were_read(ola, story, times):
    ask(story, ola.participant)
    page = shown(ola.client.get(at(story)))
    key = "-".join(map(str, consents.key_of(story)))
    for _tap in range(times):
        sent = ola.client.post(at(story), page | {"items": [key], "months": "24"})
        assert sent.headers["Location"] == "/min/vist/"
    given = Consent.objects.get()
    assert (given.how, given.months, given.recorded_by, given.item) == ("screen", 24, None, story)
    assert given.words_digest
    assert not StoryQuestion.objects.exists()
    rewritten(story)
    said = story_questions.items_for(newest_of(story), ola.participant)
    assert said == [story]


def test_rewritten_words_take_the_question_away_and_ask_anew(ola, story):
    ask(story, ola.participant)
    page = shown(ola.client.get(at(story)))
    rewritten(story)
    assert QUESTION not in text_of(ola.client.get("/min/"))
    key = "-".join(map(str, consents.key_of(story)))
    told = ola.client.post(at(story), page | {"items": [key], "months": "12"})
    assert (told.status_code, Consent.objects.count()) == (409, 0)
    assert "Svaret ditt er ikke lagret." in text_of(told)
    ask(story, ola.participant)
    stale = ola.client.post(at(story), page | {"items": [key], "months": "12"})
    assert (stale.status_code, Consent.objects.count()) == (200, 0)
    assert "Han gråt." in text_of(stale)
    answer(ola, story)
    assert Consent.objects.count() == 1


def test_another_picture_asks_anew(ola):
    story = draft(ola.participant, lead_picture=PictureFactory(people=[ola.participant]))
    ask(story, ola.participant)
    newest = newest_of(story)
    newest.lead_picture = PictureFactory(people=[ola.participant])
    newest.save_revision()
    assert QUESTION not in text_of(ola.client.get("/min/"))


@pytest.mark.parametrize("times", [1, 2])
def test_a_no_is_kept_and_can_become_a_yes(ola, story, times):
    ask(story, ola.participant)
    for _tap in range(times):
        asked = story_questions.one_for(ola.participant, story.pk)
        ola.client.post(f"{at(story)}nei/", {"shown": asked.shown})
    assert StoryQuestion.objects.get().said_no_at is not None
    assert not Consent.objects.exists()
    assert QUESTION not in text_of(ola.client.get("/min/"))
    assert "Du har sagt nei." in text_of(ola.client.get("/min/vist/"))
    with pytest.raises(RuleBroken, match="Svaret er nei"):
        ask(story, ola.participant)  # the same words: nobody is asked twice
    assert StoryQuestion.objects.get().said_no_at is not None
    answer(ola, story)
    assert Consent.objects.live().count() == 1


def test_a_no_to_what_was_not_shown_is_not_kept(ola, story):
    ask(story, ola.participant)
    assert "endret siden" in text_of(ola.client.post(f"{at(story)}nei/", {"shown": "annet"}))
    assert StoryQuestion.objects.get().said_no_at is None


def test_a_work_in_it_can_be_left_without_a_name(ola):
    work = WorkFactory(team=ola.participant.team, is_public=True, title="Fuglekasse 7")
    work.makers.add(ola.participant)
    story = cms.story(
        ola.participant, live=False, consenting=False,
        blocks=[("paragraph", "<p>Ord.</p>"), ("work", work.pk)],
    )  # fmt: skip
    story.save_revision()
    ask(story, ola.participant)
    assert "Navnet mitt ved" in text_of(ola.client.get(at(story)))
    page = shown(ola.client.get(at(story)))
    sent = page | {"items": [key_of(story)], "months": "12"}
    for _tap in range(2):
        assert ola.client.post(at(story), sent).headers["Location"] == "/min/vist/"
    assert [one.item for one in Consent.objects.live()] == [story]
    # What was not answered can be answered later.
    assert story_questions.one_for(ola.participant, story.pk).items == [work]
    answer(ola, story)
    assert not StoryQuestion.objects.exists()


def test_nothing_ticked_is_a_sentence(ola, story):
    ask(story, ola.participant)
    assert "Velg minst én ting." in text_of(answer(ola, story, items=[]))
    assert not Consent.objects.exists()


# --- On a phone of ours ------------------------------------------------------------
@pytest.fixture
def lent(ola, story, signed_in):
    """Return the browser of a colleague in which Ola's card was scanned."""
    worker = MembershipFactory(team=story.team, role=Role.WORKER).user
    client = signed_in(worker)
    client.get(f"/k/{ola.token}")
    ola.client, ola.worker = client, worker
    ask(story, ola.participant)
    return client


@pytest.mark.parametrize("says", ["yes", "no"])
def test_an_answer_on_a_colleagues_phone_closes_the_persons_page(lent, ola, story, says):
    assert "Hei, Ola" in text_of(lent.get("/min/"))
    told = answer(ola, story) if says == "yes" else press(lent, f"{at(story)}nei/", on=at(story))
    assert told.headers["Location"] == "/min/takk-for-svaret/"
    assert told.cookies[card_cookie.NAME].value == ""
    words = text_of(lent.get(told.headers["Location"]))
    assert "Ola" not in words and "Gi telefonen tilbake" in words
    assert "Hei, Ola" not in text_of(lent.get("/min/"))
    # The colleague is who they were: the card never signed anybody in.
    assert lent.get("/staff/historier/").context["user"] == ola.worker


def test_the_storys_page_closes_what_was_left_unanswered(lent, story):
    assert "Hei, Ola" in text_of(lent.get("/min/"))
    assert lent.get(f"/staff/historier/{story.pk}/").status_code == 200
    assert "Hei, Ola" not in text_of(lent.get("/min/"))


def test_on_a_lent_phone_the_card_is_soon_forgotten(lent):
    own = visit()
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert "Hei, Ola" not in text_of(lent.get("/min/"))
        assert "Neste for deg" in text_of(own.client.get("/min/"))


def test_on_a_lent_phone_the_card_does_not_come_alive_again_after_sign_out(lent):
    scanned = lent.cookies[card_cookie.NAME]
    assert scanned["max-age"] == card_cookie.HOLDS_BESIDE_SIGN_IN_FOR_SECONDS
    kept = scanned.value
    assert lent.post("/konto/logout/").cookies[card_cookie.NAME].value == ""
    somebody = Client()
    somebody.cookies[card_cookie.NAME] = kept
    assert "Hei, Ola" in text_of(somebody.get("/min/"))
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert "Hei, Ola" not in text_of(somebody.get("/min/"))


# --- Its end -----------------------------------------------------------------------
def test_a_question_goes_when_the_story_is_out_and_when_it_is_old(ola, story):
    kari = visit(team=story.team)
    ask(story, ola.participant)
    StoryPerson.objects.filter(story=story).delete()
    newest = newest_of(story)
    newest.named.set([])
    newest.save_revision().publish()
    assert not StoryQuestion.objects.exists()
    other = draft(kari.participant, title="En annen")
    ask(other, kari.participant)
    StoryQuestion.objects.update(asked_at=timezone.now() - timedelta(days=181))
    assert story_questions.forget_old() == 1
