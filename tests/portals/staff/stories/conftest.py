"""Who tells a story from the phone: a worker, and the editor of the same team."""

import pytest

from accounts.models import Role
from cms.models import StoryIndexPage
from tests.factories import cms
from tests.factories.participants import ParticipantFactory
from tests.portals.staff.stories.scene import real


@pytest.fixture
def writer(staff_client):
    cms.index(StoryIndexPage)
    client = staff_client(role=Role.WORKER)
    client.kari = ParticipantFactory(team=client.team, chosen_name="Kari")
    client.ola = ParticipantFactory(team=client.team, chosen_name="Ola")
    return client


@pytest.fixture
def editor(writer, staff_client):
    return real(staff_client(role=Role.EDITOR, team=writer.team))
