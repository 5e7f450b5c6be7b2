"""Whatever happens in whatever order: sums are zero, nothing is paid twice, no budget is overdrawn.

A state machine walks over all payment methods and the mistakes of people, banks, networks. Short
here; 5,000 walks under the marker `long` (rules.md#paid-once).
"""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.payouts.stripe_scene import turned_on
from tests.payouts.walks.bank import ThroughTheBank
from tests.payouts.walks.stripe import ThroughStripe
from tests.payouts.walks.table import AcrossTheTable

pytestmark = pytest.mark.django_db


class EveryKrone(AcrossTheTable, ThroughTheBank, ThroughStripe):
    """All payment methods at once, for the same few honoraria."""


@pytest.fixture(autouse=True)
def _stripe() -> Iterator[None]:
    with turned_on() as fake:
        EveryKrone.fake = fake
        yield


def walk(*, times: int) -> None:
    run_state_machine_as_test(
        EveryKrone,
        settings=settings(
            max_examples=times,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_whatever_happens_every_krone_is_found_again() -> None:
    walk(times=20)


@pytest.mark.long
@pytest.mark.both
@pytest.mark.parametrize("half", ["first", "second"])
def test_five_thousand_walks(half: str) -> None:
    """Two halves, so that both cores walk. `make test-long` looks for new ones each time."""
    walk(times=2_500)
