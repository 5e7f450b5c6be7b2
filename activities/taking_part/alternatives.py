"""What else somebody may like when a session is full or called off: with room, near first."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.models import Activity, Session, SignUp
from participants.models import Participant

MOST = 2


def near_and_rest(participant: Participant) -> tuple[QuerySet[Session], QuerySet[Session]]:
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
    taken = (
        SignUp.objects.filter(session=OuterRef("pk"), state=SignUp.State.COMING)
        .values("session")
        .annotate(count=Count("pk"))
        .values("count")
    )
    found: list[Session] = []
    for part in near_and_rest(participant):
        with_room = part.exclude(pk=instead_of.pk).filter(
            Q(places__isnull=True) | Q(places__gt=Coalesce(Subquery(taken), 0))
        )
        found += with_room[: MOST - len(found)]
        if len(found) == MOST:
            break
    return found


def sentence(participant: Participant, *, instead_of: Session) -> str:
    """Return «Vil du heller bli med …? » for a message, with a space after it, or ""."""
    for session in of(participant, instead_of=instead_of)[:1]:
        starts = timezone.localtime(session.starts_at)
        return _("Vil du heller bli med %(day)s klokka %(clock)s, %(place)s? ") % {
            "day": f"{starts:%d.%m.}",
            "clock": f"{starts:%H.%M}",
            "place": session.place.name,
        }
    return ""
