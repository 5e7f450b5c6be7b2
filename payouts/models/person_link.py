"""Whose a row of the books is, until the books forget it."""

from django.db import models

from participants.models import Participant


def person_link(related_name: str) -> "models.ForeignKey[Participant, Participant]":
    """Return the link from a row of the books to its person.

    It is NULL once `payouts.retention` has emptied it, and nothing else empties it. Its type says
    that somebody is there, since verbs and pages find such rows by their person; the few pages
    that come to a row by another way (a receipt's number, an old batch) ask for it in the template
    and show «Glemt».
    """
    return models.ForeignKey(  # type: ignore[misc]
        Participant, on_delete=models.PROTECT, null=True, related_name=related_name
    )
