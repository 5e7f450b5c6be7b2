"""Who may do what with participants. Views, templates and the API ask the same questions."""

from typing import Any

from accounts.models import LEADING, PLANNING, SEEING_PEOPLE, Team
from participants.models import Participant


def can_see_people(user: Any, team: Team) -> bool:
    """May `user` see the names of the participants of `team`?"""
    return Team.objects.of(user, SEEING_PEOPLE).filter(pk=team.pk).exists()


def can_edit_participant(user: Any, participant: Participant) -> bool:
    """May `user` change the name, contacts and channel of this person?"""
    return _in_team_of(user, participant, PLANNING)


def can_make_contact_exception(user: Any, team: Team) -> bool:
    """May `user` let somebody be primary contact for more than ten?"""
    return Team.objects.of(user, LEADING).filter(pk=team.pk).exists()


def can_issue_card(user: Any, participant: Participant) -> bool:
    """May `user` print and stop the card of this person?"""
    return _in_team_of(user, participant, PLANNING)


def can_record_consent(user: Any, participant: Participant) -> bool:
    """May `user` write down what this person has said yes to, or taken back?"""
    return _in_team_of(user, participant, PLANNING)


def _in_team_of(user: Any, participant: Participant, roles: frozenset[Any]) -> bool:
    return Team.objects.of(user, roles).filter(pk=participant.team_id).exists()
