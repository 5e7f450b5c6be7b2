"""What is to be measured, put into a database: `python -m tests.bench.prepare PART [NUMBER]`.

Each part prints as JSON the address to ask and the cookie to ask it with.
"""

import json
import sys
from datetime import timedelta
from typing import Any

import django

OFFERED = 20
"""So many of the nearest sessions promise an honorarium, which the page must show."""
COMING_PEOPLE = 5


def story() -> dict[str, Any]:
    """Choose the longest bokmål story of the demonstration, and make an empty page of Wagtail's."""
    from wagtail.models import Page, Site

    from cms.models import StoryPage
    from tests.bench.urls import EMPTY_PAGE, PLAIN

    stories = StoryPage.objects.shown().filter(locale__language_code="nb").select_related("locale")
    chosen = max(
        stories, key=lambda page: (len(page.body), len(json.dumps(page.body.raw_data[:])), page.pk)
    )
    root = Site.objects.get(is_default_site=True).root_page
    empty = root.add_child(instance=Page(title="Tom", slug="tom-side", locale=root.locale))
    return {
        "story": chosen.address,
        "empty_page": EMPTY_PAGE.format(slug=empty.slug),
        "plain": PLAIN,
    }


def participant(count: int) -> dict[str, Any]:
    """Make a participant with `count` sessions to come: half their team's, half of another."""
    from django.test import Client
    from django.utils import timezone

    from accounts.models import Role
    from activities.models import Session, Shift, SignUp
    from activities.taking_part import signups
    from participants import cards
    from payouts.earnings import promises
    from portals import card_cookie
    from tests.factories.accounts import MembershipFactory, TeamFactory
    from tests.factories.activities import ActivityFactory, PlaceFactory, SessionFactory
    from tests.factories.participants import ParticipantFactory
    from tests.factories.payouts import BudgetFactory, RateFactory

    teams = TeamFactory.create_batch(2)
    leaders = [MembershipFactory(team=team, role=Role.LEADER).user for team in teams]
    seconds = [MembershipFactory(team=team, role=Role.WORKER).user for team in teams]
    activities = ActivityFactory.create_batch(4, teams=teams, is_public=True)
    places = PlaceFactory.create_batch(4)
    for activity in activities:
        RateFactory(activity=activity)
    for team in teams:
        BudgetFactory(team=team, amount_ore=100_000_000)
    person = ParticipantFactory(team=teams[0])
    others = ParticipantFactory.create_batch(COMING_PEOPLE, team=teams[0])
    tomorrow = timezone.now() + timedelta(days=1)
    made = Session.objects.bulk_create(
        SessionFactory.build(
            team=teams[number % 2],
            activity=activities[number % len(activities)],
            place=places[number % len(places)],
            starts_at=tomorrow + timedelta(hours=number),
            places=12,
            state=Session.State.DRAFT if number < OFFERED else Session.State.PUBLISHED,
        )
        for number in range(count)
    )
    Shift.objects.bulk_create(
        Shift(session=session, staff=staff[number % 2], part=part)
        for number, session in enumerate(made)
        for staff, part in ((leaders, Shift.Part.LEAD), (seconds, Shift.Part.SECOND))
    )
    for number, session in enumerate(made[:OFFERED]):
        promises.offer(session, by=leaders[number % 2])
    SignUp.objects.bulk_create(
        SignUp(
            session=session, participant=other, state=SignUp.State.COMING, asked_at=timezone.now()
        )
        for session in made
        for other in others
    )
    for session in made[:3]:
        session.refresh_from_db()
        signups.join(session, participant=person)
    _card, token = cards.issue(person, by=leaders[0])
    client = Client(headers={"host": "localhost"})
    client.get(f"/k/{token}")
    cookie = client.cookies[card_cookie.NAME].value
    return {"address": "/min/", "cookie": f"{card_cookie.NAME}={cookie}"}


def week(attendances: int) -> dict[str, Any]:
    """Make six teams with their history, and sign in a leader who looks at the week before this."""
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from django.utils import timezone

    from accounts.models import Membership, Role

    call_command(
        "seed_scale", teams=6, participants=300, attendances=attendances, stdout=sys.stderr
    )
    leader = Membership.objects.filter(role=Role.LEADER).order_by("pk").first().user
    client = Client(headers={"host": "localhost"})
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    year, number, _day = (timezone.localdate() - timedelta(days=7)).isocalendar()
    return {
        "address": f"/staff/uke/?uke={year}-W{number:02d}",
        "cookie": f"{settings.SESSION_COOKIE_NAME}={session}",
    }


def board() -> dict[str, Any]:
    """Make a team of 40 with 120 sessions in the coming week, and sign in its leader."""
    from datetime import datetime, time

    from django.conf import settings
    from django.test import Client
    from django.urls import reverse
    from django.utils import timezone

    from accounts.models import Role
    from activities.models import Session, Shift
    from tests.factories.accounts import MembershipFactory, TeamFactory
    from tests.factories.activities import ActivityFactory, PlaceFactory, SessionFactory

    team = TeamFactory()
    leader = MembershipFactory(team=team, role=Role.LEADER).user
    staff = [leader, *(MembershipFactory(team=team, role=Role.WORKER).user for _n in range(39))]
    activities = ActivityFactory.create_batch(6, teams=[team])
    places = PlaceFactory.create_batch(8)
    today = timezone.localdate()
    monday = today + timedelta(days=7 - today.weekday())
    made = Session.objects.bulk_create(
        SessionFactory.build(
            team=team, activity=activities[number % 6], place=places[number % 8], min_staff=2,
            starts_at=starts, ends_at=starts + timedelta(hours=2),
        )
        for number in range(120)
        for starts in [
            timezone.make_aware(
                datetime.combine(monday + timedelta(days=number % 7), time(8 + number % 5))
            )
        ]
    )  # fmt: skip
    Shift.objects.bulk_create(
        Shift(session=session, staff=staff[(number + step) % 40], part=part)
        for number, session in enumerate(made)
        for step, part in ((0, Shift.Part.LEAD), (20, Shift.Part.SECOND))
    )
    client = Client(headers={"host": "localhost"})
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    year, week_number, _day = monday.isocalendar()
    wednesday = made[2]
    shift = Shift.objects.filter(session=wednesday).first()
    move = reverse("staff:session_move", args=[wednesday.pk])
    day = monday + timedelta(days=3)
    return {
        "answers": {
            "give a shift": reverse("staff:shift_swap", args=[wednesday.pk, shift.pk]),
            "move to a day": move,
            "move to a time": f"{move}?day={day}&starts=13:15&ends=15:15",
        },
        "address": f"/staff/uke/folk/?uke={year}-W{week_number:02d}",
        "by_day": f"/staff/uke/?uke={year}-W{week_number:02d}",
        "cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}",
    }


PARTS = {"story": story, "participant": participant, "week": week, "board": board}

if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(PARTS[sys.argv[1]](*map(int, sys.argv[2:]))))
