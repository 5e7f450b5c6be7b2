"""What staff wrote to those of a session, as one of them reads it."""

from activities.models import Session, SessionMessage
from participants.models import Participant


def written_to(participant: Participant, session: Session) -> list[SessionMessage]:
    """Return what was written about `session` to `participant`, the newest first. One query."""
    found = SessionMessage.objects.filter(session=session).shown_to(participant)
    return list(found.newest_first().select_related("written_by"))
