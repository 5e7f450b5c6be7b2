"""A place at every session of a standing meeting, until the person says otherwise."""

from django.utils.translation import gettext as _

from activities.models import Series, Session, SignUp, StandingPlace
from activities.taking_part import signups
from core.errors import RuleBroken
from core.saving import locked_row
from participants.models import Participant


def give(series: Series, *, participant: Participant) -> StandingPlace:
    """Give `participant` a place each time. A repeat changes nothing.

    The places that are kept for newcomers are never given away for good. Open sessions to come
    are joined at once. Raises RuleBroken when no more standing places are to be had.
    """
    with locked_row(series) as row:
        there = StandingPlace.objects.filter(series=row, participant=participant).first()
        if there:
            return there
        if row.places is not None:
            held = row.standing_places.filter(participant__left_at__isnull=True).count()
            free = row.places - row.newcomer_places - held
            if free <= 0:
                raise RuleBroken(_("De faste plassene er gitt bort. Kom gjerne som vanlig."))
        place = StandingPlace.objects.create(series=row, participant=participant)
        for session in row.sessions.upcoming():
            _join(session, participant)
    return place


def end(place: StandingPlace) -> None:
    """End a standing place. What the person has said to single sessions stays as it is."""
    StandingPlace.objects.filter(pk=place.pk).delete()


def fill(session: Session) -> int:
    """Let those with a standing place come to a newly opened session; return how many.

    Who has said «not now» to it, or has left, is left in peace. What is over, and opened so that
    it can be written down who was there, nobody comes to.
    """
    if session.series_id is None or session.has_ended:
        return 0
    standing = StandingPlace.objects.filter(
        series=session.series_id, participant__left_at__isnull=True
    ).select_related("participant")
    return sum(_join(session, place.participant) for place in standing.order_by("pk"))


def _join(session: Session, participant: Participant) -> bool:
    if SignUp.objects.filter(session=session, participant=participant).exists():
        return False
    signups.join(session, participant=participant)
    return True
