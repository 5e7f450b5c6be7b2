"""Many processes send what one phone tapped, at the same moment."""

from typing import Any
from uuid import uuid4


def prepare(people: int) -> dict[str, Any]:
    from tests.payouts.helpers import scene

    stage = scene(places=people)
    taps = [[str(uuid4()), "took_part", stage.participant().pk, number] for number in range(people)]
    taps += [[str(uuid4()), "guest", None, people]]
    return {"session": stage.session.pk, "by": stage.by.pk, "taps": taps}


def act(index: int, prepared: dict[str, Any]) -> int:
    from datetime import timedelta
    from uuid import UUID

    from django.utils import timezone

    from accounts.models import User
    from activities.models import Session
    from activities.taking_part.offline import Tap
    from participants.models import Participant
    from payouts.earnings import offline

    first = timezone.now() - timedelta(minutes=30)
    taps = [
        Tap(
            key=UUID(key),
            act=act,
            tapped_at=first + timedelta(seconds=second),
            participant=Participant.objects.get(pk=person) if person else None,
        )
        for key, act, person, second in prepared["taps"]
    ]
    answers = offline.receive(
        Session.objects.get(pk=prepared["session"]),
        taps=taps[index:] + taps[:index],
        by=User.objects.get(pk=prepared["by"]),
    )
    return sum(not sentence for sentence in answers.values())


def look(prepared: dict[str, Any]) -> dict[str, int]:
    from activities.models import Attendance, Guest, SentTap
    from payouts.models import Budget, Earning

    return {
        "attendances": Attendance.objects.count(),
        "recorded": Attendance.history.count(),
        "guests": Guest.objects.count(),
        "taps": SentTap.objects.count(),
        "earnings": Earning.objects.live().count(),
        "committed": Budget.objects.get().committed_ore,
    }
