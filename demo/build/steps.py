"""The steps of the demonstration, in their order, each in one transaction."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from accounts.context_processors import forget_contacts
from activities.models import Session
from cms import page_cache
from demo.build import (
    activities,
    ahead,
    allowed,
    at_the_table,
    backlog,
    bank,
    gardens,
    guard,
    honoraria,
    keepsakes,
    looks,
    money,
    pages,
    past,
    people,
    programme,
    safety,
    standing,
    table,
    teams,
    today,
    work_details,
    works,
)
from demo.build.progress import Progress
from demo.build.world import World

Step = tuple[str, tuple[Callable[[World], None], ...]]

STEPS: tuple[Step, ...] = (
    (
        "bydelene og de som jobber der",
        (teams.build_teams, teams.build_staff, safety.build_safety, safety.build_rota),
    ),
    ("deltakerne", (people.build_people, people.build_cards)),
    ("steder og aktiviteter", (activities.build_places, activities.build_activities)),
    ("budsjetter og pengeskrin", (money.build_budgets, money.build_threshold, money.build_boxes)),
    (
        "verkene",
        (
            works.build_works,
            work_details.build_details,
            work_details.build_steps,
            works.build_pictures,
            works.build_care,
        ),
    ),
    ("oppdrag og forslag", (backlog.build_jobs, backlog.build_ideas)),
    (
        "øktene",
        (
            programme.build_programme,
            standing.build_series,
            standing.build_normal_week,
            standing.build_things,
        ),
    ),
    ("øktene åpnes", (programme.offer_programme,)),
    ("det som har vært", (past.build_past, work_details.build_river)),
    ("i dag", (today.build_today, at_the_table.build_guests)),
    ("det som kommer", (ahead.build_ahead, ahead.cancel_one, ahead.deliver)),
    (
        "honorarene",
        (
            bank.build_bank,
            honoraria.build_payments,
            table.build_choices,
            table.build_gift_cards,
            table.build_count,
        ),
    ),
    ("leie av minihager", (gardens.build_offers, gardens.build_partners, gardens.build_leases)),
    ("de offentlige sidene", (pages.build_tree, pages.build_standard_pages, pages.build_projects)),
    ("historiene", (pages.build_stories, allowed.build_consents)),
    ("innsyn og søk", (looks.build_looks, pages.build_search)),
)


def build(stream: Any) -> World:
    """Build what is missing of the demonstration, telling `stream` how far it has come.

    Raises RuleBroken when the database holds real data. A step that fails leaves nothing of
    itself behind, and the next run goes on from there.
    """
    guard.refuse_real_data()
    world = World(
        now=timezone.now(),
        password=keepsakes.password(),
        is_new=not Session.objects.filter(state=Session.State.CLOSED).exists(),
    )
    progress = Progress(stream, total=len(STEPS))
    with translation.override("nb"), _quiet_wagtail():
        for number, (what, parts) in enumerate(STEPS):
            progress.at(number, what)
            with transaction.atomic():
                for part in parts:
                    part(world)
    progress.end()
    page_cache.forget_all()
    forget_contacts()
    return world


@contextmanager
def _quiet_wagtail() -> Iterator[None]:
    """Keep Wagtail from telling of each page, and `progress` readable."""
    logger = logging.getLogger("wagtail")
    level = logger.level
    logger.setLevel(logging.WARNING)
    yield
    logger.setLevel(level)
