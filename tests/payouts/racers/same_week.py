"""Leaders publish the same week at the same moment."""

from datetime import timedelta
from typing import Any


def prepare() -> dict[str, Any]:
    from django.utils import timezone

    from tests.factories.accounts import MembershipFactory, TeamFactory
    from tests.factories.activities import ActivityFactory, SessionFactory, ShiftFactory
    from tests.factories.payouts import BudgetFactory, RateFactory

    team = TeamFactory()
    staff = [MembershipFactory(team=team).user for _number in range(2)]
    leaders = [MembershipFactory(team=team, role="leader").user for _number in range(4)]
    activity = ActivityFactory(teams=[team])
    RateFactory(activity=activity)
    BudgetFactory(team=team)
    day = timezone.localdate()
    monday = day + timedelta(days=14 - day.weekday())
    for number in range(3):
        starts = timezone.now() + timedelta(days=(monday - day).days + number)
        session = SessionFactory(
            team=team, activity=activity, starts_at=starts, min_staff=2, places=2
        )
        for one in staff:
            ShiftFactory(session=session, staff=one)
    keys = {"team": team.pk, "monday": monday.isoformat()}
    return keys | {"leaders": [one.pk for one in leaders], "staff": [one.pk for one in staff]}


def act(index: int, prepared: dict[str, Any]) -> list[int]:
    from datetime import date

    from accounts.models import Team, User
    from payouts.earnings import publishing

    done = publishing.publish(
        Team.objects.get(pk=prepared["team"]),
        monday=date.fromisoformat(prepared["monday"]),
        by=User.objects.get(pk=prepared["leaders"][index]),
    )
    return [len(done.opened), done.told]


def look(prepared: dict[str, Any]) -> dict[str, Any]:
    from activities.models import Session
    from notices.models import Message
    from payouts.models import Reservation

    emails = Message.objects.filter(channel="email")
    return {
        "open": Session.objects.filter(state="published").count(),
        "messages": [emails.filter(user=pk).count() for pk in prepared["staff"]],
        "reserved": Reservation.objects.count(),
    }
