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
from demo import credentials, guard
from demo.builders import (
    access_log,
    activities,
    bank,
    budgets,
    cash,
    consents,
    gift_cards,
    guests,
    handbook,
    jobs_and_ideas,
    leases,
    pages,
    pay_choices,
    people,
    safety,
    teams,
    work_details,
    works,
)
from demo.builders.sessions import (
    coming_sessions,
    past_sessions,
    rota,
    series,
    todays_sessions,
    weekly_sessions,
)
from demo.progress import Progress
from demo.world import World

Step = tuple[str, tuple[Callable[[World], None], ...]]

STEPS: tuple[Step, ...] = (
    (
        "bydelene og de som jobber der",
        (
            teams.build_teams,
            teams.build_staff,
            teams.build_limits,
            teams.build_substitutes,
            safety.build_safety,
            safety.build_rota,
        ),
    ),
    ("deltakerne", (people.build_people, people.build_cards)),
    (
        "steder og aktiviteter",
        (
            activities.build_places,
            activities.build_activities,
            handbook.build_recipes,
            handbook.build_routines,
        ),
    ),
    (
        "budsjetter og pengeskrin",
        (budgets.build_budgets, budgets.build_threshold, budgets.build_boxes),
    ),
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
    ("oppdrag og forslag", (jobs_and_ideas.build_jobs, jobs_and_ideas.build_ideas)),
    (
        "øktene",
        (
            weekly_sessions.build_weekly_sessions,
            series.build_series,
            series.build_normal_week,
            series.build_resources,
        ),
    ),
    ("øktene åpnes", (weekly_sessions.open_weekly_sessions,)),
    ("det som har vært", (past_sessions.record_and_finish, work_details.build_river)),
    ("i dag", (todays_sessions.build_today, guests.build_guests)),
    (
        "det som kommer",
        (
            coming_sessions.sign_up,
            coming_sessions.cancel_one,
            rota.build_short_night,
            rota.move_one,
            rota.ask_for_cover,
            coming_sessions.tell_about_shifts,
            coming_sessions.deliver,
        ),
    ),
    (
        "honorarene",
        (
            bank.build_bank,
            cash.build_payments,
            pay_choices.build_pay_choices,
            gift_cards.build_gift_cards,
            cash.build_count,
        ),
    ),
    ("leie av minihager", (leases.build_offers, leases.build_partners, leases.build_leases)),
    ("de offentlige sidene", (pages.build_tree, pages.build_standard_pages, pages.build_projects)),
    ("historiene", (pages.build_stories, pages.build_draft_story, consents.build_consents)),
    ("innsyn og søk", (access_log.build_access_log, pages.build_search)),
)


def build(stream: Any) -> World:
    """Build what is missing of the demonstration, telling `stream` how far it has come.

    Raises RuleBroken when the database holds real data. A step that fails leaves nothing of
    itself behind, and the next run goes on from there.
    """
    guard.refuse_real_data()
    world = World(
        now=timezone.now(),
        password=credentials.password(),
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
