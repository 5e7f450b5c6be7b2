"""A place at every session of a recurring session, until the person says otherwise."""

from django.utils.translation import gettext as _

from activities.models import RecurringSignUp, Series, Session, SignUp
from activities.taking_part import signups
from core.errors import RuleBroken
from core.saving import locked_row
from participants.models import Participant


def give(series: Series, *, participant: Participant) -> RecurringSignUp:
    """Give `participant` a place each time. A repeat changes nothing.

    The places that are kept for newcomers are never given away for good. Open sessions to come
    are joined at once. Raises RuleBroken when no more recurring sign-ups are to be had.
    """
    with locked_row(series) as row:
        there = RecurringSignUp.objects.filter(series=row, participant=participant).first()
        if there:
            return there
        if row.places is not None:
            held = row.recurring_signups.filter(participant__left_at__isnull=True).count()
            free = row.places - row.newcomer_places - held
            if free <= 0:
                raise RuleBroken(_("De faste plassene er gitt bort. Kom gjerne som vanlig."))
        place = RecurringSignUp.objects.create(series=row, participant=participant)
        for session in row.sessions.upcoming():
            _join(session, participant)
    return place


def end(place: RecurringSignUp) -> None:
    """End a recurring sign-up. What the person has said to single sessions stays as it is."""
    RecurringSignUp.objects.filter(pk=place.pk).delete()


def fill(session: Session) -> int:
    """Let those with a recurring sign-up come to a newly opened session; return how many.

    Who has said «not now» to it, or has left, is left in peace. What is over, and opened so that
    it can be written down who was there, nobody comes to.
    """
    if session.series_id is None or session.has_ended:
        return 0
    rows = RecurringSignUp.objects.filter(
        series=session.series_id, participant__left_at__isnull=True
    ).select_related("participant")
    return sum(_join(session, row.participant) for row in rows.order_by("pk"))


def _join(session: Session, participant: Participant) -> bool:
    if SignUp.objects.filter(session=session, participant=participant).exists():
        return False
    signups.join(session, participant=participant)
    return True
