"""It rains: an outdoor session moves indoors in one press, and back, and everybody is told."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import Session
from activities.planning import sessions
from activities.staffing import minimum_staff
from core.dates import day_and_clock
from core.errors import RuleBroken
from notices import outbox


def move(session: Session, *, indoors: bool, by: User) -> Session:
    """Move to the place for rain, or back again. A repeat changes nothing.

    Those who are coming are told once for each move. Raises RuleBroken without such a place, and
    when it is over.
    """
    with transaction.atomic():
        row = sessions.locked(session)
        if row.moved_indoors == indoors:
            return row
        if row.has_ended:
            raise RuleBroken(_("Økta er over eller avlyst og kan ikke endres."))
        if row.rain_place is None:
            raise RuleBroken(_("Økta har ikke noe sted for regn. Velg et under «Endre»."))
        row = sessions.edit(
            row,
            by=by,
            place=row.rain_place,
            rain_place=row.place,
            min_staff=minimum_staff.of_copy(row.rain_place, row.min_staff),
        )
        Session.objects.filter(pk=row.pk).update(moved_indoors=indoors)
        row.moved_indoors = indoors
        if row.state == Session.State.PUBLISHED:
            _tell(row)
    return row


def _tell(session: Session) -> None:
    words = day_and_clock(session.starts_at) | {"place": session.place.name}
    for signup in session.signups.coming().select_related("participant__team"):
        outbox.queue(
            key=f"moved:{session.pk}:{session.revision}:{signup.participant_id}",
            participant=signup.participant,
            subject=lambda: _("Nytt sted"),
            body=lambda: _("Vi er på %(place)s %(day)s klokka %(clock)s. Vi ses der.") % words,
        )
