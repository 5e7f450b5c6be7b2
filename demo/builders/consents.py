"""What participants have said yes to, and what one of them has taken back."""

from typing import Any

from cms.models import StoryPage
from cms.page_content import words
from demo.builders.works import PICTURED
from demo.data.programme import WORKS
from demo.data.texts import STORIES
from demo.world import PRINTED_PARTICIPANT, World
from participants import consents
from participants.models import Consent

WEB, PRINT, SOCIAL = Consent.Channel.WEB, Consent.Channel.PRINT, Consent.Channel.SOCIAL
MONTHS = (12, 18, 24)
WITHDRAWN = "kasse-1"
"""The printed participant had said yes to sharing this one, and has changed their mind."""


def build_consents(world: World) -> None:
    """Give the consents that the works, pictures and stories are shown by."""
    given = set(
        Consent.objects.filter(kind=Consent.Kind.GIVEN).values_list(
            "participant", "item_type", "item_id", "channel"
        )
    )
    for work in WORKS:
        row = world.works[work.key]
        for key in work.makers_shown:
            _give(world, given, key, item=row, channel=WEB)
        if work.key in PICTURED and row.picture is not None:
            for key in work.makers:
                _give(world, given, key, item=row.picture, channel=WEB)
    for story in STORIES:
        pages = StoryPage.objects.filter(slug=story.slug, locale__language_code=story.language)
        for page in pages:
            for key in story.named:
                _give(world, given, key, item=page, channel=WEB)
    shown = PRINTED_PARTICIPANT
    _give(world, given, shown, item=world.works["kasse-7"], channel=PRINT)
    shared = _give(world, given, shown, item=world.works[WITHDRAWN], channel=SOCIAL)
    if shared is not None:
        consents.withdraw(shared, by=None)


def _give(
    world: World, given: set[tuple[Any, ...]], key: str, *, item: Any, channel: str
) -> Consent | None:
    """Give one consent, unless it was given before: also one that was taken back stays so."""
    person = world.people[key]
    row = (person.pk, *consents.key_of(item), channel)
    if row in given:
        return None
    world.made += 1
    return consents.give(
        person,
        item=item,
        channel=channel,
        how=Consent.How.SCREEN if person.pk % 2 else Consent.How.PAPER,
        months=MONTHS[person.pk % len(MONTHS)],
        by=person.primary_contact,
        read=consents.Read(language=person.language, words=_words_of(item)),
    )


def _words_of(item: Any) -> dict[consents.ItemKey, str]:
    is_story = isinstance(item, StoryPage)
    return {consents.key_of(item): words.digest_of(item)} if is_story else {}
