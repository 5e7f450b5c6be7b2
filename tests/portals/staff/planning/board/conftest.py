"""What the tests of the board may ask for."""

import pytest
import time_machine

from tests.factories.accounts import TeamFactory
from tests.portals.staff.planning.board.scene import MONDAY


@pytest.fixture
def monday():
    """Let the clock stand at the beginning of the week."""
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def team():
    return TeamFactory()
