from participants.models.card import AccessCard
from participants.models.consent import Consent
from participants.models.depiction_removal import DepictionRemoval
from participants.models.participant import (
    MOST_PER_CONTACT,
    WARN_PER_CONTACT,
    Channel,
    ContactException,
    Interest,
    Participant,
)

__all__ = [
    "MOST_PER_CONTACT",
    "WARN_PER_CONTACT",
    "AccessCard",
    "Channel",
    "Consent",
    "ContactException",
    "DepictionRemoval",
    "Interest",
    "Participant",
]
