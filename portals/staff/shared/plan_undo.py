"""What one changed last in the plan, in words, while it can still be undone."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Team
from activities.models import PlanChange, Session
from activities.staffing import plan_changes
from core.templatetags.formats import clock, weekday_date
from portals.staff.shared.page_access import StaffRequest

Verb = PlanChange.Verb


@dataclass(frozen=True)
class Undo:
    """What the button «Angre» would take back, until when, and where it leads back to."""

    pk: int
    words: str
    until: str
    back: str


def of(request: StaffRequest, team: Team, *, session: Session | None = None) -> Undo | None:
    """Return what whoever asks can undo in `team`; of `session` alone when it is given."""
    change = plan_changes.latest(team, by=request.user)
    if change is None or (session and change.session_id != session.pk):
        return None
    return Undo(change.pk, in_words(change), clock(change.until), request.get_full_path())


def in_words(change: PlanChange) -> str:
    """Return «Du flyttet Fuglekassa fra tirsdag … til onsdag …»."""
    session, verb = change.session, change.verb
    words = {
        "session": session.name,
        "before": str(change.staff_before or ""),
        "after": str(change.staff_after or ""),
        "when": _when(session.starts_at, session.ends_at),
    }
    if verb == Verb.MOVED:
        words |= _times(change)
        return _("Du flyttet %(session)s fra %(then)s til %(now)s.") % words
    if verb == Verb.SWAPPED:
        return _("Du byttet ut %(before)s med %(after)s på %(session)s %(when)s.") % words
    if verb == Verb.PUT_ON:
        return _("Du satte %(after)s på %(session)s %(when)s.") % words
    if verb == Verb.TAKEN_OFF:
        return _("Du tok %(before)s av %(session)s %(when)s.") % words
    return _("Du laget utkastet %(session)s %(when)s.") % words


def _times(change: PlanChange) -> dict[str, str]:
    """Return `then` and `now` of a move; the place stands beside where that is another."""
    pairs = (
        (change.starts_before, change.ends_before, change.place_before),
        (change.starts_after, change.ends_after, change.place_after),
    )
    is_moved = change.place_before_id != change.place_after_id
    then, now = (
        f"{_when(starts, ends)}, {place}" if is_moved else _when(starts, ends)
        for starts, ends, place in pairs
        if starts and ends
    )
    return {"then": then, "now": now}


def _when(starts: datetime, ends: datetime) -> str:
    return f"{weekday_date(starts)} {clock(starts)}–{clock(ends)}"
