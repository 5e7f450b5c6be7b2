"""Substitutes across teams, by the verbs."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Role, Substitute, SubstituteAgreement, Team
from activities.staffing import substitutes
from tests.factories.accounts import MembershipFactory, TeamFactory


def agreement(borrows: Team, *, lends: Team | None = None, days: int = 30) -> SubstituteAgreement:
    """Return what two leaders have agreed."""
    lends = lends or TeamFactory()
    asker = MembershipFactory(team=borrows, role=Role.LEADER).user
    answers = MembershipFactory(team=lends, role=Role.LEADER).user
    until = timezone.localdate() + timedelta(days=days)
    made = substitutes.ask(borrows, lends=lends, until=until, by=asker)
    return substitutes.answer(made, yes=True, by=answers)


def willing(borrows: Team, *, lends: Team | None = None, **named: Any) -> Substitute:
    """Return a colleague of another team who has said yes to be asked in `borrows`."""
    made = agreement(borrows, lends=lends)
    staff = MembershipFactory(team=made.lends, **named).user
    substitutes.set_willing(made, staff=staff, is_willing=True)
    return Substitute.objects.get(agreement=made, staff=staff)
