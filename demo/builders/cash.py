"""Handing over cash: older honoraria are paid, the newest wait. One box has been counted."""

from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from demo.builders.budgets import BOX, FINANCE
from demo.data.people import DISTRICTS, PEOPLE
from demo.world import PRINTED_TEAM, World, chance, oslo
from ledger.models import Entry
from participants.models import Participant
from payouts.bank import batches
from payouts.models import BoxCount, CashBox, Earning
from payouts.over_the_table import cash, counts

UNPAID_DAYS = 14
"""Honoraria younger than this wait for their next visit."""
SMALLEST_IN_BOX, FILL_IN = 150_000, 100_000
"""Øre: below the first the box is filled up, in steps of the second."""
MISSING = 500
"""Øre that the count finds too little: a coin went astray."""


def build_payments(world: World) -> None:
    """Fill the boxes, and pay what is old enough: every other with a signature."""
    until = oslo(world.today - timedelta(days=UNPAID_DAYS), "00:00")
    waiting: dict[int, list[Earning]] = {}
    old = Earning.objects.waiting_for_payment().filter(session__starts_at__lt=until)
    for earning in old.exclude(pk__in=batches.chosen(world.teams.values()).order_by().values("pk")):
        waiting.setdefault(earning.person_id, []).append(earning)
    for district in DISTRICTS:
        box = CashBox.objects.get(team=world.teams[district.key], name=BOX)
        people = [person for person in world.people_of(district.key) if person.pk in waiting]
        _fill(world, box, need=sum(row.ore for person in people for row in waiting[person.pk]))
        for person in people:
            _pay(world, person, earnings=waiting[person.pk], box=box, district=district.key)


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


def signature_of(name: str) -> str:
    """Return a scribble as an SVG path in a 600 × 200 box, the same each time for a name."""
    dice = chance("signature", name)
    across = range(60, 60 + 26 * (len(name) + 6), 26)
    points = [f"{x} {100 + dice.randint(-52, 52)}" for x in across]
    return "M" + "L".join(points)


def _fill(world: World, box: CashBox, *, need: int) -> None:
    """Fetch money for `box` in the bank, once a day at most."""
    key = f"demo-{world.today}"
    if cash.balance(box) >= need + SMALLEST_IN_BOX:
        return
    if Entry.objects.filter(key=f"fill:{box.pk}:{key}").exists():
        return
    ore = (need // FILL_IN + 3) * FILL_IN
    cash.fill_box(box, ore=ore, by=world.staff[FINANCE], key=key)
    world.made += 1


def _pay(
    world: World, person: Participant, *, earnings: list[Earning], box: CashBox, district: str
) -> None:
    by = world.leader_of(district)
    witness = person.primary_contact
    signs = [row.key for row in PEOPLE].index(_key_of(world, person)) % 2 == 0
    how = (
        {"signature": signature_of(person.chosen_name)}
        if signs
        else {
            "witness": witness,
            "paid_by_initials": by.initials,
            "witness_initials": witness.initials,
        }
    )
    if cash.balance(box) < sum(row.ore for row in earnings):
        return  # a visitor has taken from the box; it is filled again another day
    cash.pay(person, earnings=[row.pk for row in earnings], box=box, by=by, **how)
    world.made += 1


def _key_of(world: World, person: Participant) -> str:
    return next(key for key, row in world.people.items() if row.pk == person.pk)
