"""Giving and withdrawing consent, and the one check that everything shown must pass.

A person is shown on one exact item and one channel while a consent for it is live
(rules.md#consent): `Consent.objects.live` says when. Items answer `people_concerned()` with the
participants who can be known from them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from dateutil.relativedelta import relativedelta
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import second_person
from core.errors import RuleBroken
from core.hidden_fields import must_be_unchanged
from participants import consent_texts
from participants.models import Consent, Participant
from participants.models.consent import MOST_MONTHS
from participants.signals import consent_withdrawn
from participants.signatures import is_signature

ItemKey = tuple[int, int]
"""The content type's id and the item's id."""


class Item(Protocol):
    """What can be shown: a saved model that knows whom it concerns."""

    pk: Any

    def people_concerned(self) -> Iterable[Participant]:
        """Return those who can be known from it."""


AnyItem = TypeVar("AnyItem", bound=Item)


# --- Verbs -----------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class Read:
    """Which words were read: in what language, and the digest of what the page showed, if any.

    `signature` is what was drawn under them on our screen (`participants.signatures`). `words` has
    the digest of what each item itself says, by `key_of(item)`: a yes to other words is not a
    repeat.
    """

    language: str = "nb"
    shown: str | None = None
    signature: str = ""
    words: Mapping[ItemKey, str] = field(default_factory=dict)


@transaction.atomic
def give(
    participant: Participant,
    *,
    item: Item,
    channel: str,
    how: str,
    months: int,
    by: Any = None,
    witness: Any = None,
    read: Read | None = None,
) -> Consent:
    """Record that `participant` says yes to `item` on `channel` for 1–24 `months`.

    `by` is the member of staff who wrote it down, None when the participant did so alone. A
    repeat while a consent is live returns that one. A spoken one shows nothing until its witness
    has confirmed it by their own page. Raises RuleBroken, and Changed when the words
    that were read (`consent_texts.facts`) are others now.
    """
    person = Participant.objects.select_for_update().get(pk=participant.pk)
    read = read or Read()
    must_be_unchanged(read.shown, *consent_texts.facts())
    if person.left_at:
        raise RuleBroken(_("Deltakeren har gått ut. Da kan vi ikke ta imot et nytt samtykke."))
    _must_be_valid(channel=channel, how=how, months=months, by=by, witness=witness)
    if read.signature and not (how == Consent.How.SCREEN and is_signature(read.signature)):
        raise RuleBroken(_("Streken er for kort eller for rett. Prøv igjen, eller bruk papir."))
    kind, number = key_of(item)
    said = Consent.objects.said().filter(
        participant=person, item_type_id=kind, item_id=number, channel=channel
    )
    words = read.words.get((kind, number), "")
    if words:
        said = said.filter(words_digest=words)
    same = Q(is_unconfirmed=True, how=how, witness=witness)
    there = said.filter(Q(is_unconfirmed=False) | same).first()
    if there is not None:
        return there
    now = timezone.now()
    given = Consent.objects.create(
        participant=person,
        kind=Consent.Kind.GIVEN,
        item_type_id=kind,
        item_id=number,
        channel=channel,
        text_version=consent_texts.CURRENT,
        language=read.language,
        how=how,
        recorded_by=by,
        witness=witness,
        given_at=now,
        months=months,
        expires_at=now + relativedelta(months=months),
        signature=read.signature,
        words_digest=words,
    )
    if witness is not None and by is not None:
        second_person.ask(given, team=person.team_id, person=witness, asked_by=by, by_code=False)
    return given


def _must_be_valid(*, channel: str, how: str, months: int, by: Any, witness: Any) -> None:
    if channel not in Consent.Channel.values or how not in Consent.How.values:
        raise RuleBroken(_("Velg hvor det skal vises, og hvordan samtykket ble gitt."))
    if not 1 <= months <= MOST_MONTHS:
        raise RuleBroken(_("Et samtykke kan gjelde fra 1 til 24 måneder."))
    if how == Consent.How.PAPER and by is None:
        raise RuleBroken(_("Skriv hvem av oss som tok imot papiret."))
    if how == Consent.How.SPOKEN and (by is None or witness is None or witness == by):
        raise RuleBroken(_("Et muntlig samtykke trenger to av oss: én som skriver og ett vitne."))


@transaction.atomic
def give_in_one_sitting(
    participant: Participant, *, items: Sequence[Item], **said: Any
) -> list[Consent]:
    """Record a yes to each of `items`, all or none; `said` is what `give` asks for beside `item`.

    Each item has a consent of its own, with the words that were read, and each is taken back alone.
    """
    if not items:
        raise RuleBroken(_("Velg minst én ting."))
    return [give(participant, item=item, **said) for item in items]


@transaction.atomic
def withdraw(consent: Consent, *, by: Any = None, how: str = Consent.How.SCREEN) -> Consent:
    """Take back `consent` and return the row that does so; a repeat returns the same row.

    Needs no reason. A thing that stands in several languages goes in all of them at once, and so
    does every yes to the same thing in other words;
    nothing else changes. After commit `consent_withdrawn` is sent, so that what is cached goes
    as well.
    """
    Participant.objects.select_for_update().get(pk=consent.participant_id)
    given = Consent.objects.select_related("withdrawal").get(pk=consent.pk)
    if given.kind == Consent.Kind.WITHDRAWN:
        return given
    withdrawal = _withdraw_one(given, by=by, how=how)
    for other in _with_it(given):
        _withdraw_one(other, by=by, how=how)
    return withdrawal


def _withdraw_one(given: Consent, *, by: Any, how: str) -> Consent:
    earlier = Consent.objects.filter(withdraws=given).first()
    if earlier is not None:
        return earlier
    now = timezone.now()
    withdrawal = Consent.objects.create(
        participant_id=given.participant_id,
        kind=Consent.Kind.WITHDRAWN,
        withdraws=given,
        item_type_id=given.item_type_id,
        item_id=given.item_id,
        channel=given.channel,
        text_version=given.text_version,
        language=given.language,
        how=how,
        recorded_by=by,
        given_at=now,
        months=given.months,
        expires_at=now + relativedelta(months=given.months),
    )
    second_person.ask_no_more(given)
    # Robust: a cache that cannot be reached must not make the withdrawal fail; it is logged.
    transaction.on_commit(lambda: consent_withdrawn.send_robust(sender=Consent, consent=given))
    return withdrawal


def _with_it(given: Consent) -> models.QuerySet[Consent]:
    """Return the same person's other live consents to the same thing, in all its languages.

    An item that stands in several languages answers `in_other_languages()`.
    """
    languages = getattr(given.item, "in_other_languages", None)
    others = [item.pk for item in languages()] if languages else []
    return Consent.objects.said().filter(
        participant_id=given.participant_id,
        item_type_id=given.item_type_id,
        item_id__in=[given.item_id, *others],
        channel=given.channel,
    )


# --- The check -------------------------------------------------------------------
def may_show(item: Item, channel: str) -> bool:
    """Return whether everyone whom `item` concerns has a live consent for it on `channel`.

    An item that concerns nobody may be shown. Somebody who has left counts as before: leaving
    neither gives a consent nor takes one back. Two queries.
    """
    return bool(showable([item], channel))


def showable(items: Sequence[AnyItem], channel: str) -> list[AnyItem]:
    """Return those of `items` that `may_show` lets through, in their order.

    Two queries for items of one model, however many.
    """
    concerned = _people_of(items)
    consenting = _consenting(concerned, channel)
    return [
        item
        for item in items
        if all(person.pk in consenting.get(key_of(item), ()) for person in concerned[key_of(item)])
    ]


def shown_people(items: Sequence[Item], channel: str) -> dict[ItemKey, list[Participant]]:
    """Return for each item those whose name may stand beside it, by `key_of(item)`.

    Unlike `may_show` it takes each person alone: one maker may be named, another not. Sorted by
    chosen name. Two queries for items of one model, however many.
    """
    concerned = _people_of(items)
    consenting = _consenting(concerned, channel)
    return {
        key: sorted(
            (person for person in people if person.pk in consenting.get(key, ())),
            key=lambda person: person.chosen_name.casefold(),
        )
        for key, people in concerned.items()
    }


def key_of(item: Item) -> ItemKey:
    """Return the key by which consents name `item`, which must be saved."""
    if item.pk is None:
        raise ValueError("Consent names a saved item.")
    return ContentType.objects.get_for_model(item).pk, item.pk  # type: ignore[arg-type]


# --- Reads -----------------------------------------------------------------------
def shown_about(participant: Participant) -> list[Consent]:
    """Return what `participant` has said yes to, with the items, the newest first.

    With `is_unconfirmed` nothing is shown yet. Consents for items that are gone are left out. One
    query and one for each kind of item.
    """
    consents = (
        Consent.objects.said()
        .filter(participant=participant)
        .order_by("-given_at", "-pk")
        .select_related("witness")
        .prefetch_related("item")
    )
    return [consent for consent in consents if consent.item is not None]


def expired_since(moment: datetime, *, at: datetime | None = None) -> models.QuerySet[Consent]:
    """Return the consents that ran out after `moment`, up to `at` or now, never withdrawn."""
    return Consent.objects.filter(
        kind=Consent.Kind.GIVEN,
        withdrawal__isnull=True,
        expires_at__gt=moment,
        expires_at__lte=at or timezone.now(),
    ).order_by("expires_at", "pk")


def _people_of(items: Sequence[Item]) -> dict[ItemKey, list[Participant]]:
    """Return whom each item concerns, with one query a model."""
    by_model: dict[type, list[Item]] = {}
    for item in items:
        by_model.setdefault(type(item), []).append(item)
    for model, same in by_model.items():
        # people_concerned() reads one of these relations, so it is answered from the prefetch.
        relations = [
            field.name
            for field in model._meta.many_to_many  # type: ignore[attr-defined]
            if field.related_model is Participant
        ]
        models.prefetch_related_objects(same, *relations)  # type: ignore[type-var]
    return {key_of(item): list(item.people_concerned()) for item in items}


def _consenting(
    concerned: dict[ItemKey, list[Participant]], channel: str
) -> dict[ItemKey, set[int]]:
    """Return the ids of those with a live consent for each item, with one query."""
    wanted = {key for key, people in concerned.items() if people}
    if not wanted:
        return {}
    found: dict[ItemKey, set[int]] = {}
    rows = (
        Consent.objects.live()
        .filter(
            channel=channel,
            item_type_id__in={kind for kind, _number in wanted},
            item_id__in={number for _kind, number in wanted},
        )
        .values_list("item_type_id", "item_id", "participant_id")
    )
    for kind, number, person in rows:
        found.setdefault((kind, number), set()).add(person)
    return found
