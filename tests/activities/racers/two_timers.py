"""Several timers run their steps at the same moment."""

from typing import Any


def prepare() -> dict[str, Any]:
    from datetime import time, timedelta

    from django.utils import timezone

    from accounts.models import Role
    from activities.models import Session
    from activities.planning import series
    from activities.taking_part import signups
    from tests.factories.accounts import MembershipFactory, TeamFactory
    from tests.factories.activities import (
        ActivityFactory,
        PlaceFactory,
        SessionFactory,
        ShiftFactory,
    )
    from tests.factories.participants import ParticipantFactory

    now, team = timezone.now(), TeamFactory()
    MembershipFactory(team=team, role=Role.LEADER)
    out = SessionFactory(
        team=team, published=True, off_site=True,
        starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=1),
    )  # fmt: skip
    ShiftFactory(session=out)
    soon = SessionFactory(team=team, published=True, starts_at=now + timedelta(minutes=30))
    signups.join(soon, participant=ParticipantFactory(team=team, by_sms=True))
    made = series.make(
        ActivityFactory(teams=[team]), team=team, place=PlaceFactory(), rule="FREQ=WEEKLY",
        starts_on=timezone.localdate() + timedelta(days=1), starts=time(12), minutes=60,
        by=None,
    )  # fmt: skip
    wanted = Session.objects.filter(series=made.series).count()
    Session.objects.filter(series=made.series).delete()
    type(made.series).objects.update(made_until=timezone.localdate())
    return {"wanted": wanted}


def act(index: int, prepared: dict[str, Any]) -> str:
    from activities.planning import series
    from activities.safety import escalation, heartbeat
    from activities.taking_part import reminders

    heartbeat.record()
    escalation.escalate()
    reminders.remind_due()
    series.extend_all()
    return "done"


def look(prepared: dict[str, Any]) -> dict[str, int]:
    from activities.models import EscalationStep, Heartbeat, Session
    from notices.models import Message

    days = list(Session.objects.filter(series__isnull=False).values_list("occurrence_on"))
    return {
        "steps": EscalationStep.objects.count(),
        "reminders": Message.objects.filter(key__startswith="remind:").count(),
        "beats": Heartbeat.objects.count(),
        "wanted": prepared["wanted"],
        "days": len(set(days)),
        "doubled": len(days) - len(set(days)),
    }
