"""The search index holds what the public may read, and forgets it when that ends."""

import pytest
from wagtail.search import index as search
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from cms.models import StoryPage
from cms.search import index
from participants import consents
from tests.factories import cms as pages
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db


def indexed():
    return {entry.object_id for entry in IndexEntry.objects.all()}


def found(word):
    return list(get_search_backend().search(word, StoryPage.objects.all()))


def test_a_draft_is_not_in_the_index(settings):
    draft = pages.story(live=False, title="Blåklokke")
    shown = pages.story(title="Hvitveis")
    assert (found("Blåklokke"), [page.pk for page in found("Hvitveis")]) == ([], [shown.pk])
    assert str(draft.pk) not in indexed()


def test_a_story_is_out_of_the_index_when_a_yes_is_taken_back(
    django_capture_on_commit_callbacks,
):
    person = ParticipantFactory()
    story = pages.story(person, consenting=False, title="Blåklokke")
    assert index.reconcile() == 1
    assert found("Blåklokke") == []
    yes = pages.say_yes(person, story)
    assert index.reconcile() == 1
    assert [page.pk for page in found("Blåklokke")] == [story.pk]
    with django_capture_on_commit_callbacks(execute=True):
        consents.withdraw(yes)
    assert found("Blåklokke") == []


def test_a_page_that_is_taken_down_is_out_of_the_index():
    page = pages.standard(title="Blåklokke")
    page.unpublish()
    assert str(page.pk) not in indexed()
    search.insert_or_update_object(page)
    assert str(page.pk) not in indexed()
