"""What else somebody may like when a session is full or called off: with room, near first."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from activities.models import Activity, Session, SignUp
from activities.models.session import SessionQuerySet
from core.dates import day_and_clock
from participants.models import Participant

MOST = 2


def near_and_rest(participant: Participant) -> tuple[SessionQuerySet, SessionQuerySet]:
    """Return what one can say yes to: first of the own team and what one likes, then the rest."""
    liked = Activity.objects.filter(interests__participants=participant).values("pk")
    near = Q(team=participant.team_id) | Q(activity__in=liked)
    yes = SignUp.objects.filter(
        session=OuterRef("pk"),
        participant=participant,
        state__in=(SignUp.State.COMING, SignUp.State.IN_LINE),
    )
    upcoming = (
        Session.objects.upcoming()
        .filter(~Exists(yes))
        .filter(Q(team=participant.team_id) | Q(activity__is_public=True))
        .select_related("activity", "place", "team")
        .order_by("ends_at", "pk")
    )
    return upcoming.filter(near), upcoming.exclude(near)


def of(participant: Participant, *, instead_of: Session) -> list[Session]:
    """Return two other sessions with room, the near ones first. At most two queries."""
    found: list[Session] = []
    for part in near_and_rest(participant):
        found += part.with_room().exclude(pk=instead_of.pk)[: MOST - len(found)]
    return found


def sentence(participant: Participant, *, instead_of: Session) -> str:
    """Return «Vil du heller bli med …? » for a message, with a space after it, or ""."""
    for session in of(participant, instead_of=instead_of)[:1]:
        words = day_and_clock(session.starts_at) | {"place": session.place.name}
        return _("Vil du heller bli med %(day)s klokka %(clock)s, %(place)s? ") % words
    return ""
