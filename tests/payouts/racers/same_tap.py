"""Many phones record the same person at the same moment."""

from typing import Any


def prepare() -> dict[str, Any]:
    from tests.payouts.helpers import scene

    stage = scene()
    return {
        "session": stage.session.pk,
        "participant": stage.participant().pk,
        "by": stage.by.pk,
    }


def act(index: int, prepared: dict[str, Any]) -> int:
    from accounts.models import User
    from activities.models import Session
    from participants.models import Participant
    from payouts.earnings import promises

    return promises.record(
        Session.objects.get(pk=prepared["session"]),
        participant=Participant.objects.get(pk=prepared["participant"]),
        by=User.objects.get(pk=prepared["by"]),
    ).attendance.pk


def look(prepared: dict[str, Any]) -> dict[str, int]:
    from activities.models import Attendance
    from payouts.models import Earning

    return {"attendances": Attendance.objects.count(), "earnings": Earning.objects.count()}
