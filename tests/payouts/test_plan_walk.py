"""However a week is moved about, undone, published and gone ill in: rules hold, nobody hears twice.

What may be done is `walks/week.py`, what holds `walks/week_rules.py`. Short here; more walks under
the marker `long`.
"""

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.payouts.walks.week import ACTS, HOURS, MONDAY, Week
from tests.payouts.walks.week_rules import Watch

pytestmark = pytest.mark.django_db
NAMES = [act.__name__ for act, often in ACTS.items() for _one in range(often)]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(NAMES), st.integers(0, len(HOURS) - 1), st.integers(0, 2), st.integers(0, 1)
    ),
    min_size=8,
    max_size=22,
)


@pytest.fixture
def here():
    with time_machine.travel(MONDAY, tick=False):
        yield Week()


def walk(here, steps):
    with time_machine.travel(MONDAY, tick=False) as clock, transaction.atomic():
        watch = Watch(here, clock)
        for one in steps:
            watch.step(*one)
        watch.end()
        transaction.set_rollback(True)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_whatever_is_dragged_undone_and_published_the_rules_hold(here, steps):
    walk(here, steps)


@pytest.mark.long
@pytest.mark.both
@settings(max_examples=1_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_a_thousand_weeks(here, steps):
    walk(here, steps)
