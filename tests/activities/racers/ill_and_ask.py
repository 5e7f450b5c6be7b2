"""A colleague says «Jeg er syk» while others ask for somebody to take the same shift.

Two say it, she herself and the leader whom she rang, and two ask, the leader and she herself.
"""

from datetime import timedelta
from typing import Any


def prepare() -> dict[str, Any]:
    from django.utils import timezone

    from accounts.models import Role
    from activities.models import OnCall
    from tests.factories.accounts import MembershipFactory
    from tests.factories.activities import SessionFactory, ShiftFactory

    now = timezone.now()  # it has begun, so that it is of today whenever this runs
    session = SessionFactory(
        published=True, min_staff=1,
        starts_at=now - timedelta(minutes=1), ends_at=now + timedelta(hours=2),
    )  # fmt: skip
    leader = MembershipFactory(team=session.team, role=Role.LEADER).user
    ill, *others = (MembershipFactory(team=session.team).user for _number in range(4))
    OnCall.objects.create(
        team=session.team, staff=others[2],
        starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=3),
    )  # fmt: skip
    shift = ShiftFactory(session=session, staff=ill)
    return {
        "session": session.pk, "shift": shift.pk, "leader": leader.pk, "ill": ill.pk,
        "asked": [one.pk for one in others[:2]], "on_call": others[2].pk,
    }  # fmt: skip


def act(index: int, prepared: dict[str, Any]) -> int:
    from accounts.models import User
    from activities.models import Shift
    from activities.staffing import asking, ill

    who = User.objects.get(pk=prepared["ill"])
    by = User.objects.get(pk=prepared["leader"]) if index % 2 else who
    if index < 2:
        return len(ill.report(who, by=by))
    asked = User.objects.filter(pk__in=prepared["asked"])
    return len(asking.ask(Shift.objects.get(pk=prepared["shift"]), staff=asked, by=by))


def look(prepared: dict[str, Any]) -> dict[str, Any]:
    from activities.models import Absence, CoverAsk, Session, Shift
    from activities.staffing import asking
    from notices.models import Message, Task

    def told(kind: str) -> list[int]:
        """Return who got a message of `kind`, once for each that they got."""
        found = Message.objects.filter(key__startswith=f"{kind}:", channel="email")
        return sorted(found.values_list("user", flat=True))

    asks = CoverAsk.objects.filter(closed_at=None).order_by("staff")
    found = {
        "prepared": prepared,
        "away": list(Absence.objects.values_list("staff", flat=True)),
        "asked": list(asks.values_list("staff", flat=True)),
        "told_ask": told("cover-ask"),
        "told_over": told("cover-over"),
        "told_on_call": told("away-today").count(prepared["on_call"]),
        "told_leader": told("away-today").count(prepared["leader"]),
        "lacks": Session.objects.get(pk=prepared["session"]).missing_staff,
        "tasks": Task.objects.open().filter(about_id=prepared["session"]).count(),
    }
    first = asks.first()
    if first:  # and a yes gets it, whichever of them came first
        asking.answer(first, yes=True)
        found["taken_by"] = list(Shift.objects.values_list("staff", flat=True))
    return found
