"""One state that fails keeps no other from being asked about."""

from datetime import timedelta

import pytest
from django.utils import timezone

from activities.models import SignUp
from notices import waiting_states
from notices.models import Task
from tests.factories.activities import SessionFactory
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db


def test_what_comes_after_a_state_that_fails_is_asked_about(monkeypatch):
    def broken():
        raise ValueError("no rows")

    SignUp.objects.create(
        session=SessionFactory(starts_at=timezone.now() + timedelta(days=2), state="published"),
        participant=ParticipantFactory(),
        state="in_line",
        asked_at=timezone.now(),
        answer_on=timezone.localdate(),
    )
    monkeypatch.setattr(waiting_states, "_waiting", dict(waiting_states._waiting))
    waiting_states.register(waiting_states.Waiting(name="broken", kind="answer", rows=broken))

    with pytest.raises(ExceptionGroup) as told:
        waiting_states.update_tasks("broken", "in_line")

    assert Task.objects.get().waits_for == "in_line"
    [error] = told.value.exceptions
    assert (str(error), error.__notes__) == ("no rows", ["The state broken was not asked about."])
