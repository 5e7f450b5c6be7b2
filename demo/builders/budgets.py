"""Budgets made by one and approved by another, and boxes with cash."""

from datetime import date, timedelta

from accounts.models import User
from activities.models import Activity
from demo.data.people import DISTRICTS
from demo.data.programme import WEEKLY_SESSIONS
from demo.world import PRINTED_TEAM, WEEKS, World
from payouts import thresholds
from payouts.budgets import budgets
from payouts.models import Budget, CashBox, Threshold

FINANCE = "wenche-olsen"
INVENTED_PAYER = "310000019"
BOX = "Skrinet på kontoret"
WEEKS_A_YEAR = 54
EXPECTED = Activity._meta.get_field("expected_at_drop_in").default
SPARE = 10_000_000
"""Øre beside the weekly programme, for what comes up."""


def build_budgets(world: World) -> None:
    """Give each district a grant a year; leave one budget for a second pair of eyes."""
    finance = world.staff[FINANCE]
    years = {(world.today + timedelta(weeks=weeks)).year for weeks in (-WEEKS - 1, 0, WEEKS + 1)}
    for year in sorted(years):
        for district in DISTRICTS:
            budget = _budget(
                world,
                district.key,
                name=f"Tilskudd {year}",
                source=Budget.Source.GRANT,
                ore=_need(district.key),
                year=year,
                by=finance,
            )
            budgets.approve(budget, by=world.leader_of(district.key))
    _budget(
        world,
        PRINTED_TEAM,
        name=f"Leieinntekter {world.today.year}",
        source=Budget.Source.LEASE_INCOME,
        ore=1_500_000,
        year=world.today.year,
        by=finance,
    )


def build_threshold(world: World) -> None:
    """Write down one invented threshold that nobody has verified: it is not in force."""
    team = world.teams["gamle-oslo"]
    if not team.organisation_number:
        team.organisation_number = INVENTED_PAYER
        team.save(update_fields=["organisation_number", "changed_at"])
    if not Threshold.objects.filter(organisation_number=INVENTED_PAYER).exists():
        thresholds.make(
            organisation_number=INVENTED_PAYER,
            name="Eksempel",
            ore=500_000,
            citation="Oppdiktet, for å vise hvordan en grense ser ut",
            quoted="Her limer dere inn det som står i kilden.",
            valid_from=world.today.replace(month=1, day=1),
            by=world.staff[FINANCE],
        )
        world.made += 1


def build_boxes(world: World) -> None:
    """Give each district a box."""
    for district in DISTRICTS:
        _box, made = CashBox.objects.get_or_create(team=world.teams[district.key], name=BOX)
        world.made += made


def _need(district: str) -> int:
    """Return a year of honoraria in øre, with something to spare, in whole thousands of kroner."""
    a_week = sum(
        (weekly.places or EXPECTED) * weekly.honorarium
        for weekly in WEEKLY_SESSIONS
        if weekly.district == district
    )
    return -(-a_week * WEEKS_A_YEAR // 100_000) * 100_000 + SPARE


def _budget(
    world: World, district: str, *, name: str, source: str, ore: int, year: int, by: User
) -> Budget:
    team = world.teams[district]
    budget = Budget.objects.filter(team=team, name=name).first()
    if budget is None:
        budget = budgets.make(
            name=name,
            team=team,
            source=source,
            amount_ore=ore,
            starts_on=date(year, 1, 1),
            ends_on=date(year + 1, 1, 1),
            by=by,
        )
        world.made += 1
    return budget
