"""A yes that staff note for somebody: to a story it is a yes to the words as they are now."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from cms.models import StoryPage
from cms.page_content import words
from cms.publishing import short_stories
from core.hidden_fields import must_be_unchanged
from participants import consent_texts, consents
from participants.models import Consent, Participant


def facts(items: Iterable[Any]) -> tuple[Any, ...]:
    """Return what the page that asks about `items` shows, for the digest that it posts back."""
    return *consent_texts.facts(), sorted(_words_of(items).items())


@transaction.atomic
def note(
    person: Participant, *, items: list[Any], among: list[Any], shown: str, **said: Any
) -> list[Consent]:
    """Record a yes to each of `items`, chosen `among` those that were `shown`, all or none.

    `said` is what `consents.give` asks for besides. Raises Changed when a story among them has
    other words now.
    """
    stories = sorted(one.pk for one in among if isinstance(one, StoryPage))
    list(StoryPage.objects.select_for_update().filter(pk__in=stories).order_by("pk"))
    must_be_unchanged(shown, *facts(among))
    read = consents.Read(language=person.language, words=_words_of(items))
    return consents.give_in_one_sitting(person, items=items, read=read, **said)


def _words_of(items: Iterable[Any]) -> dict[consents.ItemKey, str]:
    return {
        consents.key_of(item): words.digest_of(short_stories.draft_of(fresh))
        for item in items
        if isinstance(item, StoryPage)
        for fresh in StoryPage.objects.filter(pk=item.pk)
    }
