"""Six enrolments at once with a contact who has nine."""

from typing import Any


def prepare() -> dict[str, int]:
    from tests.factories.accounts import MembershipFactory
    from tests.factories.participants import ParticipantFactory

    kari = MembershipFactory()
    ParticipantFactory.create_batch(9, team=kari.team, primary_contact=kari.user)
    return {"membership": kari.pk}


def act(index: int, prepared: dict[str, Any]) -> str:
    from accounts.models import Membership
    from core.errors import RuleBroken
    from participants import enrolment

    kari = Membership.objects.select_related("user", "team").get(pk=prepared["membership"])
    try:
        enrolment.enrol(
            team=kari.team, chosen_name=f"Ola {index}", primary_contact=kari.user, by=kari.user
        )
    except RuleBroken:
        return "full"
    return "in"


def look(prepared: dict[str, Any]) -> int:
    from participants.models import Participant

    return Participant.objects.active().count()
