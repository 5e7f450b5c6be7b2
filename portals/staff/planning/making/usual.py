"""What a form about something new comes filled in with: as the last time, or as a session is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BaseForm, ModelMultipleChoiceField
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Team
from activities.models import Session
from activities.planning import copies
from activities.staffing import minimum_staff
from core.text import row_key
from payouts import session_rates
from portals.staff.planning.sessions_forms import values_of

OF_THE_ADDRESS = ("activity", "day")
SAID_ANEW = ("title", "note")
"""What is said of one session and not of the next."""


@dataclass(frozen=True)
class Filled:
    """What a form comes filled in with: after which session, and what somebody said themselves.

    `source` is that session's key or "", `said` the names of the fields that stay as they are when
    the form is filled in anew.
    """

    values: dict[str, Any]
    source: str
    said: frozenset[str]


def filled_in(
    request: HttpRequest, form: BaseForm, *, teams: Iterable[Team], like: Session | None = None
) -> Filled:
    """Return how `form`, an empty one, comes: as the activity's last session, or `like` at first.

    The activity is the one that was sent, else that of the address. What somebody wrote or
    changed stays, as does what the last session says nothing of.
    """
    teams = list(teams)
    address = {name: request.GET[name] for name in OF_THE_ADDRESS if name in request.GET}
    if request.method != "POST":
        last = like or _last_of(address.get("activity", ""), teams)
        usual_now = as_usual(last) if last and not like else as_it_is(last) if last else {}
        return Filled(_of_address(usual_now, address), str(last.pk) if last else "", frozenset())
    written = {
        name: field.widget.value_from_datadict(request.POST, {}, name)
        for name, field in form.fields.items()
    }
    before = _filled_before(request, teams)
    said = _said(form, written, _of_address(before, address), request.POST.get("said_so_far", ""))
    last = _last_of(str(written.get("activity") or ""), teams)
    usual_now = _of_address(as_usual(last), address) if last else {}
    values = written | {name: usual_now[name] for name in usual_now if name not in said}
    values["activity"] = written.get("activity")
    source = str(last.pk) if last else request.POST.get("filled_from", "")
    return Filled(values, source, said)


def _of_address(values: dict[str, Any], address: dict[str, str]) -> dict[str, Any]:
    """Return `values` on the day of the address, which says nothing of how many nights it takes."""
    if "day" in address:
        values = {name: value for name, value in values.items() if name != "last_day"}
    activity = row_key(address.get("activity", ""))
    return values | address | ({"activity": activity} if activity else {})


def _last_of(activity: str, teams: list[Team]) -> Session | None:
    key = row_key(activity)
    return Session.objects.last_of(key, teams=teams) if key else None


def _filled_before(request: HttpRequest, teams: list[Team]) -> dict[str, Any]:
    """Return what the page that is sent was filled in with."""
    key = row_key(request.POST.get("filled_from", ""))
    row = Session.objects.filter(pk=key, team__in=teams).first() if key else None
    return as_usual(row) if row else {}


def _said(
    form: BaseForm, written: dict[str, Any], before: dict[str, Any], known: str
) -> frozenset[str]:
    """Return the fields that somebody changed: now, or before an earlier filling (`known`)."""
    changed = {
        name
        for name, field in form.fields.items()
        if name != "activity" and _differs(field, before.get(name, field.initial), written[name])
    }
    return frozenset(changed | (set(known.split(",")) & form.fields.keys()))


def _differs(field: Any, initial: Any, written: Any) -> bool:
    """Tell whether `written` is another than the `initial` that was shown."""
    shown = field.prepare_value(initial() if callable(initial) else initial)
    if hasattr(field, "queryset") and not isinstance(field, ModelMultipleChoiceField):
        return str(shown or "") != str(written or "")
    if isinstance(shown, (list, tuple, QuerySet)):
        shown = [str(getattr(one, "pk", one)) for one in shown]
        return sorted(shown) != sorted(map(str, written or []))
    try:
        return bool(field.to_python(shown) != field.to_python(written))
    except ValidationError:
        return True


def as_it_is(session: Session) -> dict[str, Any]:
    """Return what `like` returns, with the honorarium that was chosen for it."""
    ore = session_rates.in_force(session)
    return like(session) | {"honorarium": ore or None, "no_honorarium": ore == 0}


def as_usual(session: Session) -> dict[str, Any]:
    """Return what `like` returns, without what is said of one session and not of the next."""
    return like(session) | dict.fromkeys(SAID_ANEW, "")


def like(session: Session) -> dict[str, Any]:
    """Return the values of a form about one more such session, on its next day.

    They fit the form of a recurring one, too. Fewer staff than the place asks for is decided anew.
    """
    place, day = session.planned_place, copies.next_day(session)
    asks = minimum_staff.of_copy(place, session.min_staff)
    days = timezone.localdate(session.ends_at) - timezone.localdate(session.starts_at)
    held = values_of(session)
    return held | {
        "day": day,
        "starts_on": day,
        "last_day": day + days if days > timedelta() else None,
        "place": place.pk,
        "rain_place": session.planned_rain_place and session.planned_rain_place.pk,
        "off_site": "" if session.off_site == place.off_site else held["off_site"],
        "min_staff": None if asks == place.min_staff else asks,
        "min_staff_reason": "",
        "staff": list(session.shifts.filter(lent_by=None).values_list("staff", flat=True)),
    }
