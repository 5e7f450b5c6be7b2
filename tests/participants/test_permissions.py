"""Who may do what with a participant, role by role."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import Role
from participants import permissions
from participants.models import Participant
from tests.factories.accounts import MembershipFactory, TeamFactory, UserFactory
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db

SEES = {"leader", "worker", "peer_worker", "finance", "auditor"}
MEETS = {"leader", "worker", "peer_worker"}


@pytest.mark.parametrize("role", Role.values)
def test_each_role_in_its_own_team(role):
    team = TeamFactory()
    ola = ParticipantFactory(team=team)
    user = MembershipFactory(team=team, role=role).user
    assert (
        permissions.can_see_people(user, team),
        permissions.can_edit_participant(user, ola),
        permissions.can_issue_card(user, ola),
        permissions.can_record_consent(user, ola),
        permissions.can_make_contact_exception(user, team),
    ) == (role in SEES, *[role in MEETS] * 3, role == "leader")


def test_no_right_reaches_another_team_and_an_administrator_has_none():
    ola = ParticipantFactory()
    leader = MembershipFactory(role=Role.LEADER).user
    for user in (leader, UserFactory(administrator=True), AnonymousUser()):
        assert permissions.can_see_people(user, ola.team) is False
        assert permissions.can_edit_participant(user, ola) is False
        assert list(Participant.objects.visible_to(user)) == []
