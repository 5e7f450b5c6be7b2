"""Gift cards in each district, one of them given to somebody."""

from demo.builders.budgets import FINANCE
from demo.builders.cash import signature_of
from demo.data.people import DISTRICTS
from demo.world import World
from payouts.models import Earning, GiftCard
from payouts.models.rate import Reason
from payouts.over_the_table import gift_cards

SHOP = "Rema 1000"
CARDS, WORTH = 4, 15_000


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
        cards = gift_cards.add(
            team,
            issuer=SHOP,
            numbers=[f"9845 0000 {place:04d} {number:04d}" for number in range(1, CARDS + 1)],
            ore=earning.ore if earning else WORTH,
            by=world.staff[FINANCE],
            key=f"demo-{district.key}",
        )
        world.made += len(cards)
        if earning:
            gift_cards.hand_out(
                earning.participant,
                earnings=[earning.pk],
                cards=[cards[0].pk],
                by=world.leader_of(district.key),
                signature=signature_of(earning.participant.chosen_name),
            )
            world.made += 1
