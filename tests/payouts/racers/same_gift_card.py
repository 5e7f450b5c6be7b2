"""Many hands give the same gift card for the same honorarium at the same moment."""

from typing import Any


def prepare() -> dict[str, Any]:
    from payouts.earnings import promises
    from tests.factories.payouts import GiftCardFactory
    from tests.payouts.helpers import scene

    stage = scene()
    person = stage.participant()
    earning = promises.record(stage.session, participant=person, by=stage.by).earning
    promises.close(stage.session, by=stage.by)
    card = GiftCardFactory(team=person.team)
    return {"earning": earning.pk, "person": person.pk, "card": card.pk, "by": stage.by.pk}


def act(index: int, prepared: dict[str, Any]) -> int:
    from accounts.models import User
    from participants.models import Participant
    from payouts.over_the_table import gift_cards
    from tests.payouts.helpers import SIGNATURE

    return gift_cards.hand_out(
        Participant.objects.get(pk=prepared["person"]),
        earnings=[prepared["earning"]],
        cards=[prepared["card"]],
        by=User.objects.get(pk=prepared["by"]),
        signature=SIGNATURE,
    ).pk


def look(prepared: dict[str, Any]) -> dict[str, Any]:
    from ledger import books
    from ledger.models import Entry
    from payouts.models import GiftCard, GiftCardReceipt, Payout
    from payouts.reconciliation import verification

    return {
        "payouts": Payout.objects.filter(state="paid").count(),
        "receipts": GiftCardReceipt.objects.count(),
        "card": GiftCard.objects.get().state,
        "stock": books.balance("gift_card_stock"),
        "gaps": Entry.objects.count() - Entry.objects.last().voucher_number,
        "problems": verification.verify(),
    }
