"""Somebody at the table who is not in the system: took part, and may become a participant later.

Where money follows (becoming), portals call `payouts.earnings.promises.guest_became`.
"""

from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import Guest, Session
from activities.taking_part import attendance
from core.errors import RuleBroken
from core.saving import locked_row
from core.text import checked_line
from participants.models import Participant

KEPT_FOR = timedelta(days=183)
"""How long after the session a guest can still become a participant: half a year."""
MOST = 50
"""More guests than this at one session is a slip of the finger."""


def add(session: Session, *, called: str = "", by: User, key: UUID | None = None) -> Guest:
    """Add a guest, called «Gjest 1» when nothing is said. A repeat of `key` adds nobody."""
    with locked_row(session) as row:
        key = key or uuid4()
        existing = Guest.objects.filter(key=key).first()
        if existing:
            return existing
        attendance.must_be_recordable(row)
        number = row.guests.count() + 1
        if number > MOST:
            raise RuleBroken(_("Det er nok med %(most)s gjester på en økt.") % {"most": MOST})
        names = set(row.guests.values_list("called", flat=True))
        free = (_("Gjest %(number)s") % {"number": one} for one in range(number, 2 * MOST))
        longest = Guest._meta.get_field("called").max_length
        called = checked_line(called)[:longest] or next(name for name in free if name not in names)
        return Guest.objects.create(session=row, called=called, recorded_by=by, key=key)


def fill_up(session: Session, *, count: int, by: User) -> int:
    """Add guests until there are `count` (a paper sheet holds a number); return how many.

    Never takes anybody away.
    """
    with locked_row(session) as row:
        missing = max(0, count - row.guests.count())
        for _guest in range(missing):
            add(row, by=by)
    return missing


def remove(guest: Guest) -> None:
    """Take away a guest who was added by mistake. A repeat changes nothing.

    Raises RuleBroken when the guest has become a participant: then it is the participant's.
    """
    with transaction.atomic():
        row = Guest.objects.select_for_update().filter(pk=guest.pk).first()
        if row is None:
            return
        if row.participant_id:
            raise RuleBroken(_("Gjesten er blitt deltaker. Rett lista i stedet."))
        row.delete()


def attach(guest: Guest, *, participant: Participant, by: User) -> Guest:
    """Say who the guest is; taking part is recorded on the session, closed or not.

    A repeat changes nothing; another participant than the first is refused.
    """
    with transaction.atomic():
        session = Session.objects.select_for_update().get(pk=guest.session_id)
        row = Guest.objects.select_for_update().get(pk=guest.pk)
        if row.participant_id == participant.pk:
            return row
        if row.participant_id:
            raise RuleBroken(_("Gjesten er alt blitt en annen deltaker."))
        attendance.record(session, participant=participant, by=by)
        row.participant = participant
        row.save(update_fields=["participant", "changed_at"])
    return row


def forget_old() -> int:
    """Delete the guests of sessions more than half a year ago; return how many."""
    old = Guest.objects.filter(session__ends_at__lt=timezone.now() - KEPT_FOR)
    return old.delete()[0]


def took_part_count(session: Session) -> int:
    """Return how many took part: participants, and guests who are nobody of them yet."""
    return session.attendances.count() + session.guests.filter(participant=None).count()
