"""Several colleagues send the same words at the same moment; `groups` says to whom, in turn."""

from typing import Any


def prepare(groups: list[list[str]]) -> dict[str, Any]:
    from django.utils import timezone

    from activities.models import SignUp
    from tests.factories.accounts import MembershipFactory
    from tests.factories.activities import SessionFactory
    from tests.factories.participants import ParticipantFactory

    session = SessionFactory(published=True)
    people = [ParticipantFactory(team=session.team, by_sms=True) for _n in range(3)]
    people += [ParticipantFactory(team=session.team) for _n in range(3)]
    for number, person in enumerate(people):
        state = "coming" if number % 3 < 2 else "in_line"
        SignUp.objects.create(
            session=session, participant=person, state=state, asked_at=timezone.now()
        )
    staff = [MembershipFactory(team=session.team).user.pk for _n in range(6)]
    return {"session": session.pk, "staff": staff, "groups": groups}


def act(index: int, prepared: dict[str, Any]) -> int:
    from accounts.models import User
    from activities.models import Session
    from activities.taking_part import session_messages

    groups = prepared["groups"]
    message = session_messages.send(
        Session.objects.get(pk=prepared["session"]),
        text="Vi gleder oss.",
        to=groups[index % len(groups)],
        by=User.objects.get(pk=prepared["staff"][index]),
    )
    return message.pk


def look(prepared: dict[str, Any]) -> dict[str, Any]:
    from collections import Counter

    from activities.models import SessionMessage
    from notices.models import Message, Task

    told = Counter(Message.objects.values_list("participant", flat=True))
    told.update(Task.objects.values_list("participant", flat=True))
    message = SessionMessage.objects.get()
    return {
        "messages": SessionMessage.objects.count(),
        "told": Counter(str(number) for number in told.values()),
        "flags": [message.to_coming, message.to_in_line],
    }
