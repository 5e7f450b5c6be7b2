"""Asking somebody in a story on their own page, which they open with their own card.

The page shows the words and the picture that they were asked about, and nothing that has become
another since (docs/decisions/040-yes-by-card.md). What others have not said yes to stays out:
one participant never reads or sees there what another has not let be shown.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from cms.models import StoryPage, StoryQuestion
from cms.page_content import words
from cms.page_content.people_named import named_in
from cms.publishing import short_stories
from core.errors import RuleBroken
from core.hidden_fields import digest, must_be_unchanged
from core.saving import locked_row
from participants import consent_texts, consents
from participants.models import Consent, Participant
from pictures.models import Picture
from pictures.permissions import seen_by

WEB = Consent.Channel.WEB
DAYS_KEPT = 180


@dataclass(frozen=True)
class Open:
    """A question that can be answered now: the draft as it was asked about, and for what."""

    question: StoryQuestion
    draft: StoryPage
    items: list[Any]

    @property
    def is_new(self) -> bool:
        """Tell whether it has no answer yet."""
        return self.question.said_no_at is None

    @property
    def shown(self) -> str:
        """Return what the page posts back: these words, and what a yes says."""
        return digest(self.question.facts, *consent_texts.facts())


# --- Asking ----------------------------------------------------------------------
@transaction.atomic
def ask(story: StoryPage, person: Participant, *, by: User, shown: str | None) -> StoryQuestion:
    """Let the question stand on `person`'s own page, about the draft that was `shown`.

    A repeat changes nothing; with other words since, it is asked anew. Raises RuleBroken with
    what stops it, and Changed.
    """
    with locked_row(story) as row:
        draft = short_stories.draft_of(row)
        must_be_unchanged(shown, *short_stories.read_of(draft))
        if person.left_at is not None:
            raise RuleBroken(_("Deltakeren har gått ut. Da kan vi ikke ta imot et nytt samtykke."))
        if not person.cards.filter(revoked_at__isnull=True).exists():
            raise RuleBroken(_("Lag et kort til personen først. Da kan de svare på siden sin."))
        if _others_are_silent(draft, person):
            raise RuleBroken(
                _(
                    "Teksten handler også om noen som ikke har sagt ja. Spør dem først, "
                    "eller spør mens dere sitter sammen."
                )
            )
        if not items_for(draft, person):
            raise RuleBroken(_("Dette kan ikke vises på siden deres. Spør mens dere er sammen."))
        asked = {"facts": facts_of(draft), "asked_by": by, "asked_at": timezone.now()}
        question, is_new = StoryQuestion.objects.get_or_create(
            story=row, participant=person, defaults=asked
        )
        if question.facts == asked["facts"] and question.said_no_at is not None:
            raise RuleBroken(
                _("Svaret er nei til akkurat dette. Snakk sammen først, eller skriv det om.")
            )
        if not is_new and question.facts != asked["facts"]:
            StoryQuestion.objects.filter(pk=question.pk).update(**asked, said_no_at=None)
            question.refresh_from_db()
    return question


def facts_of(draft: StoryPage) -> str:
    """Return the digest of what a question is about: the words, and which picture.

    It is kept, so no key of this installation's is part of it.
    """
    picture = draft.lead_picture
    said = [words.digest_of(draft), picture and [picture.pk, picture.file.name]]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def items_for(draft: StoryPage, person: Participant) -> list[Any]:
    """Return what `person` has not said yes to, and may be asked about on their own page.

    A picture with somebody else on it who has not said yes is not: they would be seen there.
    """
    asked = short_stories.items_by_person(draft).get(person, [])
    keys = _said_yes_to(asked, person, words=words.digest_of(draft))
    return [
        item
        for item in asked
        if consents.key_of(item) not in keys
        and (not isinstance(item, Picture) or seen_by([item], person))
    ]


def _said_yes_to(items: Iterable[Any], person: Participant, *, words: str) -> set[consents.ItemKey]:
    """Return the keys of `items` that `person` has said yes to; of a story, in these words."""
    said = Consent.objects.said().filter(
        participant=person, channel=WEB, item_id__in={item.pk for item in items}
    )
    story = ContentType.objects.get_for_model(StoryPage).pk
    return {
        (row.item_type_id, row.item_id)
        for row in said
        if row.item_type_id != story or row.words_digest == words
    }


def _others_are_silent(draft: StoryPage, person: Participant) -> bool:
    """Tell whether somebody else can be known from the words who has not said yes to them."""
    others = {*draft.people_concerned(), *draft.people_quoted()} - {person}
    if _names_somebody_else(draft, known={*others, person}):
        return True
    if not others:
        return False
    kind, number = consents.key_of(draft)
    yes = Consent.objects.live().filter(
        item_type_id=kind, item_id=number, channel=WEB, participant__in=others,
        words_digest=words.digest_of(draft),
    )  # fmt: skip
    return bool({other.pk for other in others} - set(yes.values_list("participant_id", flat=True)))


def _names_somebody_else(draft: StoryPage, *, known: Iterable[Participant]) -> bool:
    """Tell whether a name stands in the words that is nobody's of `known`, as publishing asks."""
    known = list(known)
    teams = {draft.team_id, *(person.team_id for person in known)}
    return bool(named_in(draft, teams=teams, known=known, answered=draft.other_names))


