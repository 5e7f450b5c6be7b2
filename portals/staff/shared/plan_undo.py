"""What one changed last in the plan, in words, while it can still be undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Team
from activities.models import PlanChange, Session
from activities.staffing import plan_changes
from core.templatetags.formats import clock, weekday_date
from portals.staff.shared.page_access import StaffRequest

Verb = PlanChange.Verb


@dataclass(frozen=True)
class Undo:
    """What the button, named `label`, would take back, until when, and where it leads back to."""

    pk: int
    words: str
    label: str
    until: str
    back: str


def of(request: StaffRequest, team: Team, *, session: Session | None = None) -> Undo | None:
    """Return what whoever asks can undo in `team`; when `session` is given, if it was changed."""
    press = plan_changes.latest_press(team, by=request.user)
    if not press or (session and session.pk not in {one.session_id for one in press}):
        return None
    last = press[-1]
    words, label = in_words(press), label_of(press)
    return Undo(last.pk, words, label, clock(last.until), request.get_full_path())


def label_of(press: Sequence[PlanChange]) -> str:
    """Return «Angre», or «Angre flytting av 8 treff» of what one press changed together."""
    count, verb = len(press), _verb(press)
    if verb == Verb.OPENED:
        return _("Angre publisering av uka")
    if count == 1:
        return _("Angre")
    if verb == Verb.MOVED:
        return _("Angre flytting av %(n)s treff") % {"n": count}
    if verb == Verb.MADE:
        return _("Angre %(n)s utkast") % {"n": count}
    return _("Angre %(n)s vakter") % {"n": count}


def in_words(press: Sequence[PlanChange]) -> str:
    """Return «Du flyttet Fuglekassa fra tirsdag … til onsdag …», or how many were changed."""
    count, verb = len(press), _verb(press)
    if verb == Verb.OPENED:
        said = ngettext(
            "Du publiserte uka: %(n)s økt ble åpnet.",
            "Du publiserte uka: %(n)s økter ble åpnet.",
            count,
        )
        return said % {"n": count}
    if count == 1:
        return _of_one(press[0])
    words = {"n": count, "session": press[0].session.name}
    if verb == Verb.MOVED:
        return _("Du flyttet %(n)s treff av %(session)s.") % words
    if verb == Verb.MADE:
        return _("Du laget %(n)s utkast.") % words
    return _("Du satte %(n)s vakter.") % words


def _verb(press: Sequence[PlanChange]) -> str:
    """Return what was done: moving a recurring session may have made a draft too."""
    verbs = {one.verb for one in press}
    return Verb.MOVED if Verb.MOVED in verbs else press[0].verb


def _of_one(change: PlanChange) -> str:
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
