"""Many join the last place at the same moment."""

from typing import Any


def prepare(places: int) -> dict[str, Any]:
    from tests.factories.activities import SessionFactory
    from tests.factories.participants import ParticipantFactory

    session = SessionFactory(published=True, places=places)
    return {
        "session": session.pk,
        "participants": [ParticipantFactory(team=session.team).pk for _n in range(20)],
    }


def act(index: int, prepared: dict[str, Any]) -> str:
    from activities.models import Session
    from activities.taking_part import signups
    from participants.models import Participant

    session = Session.objects.get(pk=prepared["session"])
    participant = Participant.objects.get(pk=prepared["participants"][index])
    return signups.join(session, participant=participant).state


def look(prepared: dict[str, Any]) -> dict[str, int]:
    from collections import Counter

    from activities.models import SignUp

    return Counter(SignUp.objects.values_list("state", flat=True))
