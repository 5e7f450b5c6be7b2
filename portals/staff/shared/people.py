"""The person whom a page is about, asked for by number."""

from collections.abc import Callable
from typing import Any

from accounts.models import PLANNING, SEEING_PEOPLE, Team
from participants.models import Participant
from portals.staff.shared.own_rows import own_row
from portals.staff.shared.page_access import StaffRequest, seen


def own_participant(request: StaffRequest, pk: int, *, question: Any) -> Participant:
    """Return a person I see, and whom the page shows; 403 when `question` is answered no."""
    teams = Team.objects.of(request.user, PLANNING | SEEING_PEOPLE)
    found = Participant.objects.filter(team__in=teams)
    joined = found.select_related("team", "primary_contact", "deputy_contact")
    participant: Participant = own_row(request, joined, pk, question)
    seen(request, [participant])
    return participant


def own_payee(
    request: StaffRequest, pk: int, *, question: Callable[[Any, Team], bool]
) -> Participant:
    """Return the same for a `question` about money, which is asked of the person's team."""
    return own_participant(request, pk, question=lambda user, one: question(user, one.team))
