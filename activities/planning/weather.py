"""It rains: an outdoor session moves indoors in one press, and back, and everybody is told."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import Session
from activities.planning import sessions
from activities.staffing import minimum_staff
from core.errors import RuleBroken


def move(session: Session, *, indoors: bool, by: User) -> Session:
    """Move to the place for rain, or back again. A repeat changes nothing.

    Who has heard of another place is told (`activities.taking_part.move_notices`). Raises
    RuleBroken without such a place, and when it is over.
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
    return row
