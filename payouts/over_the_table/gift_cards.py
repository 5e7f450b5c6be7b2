"""Gift cards: bought into a team's stock, handed out against a signature.

Locks: the participant's earnings, then the cards, then the voucher counter.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team, User
from core.errors import RuleBroken, must_say_why
from core.money import MOST_ORE, kroner
from ledger import chart, posting
from ledger.models import Entry, VoucherCounter
from participants.models import Participant
from payouts import payable
from payouts.models import GiftCard, GiftCardReceipt
from payouts.over_the_table import handover, handover_confirmation
from payouts.vault.hashes import number_hash, plain_number

MOST_AT_ONCE = 500
_NUMBER = re.compile(r"[0-9A-Z]{6,40}", re.ASCII)
"""What is printed on a card, without spaces and hyphens."""


def in_stock(team: Team) -> int:
    """Return the øre that lie in the team's stock."""
    cards = GiftCard.objects.filter(team=team, state=GiftCard.State.IN_STOCK)
    return sum(cards.values_list("ore", flat=True))


def add(
    team: Team, *, issuer: str, numbers: Sequence[str], ore: int, by: User, key: str
) -> list[GiftCard]:
    """Put new cards, each worth `ore`, in the stock of `team`; blank lines are skipped.

    A repeat of `key` returns the cards of the first. Raises RuleBroken, naming the line, for a
    number that is none, stands twice, or is in Reir already.
    """
    lines = [(n, plain_number(text)) for n, text in enumerate(numbers, start=1) if text.strip()]
    if not lines or not issuer.strip():
        raise RuleBroken(_("Skriv butikken og minst ett nummer."))
    if len(lines) > MOST_AT_ONCE:
        raise RuleBroken(_("Legg inn høyst %(most)s kort om gangen.") % {"most": MOST_AT_ONCE})
    if not 0 < ore * len(lines) <= MOST_ORE:
        raise RuleBroken(_("Skriv et beløp over null."))
    first_line = _each_once(lines)
    with transaction.atomic():
        VoucherCounter.objects.select_for_update().get_or_create(pk=1)  # one at a time
        there = GiftCard.objects.filter(number_hash__in=first_line)
        if Entry.objects.filter(key=f"gift_cards:{key}").exists():
            return list(there.filter(team=team))
        if known := there.values_list("number_hash", flat=True):
            line = min(first_line[one] for one in known)
            raise RuleBroken(_("Linje %(line)s: Dette kortet er lagt inn før.") % {"line": line})
        cards = [
            GiftCard.objects.create(
                team=team,
                issuer=issuer.strip(),
                number=number,
                number_hash=number_hash(number),
                ore=ore,
                added_by=by,
            )
            for _line, number in lines
        ]
        posting.post(
            Entry.Kind.BUY_CARDS,
            about=posting.About(team=team.pk),
            key=f"gift_cards:{key}",
            debit=chart.GIFT_CARD_STOCK,
            credit=chart.BANK,
            ore=ore * len(cards),
            reason=_("Gavekort kjøpt"),
            by=by,
        )
    return cards


def hand_out(
    participant: Participant,
    *,
    earnings: Iterable[int],
    cards: Iterable[int],
    by: User,
    shown_ore: int | None = None,
    **signed: Unpack[handover_confirmation.Signed],
) -> GiftCardReceipt:
    """Hand over the cards with the ids `cards` for the honoraria `earnings`; return the receipt.

    Their sums must be equal. Confirmed as `cash.pay` is, and `shown_ore` is the sum on the button.
    A repeat returns the first receipt and changes nothing. Raises RuleBroken when something is
    not approved, or a card is gone.
    """
    handover_confirmation.must_be_confirmed(signed, by=by, team_id=participant.team_id)
    with transaction.atomic():
        rows = payable.locked(earnings, participant=participant)
        if before := handover.receipt_of(GiftCardReceipt, rows):
            return before
        payable.must_be_payable(rows, by=by)
        payable.must_be_as_shown(rows, shown_ore)
        given = _locked_cards(cards, team_id=participant.team_id)
        ore, worth = sum(row.ore for row in rows), sum(card.ore for card in given)
        if ore != worth:
            raise RuleBroken(
                _("Kortene er på %(cards)s, og honoraret er %(sum)s. Velg så det blir likt.")
                % {"cards": kroner(worth), "sum": kroner(ore)}
            )
        receipt = handover.give(
            GiftCardReceipt,
            rows,
            signed=signed,
            account=chart.GIFT_CARD_STOCK,
            by=by,
            participant=participant,
            team_id=participant.team_id,
            at=timezone.now(),
        )
        for card in given:
            card.state, card.receipt = GiftCard.State.HANDED_OUT, receipt
            card.save(update_fields=["state", "receipt", "changed_at"])
    return receipt


def void(
    card: GiftCard, *, reason: str, by: User, witness: User | None, witness_code: str = ""
) -> GiftCard:
    """Take a card that is lost or of no use out of the stock, to loss. A repeat changes nothing.

    `witness`, another of the team's payers, knows that it is: asked as in `cash.take_out`. A card
    is money, and who said alone that it is lost could have it.
    """
    must_say_why(reason)
    handover_confirmation.must_be_second(witness, by=by, team_id=card.team_id, code=witness_code)
    with transaction.atomic():
        row = GiftCard.objects.select_for_update().get(pk=card.pk)
        if row.state == GiftCard.State.HANDED_OUT:
            raise RuleBroken(_("Dette kortet er gitt til noen. Det kan ikke tas ut."))
        if row.state == GiftCard.State.IN_STOCK:
            row.state, row.void_reason = GiftCard.State.VOID, reason.strip()[:200]
            row.save(update_fields=["state", "void_reason", "changed_at"])
            entry = posting.post(
                Entry.Kind.VOID_CARD,
                about=posting.About(team=row.team_id, gift_card=row.pk),
                key=f"void_card:{row.pk}",
                debit=chart.LOSS,
                credit=chart.GIFT_CARD_STOCK,
                ore=row.ore,
                reason=_("Gavekort tatt ut, %(card)s") % {"card": row},
                by=by,
            )
            handover_confirmation.ask_second(
                entry, witness, team_id=row.team_id, by=by, code=witness_code
            )
    return row


def _each_once(lines: list[tuple[int, str]]) -> dict[str, int]:
    """Return {hash: line}; raise RuleBroken for a number that is none or stands twice."""
    found: dict[str, int] = {}
    for line, number in lines:
        if not _NUMBER.fullmatch(number):
            raise RuleBroken(_("Linje %(line)s er ikke et kortnummer.") % {"line": line})
        own = number_hash(number)
        if own in found:
            raise RuleBroken(
                _("Linje %(line)s er det samme kortet som linje %(first)s.")
                % {"line": line, "first": found[own]}
            )
        found[own] = line
    return found


def _locked_cards(cards: Iterable[int], *, team_id: int) -> list[GiftCard]:
    wanted = sorted(set(cards))
    rows = GiftCard.objects.select_for_update().filter(pk__in=wanted, team_id=team_id)
    found = list(rows.order_by("pk"))
    if not wanted or len(found) != len(wanted):
        raise RuleBroken(_("Velg kortene som blir gitt."))
    for card in found:
        if card.state != GiftCard.State.IN_STOCK:
            words = _("%(card)s er ikke på lager lenger. Velg et annet.") % {"card": card}
            raise RuleBroken(words, about=card.receipt)
    return found
