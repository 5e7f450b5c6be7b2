from participants.models.card import AccessCard
from participants.models.consent import Consent
from participants.models.participant import (
    MOST_PER_CONTACT,
    WARN_PER_CONTACT,
    Channel,
    ContactException,
    Interest,
    Participant,
)
from participants.models.taken_off import TakenOff

__all__ = [
    "MOST_PER_CONTACT",
    "WARN_PER_CONTACT",
    "AccessCard",
    "Channel",
    "Consent",
    "ContactException",
    "Interest",
    "Participant",
    "TakenOff",
]
