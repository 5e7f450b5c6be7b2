"""A leader undoes «Publiser uka» while others press too, publish anew, or somebody says yes."""

from datetime import timedelta
from typing import Any


def prepare(beside: str) -> dict[str, Any]:
    from django.utils import timezone

    from activities.models import PlanChange
    from core.dates import midnight
    from payouts.earnings import publishing
    from tests.factories.accounts import MembershipFactory
    from tests.factories.activities import SessionFactory, ShiftFactory
    from tests.factories.participants import ParticipantFactory
    from tests.factories.payouts import BudgetFactory, RateFactory

    by = MembershipFactory(role="leader")
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday()) + timedelta(days=14)
    first = SessionFactory(
        team=by.team, min_staff=1, places=4, starts_at=timezone.now() + timedelta(days=21)
    )
    rows = [first]
    for number in range(2):
        at = midnight(monday) + timedelta(hours=10 + 3 * number)
        rows.append(
            SessionFactory(
                team=by.team,
                activity=first.activity,
                place=first.place,
                min_staff=1,
                places=4,
                starts_at=at,
                ends_at=at + timedelta(hours=2),
            )
        )
        ShiftFactory(session=rows[-1], staff=MembershipFactory(team=by.team).user)
    RateFactory(activity=first.activity, ore=10_000)
    BudgetFactory(team=by.team)
    publishing.publish(by.team, monday=monday, by=by.user)
    people = [ParticipantFactory(team=by.team).pk for _n in range(4)]
    last = PlanChange.objects.order_by("pk").last()
    assert last is not None
    return {
        "by": by.user.pk, "beside": beside, "change": last.pk, "people": people,
        "session": rows[1].pk, "monday": monday.isoformat(),
    }  # fmt: skip


def act(index: int, prepared: dict[str, Any]) -> str:
    from datetime import date

    from accounts.models import User
    from activities.models import PlanChange, Session
    from activities.taking_part import signups
    from core.errors import RuleBroken
    from participants.models import Participant
    from payouts.earnings import publishing, undoing

    by = User.objects.get(pk=prepared["by"])
    change = PlanChange.objects.get(pk=prepared["change"])
    try:
        if index == 0 or prepared["beside"] == "undo":
            undoing.undo(change, by=by)
        elif prepared["beside"] == "publish":
            publishing.publish(change.team, monday=date.fromisoformat(prepared["monday"]), by=by)
        else:
            session = Session.objects.get(pk=prepared["session"])
            person = Participant.objects.get(pk=prepared["people"][index])
            signups.join(session, participant=person)
    except RuleBroken as broken:
        return broken.message
    return "done"


def look(prepared: dict[str, Any]) -> dict[str, Any]:
    from activities.models import Session
    from notices.models import Message
    from payouts.models import Budget, Reservation

    opened = Session.objects.filter(state="published")
    joined = Session.objects.get(pk=prepared["session"])
    return {
        "open": opened.count(),
        "joined": joined.signups.coming().count(),
        "is_open": joined.state == "published",
        "ore": Budget.objects.get().committed_ore,
        "set_aside": sum(one.ore for one in Reservation.objects.all()),
        "mails": Message.objects.filter(channel="email", user__isnull=False).count(),
    }
