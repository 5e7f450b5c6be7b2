"""What happens at the table: how people want their money, gift cards, and a counted box."""

from uuid import NAMESPACE_URL, uuid5

from demo.builders.budgets import BOX, FINANCE
from demo.builders.cash import signature_of
from demo.data.people import DISTRICTS
from demo.world import PRINTED_TEAM, World
from payouts import choices
from payouts.models import BoxCount, CashBox, Earning, GiftCard, PayChoice, Way
from payouts.models.rate import Reason
from payouts.rails import cash, counts, gift_card

SHOP = "Rema 1000"
CARDS, WORTH = 4, 15_000
MISSING = 500
"""Øre that the count finds too little: a coin went astray."""
WAYS = (Way.IN_HAND, Way.SAVED, Way.GIFT_CARD)


def build_choices(world: World) -> None:
    """Let the people of one district have chosen, in turn, the ways that need no account."""
    for number, person in enumerate(world.people_of(PRINTED_TEAM)):
        if not PayChoice.objects.filter(participant=person).exists():
            choices.choose(person, way=WAYS[number % len(WAYS)])
            world.made += 1


def build_gift_cards(world: World) -> None:
    """Buy some cards for each district, and give one to somebody who has just as much to come."""
    for place, district in enumerate(DISTRICTS, start=1):
        team = world.teams[district.key]
        if GiftCard.objects.filter(team=team).exists():
            continue
        waiting = Earning.objects.waiting_for_payment().filter(
            participant__team=team, reason=Reason.TOOK_PART
        )
        earning = waiting.select_related("participant").order_by("pk").first()
        cards = gift_card.add(
            team,
            issuer=SHOP,
            numbers=[f"9845 0000 {place:04d} {number:04d}" for number in range(1, CARDS + 1)],
            ore=earning.ore if earning else WORTH,
            by=world.staff[FINANCE],
            key=f"demo-{district.key}",
        )
        world.made += len(cards)
        if earning:
            gift_card.hand_out(
                earning.participant,
                earnings=[earning.pk],
                cards=[cards[0].pk],
                by=world.leader_of(district.key),
                signature=signature_of(earning.participant.chosen_name),
            )
            world.made += 1


def build_count(world: World) -> None:
    """Count one box once, with five kroner too little."""
    key = uuid5(NAMESPACE_URL, "demo-count")
    if BoxCount.objects.filter(key=key).exists():
        return
    box = CashBox.objects.get(team=world.teams[PRINTED_TEAM], name=BOX)
    counts.count(
        box,
        counted_ore=max(0, cash.balance(box) - MISSING),
        by=world.leader_of(PRINTED_TEAM),
        witness=world.deputy_of(PRINTED_TEAM),
        key=key,
        explanation="En femmer er borte",
    )
    world.made += 1
