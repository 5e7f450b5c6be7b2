"""Leaving, with what somebody had in hand: `participants.enrolment.leave` and what follows here."""

from typing import Any

from django.db import transaction

from activities.taking_part import ideas, signups
from activities.works import jobs, works
from participants import enrolment
from participants.models import Participant


def leave(participant: Participant, *, by: Any = None) -> Participant:
    """Let a person go: put back their jobs and works, withdraw their ideas and their support.

    Their place in what is coming goes to the next in line: nobody is asked to ring who has left.

    What the person made and took part in stays, and so do ideas that have been talked about. A
    repeat changes nothing. `by` is None when the person did it on their own page.
    """
    with transaction.atomic():
        person = enrolment.leave(participant, by=by)
        signups.decline_all(person)
        jobs.release_all(person)
        works.release_all(person)
        ideas.withdraw_all_of(person)
    return person
