"""A consent that runs out is noticed once."""

from datetime import UTC, datetime

import pytest
import time_machine

from participants import consents, due
from participants.models import Consent
from participants.signals import consent_withdrawn
from tests.factories.participants import ParticipantFactory
from tests.factories.pictures import PictureFactory

pytestmark = pytest.mark.django_db


def test_running_out_is_told_once():
    ola = ParticipantFactory()
    with time_machine.travel(datetime(2026, 1, 15, tzinfo=UTC), tick=False) as clock:
        consent = consents.give(
            ola,
            item=PictureFactory(people=[ola]),
            channel=Consent.Channel.WEB,
            how=Consent.How.SCREEN,
            months=1,
        )
        heard = []

        def listen(consent, **kwargs):
            heard.append(consent)

        consent_withdrawn.connect(listen)
        try:
            rounds = []
            for day in (14, 15, 15):
                clock.move_to(datetime(2026, 2, day, 0, 1, tzinfo=UTC))
                rounds.append(due.tell_of_consents_that_ran_out())
        finally:
            consent_withdrawn.disconnect(listen)
    assert (rounds, heard) == ([0, 1, 0], [consent])
