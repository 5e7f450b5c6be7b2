"""A yes that staff note covers the words of that moment, and nothing that is written later."""

import json

import pytest

from cms.models import StoryPage
from cms.publishing import missing_consents, noted_consents, short_stories
from core.hidden_fields import Changed, digest
from participants import consents
from participants.models import Consent
from tests.factories import cms
from tests.factories.participants import ParticipantFactory
from tests.factories.pictures import PictureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kari():
    return ParticipantFactory()


def waiting(person, **fields):
    page = cms.story(person, consenting=False, live=False, **fields)
    page.save_revision()
    return page


def rewritten(page):
    newest = draft(page)
    newest.body = json.dumps([{"type": "paragraph", "value": "<p>Noe annet.</p>"}])
    newest.save_revision()


def draft(page):
    return short_stories.draft_of(StoryPage.objects.get(pk=page.pk))


def noted(person, items, *, shown=None):
    shown = shown or digest(*noted_consents.facts(items))
    return noted_consents.note(
        person, items=items, among=items, shown=shown, channel="web", how="paper", months=12,
        by=person.primary_contact,
    )  # fmt: skip


def blockers(page):
    return missing_consents.blockers_of(draft(page), user=None)


def test_it_covers_the_words_as_they_are_now(kari):
    page = waiting(kari)
    noted(kari, [page])
    assert not blockers(page)
    rewritten(page)
    assert blockers(page).read_other_words == (kari,)
    noted(kari, [page])
    assert (bool(blockers(page)), Consent.objects.count()) == (False, 2)


def test_words_that_have_become_others_meanwhile_are_asked_about_anew(kari):
    page = waiting(kari)
    shown = digest(*noted_consents.facts([page]))
    rewritten(page)
    with pytest.raises(Changed):
        noted(kari, [page], shown=shown)
    assert not Consent.objects.exists()


def test_a_yes_to_a_picture_is_to_the_picture(kari):
    given = noted(kari, [PictureFactory(people=[kari])])
    assert [one.words_digest for one in given] == [""]


def test_a_yes_without_words_lets_nothing_new_out_but_leaves_what_stands(kari):
    page = cms.story(kari, consenting=False)
    consents.give(kari, item=page, channel="web", how="screen", months=12)
    assert list(StoryPage.objects.shown()) == [page]
    assert blockers(page).people == (kari,)
    noted(kari, [page])
    assert not blockers(page)