# --- On the person's own page ----------------------------------------------------
def open_for(person: Participant) -> list[Open]:
    """Return the questions that stand on `person`'s page now, the newest first.

    One query when nobody has asked.
    """
    rows = StoryQuestion.objects.filter(participant=person).select_related("story")
    found = [_as_asked(row) for row in rows.order_by("-asked_at", "-pk")]
    return [one for one in found if one is not None]


def one_for(person: Participant, story: int) -> Open | None:
    """Return the question about the story with the key `story`, if it stands there now."""
    row = StoryQuestion.objects.filter(participant=person, story=story).first()
    return _as_asked(row) if row else None


def concerns(person: Participant, story: StoryPage) -> bool:
    """Tell whether `person` is or may be asked about `story`: in it, or on its picture."""
    return (
        StoryQuestion.objects.filter(participant=person, story=story).exists()
        or StoryPage.concerning(person).filter(pk=story.pk).exists()
        or person in short_stories.items_by_person(short_stories.draft_of(story))
    )


def has_said_yes(person: Participant, story: StoryPage, *, keys: Iterable[str]) -> bool:
    """Tell whether `person` has said yes to all that `keys` name («12-34»), in these words."""
    draft = short_stories.draft_of(story)
    asked = short_stories.items_by_person(draft).get(person, [])
    there = {"-".join(map(str, consents.key_of(item))): item for item in asked}
    wanted = set(keys)
    if not wanted or not wanted <= there.keys():
        return False
    items = [there[key] for key in wanted]
    said = _said_yes_to(items, person, words=words.digest_of(draft))
    return {consents.key_of(item) for item in items} <= said


def _as_asked(question: StoryQuestion) -> Open | None:
    draft = short_stories.draft_of(question.story)
    person = question.participant
    if facts_of(draft) != question.facts or _others_are_silent(draft, person):
        return None
    items = items_for(draft, person)
    return Open(question, draft, items) if items else None


def say_yes(
    person: Participant, story: StoryPage, *, items: list[Any], months: int, shown: str
) -> list[Consent]:
    """Record the yes of `person` to `items`, by their own card.

    The question goes when nothing of it is left to answer.

    Raises Changed when the words, or what a yes says, are others than what was `shown`. A second
    tap is the same yes.
    """
    with locked_row(story) as row:
        question = StoryQuestion.objects.filter(story=row, participant=person).first()
        draft = short_stories.draft_of(row)
        must_be_unchanged(shown, facts_of(draft), *consent_texts.facts())
        asked = short_stories.items_by_person(draft).get(person, [])
        if any(item not in asked for item in items):
            raise RuleBroken(_("Historien er endret. Spørsmålet kommer igjen når den er klar."))
        if question is None and not set(map(consents.key_of, items)) <= _said_yes_to(
            items, person, words=words.digest_of(draft)
        ):
            raise RuleBroken(_("Spørsmålet er trukket. Spør oss hvis du lurer på noe."))
        read = consents.Read(
            language=get_language() or short_stories.OURS,
            words={consents.key_of(draft): words.digest_of(draft)},
        )
        given = consents.give_in_one_sitting(
            person, items=items, channel=WEB, how=Consent.How.SCREEN, months=months, read=read
        )
        if question is not None and not items_for(draft, person):
            question.delete()
    return given


def say_no(person: Participant, story: StoryPage, *, shown: str) -> None:
    """Keep that `person` does not want it; it can be changed as long as the words are the same.

    Nothing that was said yes to before is taken back by it. A second tap changes nothing.
    """
    with locked_row(story) as row:
        question = StoryQuestion.objects.filter(story=row, participant=person).first()
        if question is None:
            return
        must_be_unchanged(shown, question.facts, *consent_texts.facts())
        if question.said_no_at is None:
            question.said_no_at = timezone.now()
            question.save(update_fields=["said_no_at"])


# --- For staff -------------------------------------------------------------------
def asked_about(draft: StoryPage) -> dict[int, StoryQuestion]:
    """Return {participant id: the question} of those that hold for `draft` as it is. One query."""
    facts = facts_of(draft)
    rows = StoryQuestion.objects.filter(story=draft.pk)
    return {row.participant_id: row for row in rows if row.facts == facts}


def close(story: int) -> None:
    """Take the questions that are answered off people's pages, now that a story has come out.

    A no is kept, and so is what can be answered still: of a picture or a work, the story may be
    out without it.
    """
    rows = StoryQuestion.objects.filter(story=story, said_no_at__isnull=True)
    answered = [row.pk for row in rows.select_related("story") if _as_asked(row) is None]
    StoryQuestion.objects.filter(pk__in=answered, said_no_at__isnull=True).delete()


def forget_old() -> int:
    """Delete questions from long ago; return how many."""
    limit = timezone.now() - timedelta(days=DAYS_KEPT)
    return StoryQuestion.objects.filter(asked_at__lt=limit).delete()[0]
