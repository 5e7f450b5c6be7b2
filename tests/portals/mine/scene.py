"""What the tests of the participant's portal share: somebody who has come in with a card."""

from dataclasses import dataclass
from typing import Any

from django.test import Client

from activities.models import Session
from participants import cards
from participants.models import AccessCard, Participant
from tests.factories.activities import SessionFactory, ShiftFactory
from tests.factories.participants import ParticipantFactory, worker_of


@dataclass
class Visit:
    """A participant, the card and the browser it opened."""

    participant: Participant
    card: AccessCard
    token: str
    client: Client


def visit(**fields: Any) -> Visit:
    """Return somebody whose card has just been scanned."""
    participant = ParticipantFactory(**fields)
    card, token = cards.issue(participant, by=participant.primary_contact)
    client = Client()
    client.get(f"/k/{token}")
    return Visit(participant, card, token, client)


def session_for(someone: Visit, **fields: Any) -> Session:
    """Return a published session of their team with one member of staff."""
    session = SessionFactory(published=True, **{"team": someone.participant.team, **fields})
    ShiftFactory(session=session, staff=worker_of(someone.participant.team))
    return session


def text_of(response: Any) -> str:
    """Return the page's text with single spaces, as one reads it."""
    import re
    from html import unescape

    body = re.sub(r"(?s)<(script|head)\b.*?</\1>", " ", response.content.decode())
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())
