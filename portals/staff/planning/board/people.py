"""The board by person: who works when, who is away, and on top what lacks staff."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, Team
from activities.models import Absence, OnCall, Session, WorkingHours
from activities.permissions import can_plan
from activities.staffing import hours
from core.dates import midnight
from portals.staff.planning.board import cards
from portals.staff.planning.board.cards import Cell, Deck, Duty, Line
from portals.staff.shared import plan_undo
from portals.staff.shared.own_rows import own_team
from portals.staff.shared.page_access import StaffRequest, staff_page
from portals.staff.shared.weeks import monday_of


@staff_page
def week_people(request: StaffRequest) -> HttpResponse:
    """Show the week with a row for each colleague."""
    team, team_links = own_team(request)
    monday = monday_of(request.GET.get("uke", ""))
    may_plan = can_plan(request.user, team)
    names = _names(team)
    found = cards.sights_of_week(team, monday, staff=names)
    days, deck = cards.columns(team, monday), Deck(team, may_plan=may_plan, seen_by="folk")
    known = _what_is_known(team, names, monday)
    theirs = cards.by_staff(found)
    for staff_pk, duties in theirs.items():
        if staff_pk not in names:
            names[staff_pk] = _of_no_member(duties)
    lines = [
        _line(name, theirs.get(pk, []), known[pk], days=days, deck=deck, staff=pk)
        for pk, name in names.items()
    ]
    context = {
        **team_links,
        **cards.head("people", monday),
        **cards.table(found, lines, days=days, deck=deck),
        "row_name": _("Kollega"),
        "caption": _("Hvem som jobber når"),
        "is_empty": not found,
        "has_drafts": cards.has_drafts(found, team),
        "may_plan": may_plan,
        "undo": plan_undo.of(request, team) if may_plan else None,
    }
    return render(request, "portals/staff/planning/board/table.html", context)


def _of_no_member(duties: list[Duty]) -> str:
    """Return the name of who works here and is not of the team, and what they are."""
    lent = next((one.lent_by for one in duties if one.lent_by), "")
    if lent:
        return _("%(name)s (vikar fra %(team)s)") % {"name": duties[0].staff, "team": lent}
    return _("%(name)s (ikke i teamet nå)") % {"name": duties[0].staff}


@dataclass
class _Known:
    """What is known of one colleague's week besides the shifts."""

    hours: dict[int, tuple[time, time]] = field(default_factory=dict)
    notes: dict[date, list[str]] = field(default_factory=lambda: defaultdict(list))


def _names(team: Team) -> dict[int, str]:
    """Return the colleagues who plan and meet people, by name. One query."""
    rows = Membership.objects.planning().filter(team=team).select_related("user")
    people = {one.user_id: str(one.user) for one in rows}
    return dict(sorted(people.items(), key=lambda pair: (pair[1].casefold(), pair[0])))


def _what_is_known(team: Team, staff: Iterable[int], monday: date) -> dict[int, _Known]:
    """Return working hours, absences and watches of the week. Three queries."""
    staff = list(staff)
    known: dict[int, _Known] = defaultdict(_Known)
    for row in WorkingHours.objects.filter(team=team, staff__in=staff):
        known[row.staff_id].hours[row.weekday] = (row.starts, row.ends)
    week = midnight(monday), midnight(monday + timedelta(days=7))
    for gone in Absence.objects.during(*week).filter(staff__in=staff):
        for day in cards.days_between(gone.starts_at, gone.ends_at, monday):
            known[gone.staff_id].notes[day].append(_away(gone, day))
    watches = OnCall.objects.of_team(team).filter(starts_at__lt=week[1], ends_at__gt=week[0])
    for watch in watches:
        for day in cards.days_between(watch.starts_at, watch.ends_at, monday):
            known[watch.staff_id].notes[day].append(_on_call(watch, day))
    return known


def _away(gone: Absence, day: date) -> str:
    """Return «Borte», with the clock on a day that is away in part."""
    if gone.from_clock and day == gone.first_day:
        return _("Borte fra %(clock)s") % {"clock": f"{gone.from_clock:%H.%M}"}
    if gone.until_clock and day == gone.last_day:
        return _("Borte til %(clock)s") % {"clock": f"{gone.until_clock:%H.%M}"}
    return _("Borte")


def _on_call(watch: OnCall, day: date) -> str:
    """Return «Vakttelefon 08.00–16.00», with what of it is on that day."""
    first, last = timezone.localtime(watch.starts_at), timezone.localtime(watch.ends_at)
    begins = f"{first:%H.%M}" if first.date() == day else "00.00"
    ends = f"{last:%H.%M}" if last.date() == day else "24.00"
    return _("Vakttelefon %(when)s") % {"when": f"{begins}–{ends}"}


def _line(
    name: str,
    duties: list[Duty],
    known: _Known,
    *,
    days: list[cards.Column],
    deck: Deck,
    staff: int,
) -> Line:
    """Return one colleague's row: the cards, what is known of each day, and the week's hours."""
    line, by_day = cards.new_line(name, days)
    of_day: dict[date, list[tuple[cards.Sight, cards.Card]]] = defaultdict(list)
    for duty in duties:
        if duty.session.state == Session.State.CANCELLED:
            continue
        card = deck.of_shift(duty)
        of_day[duty.session.day].append((duty.session, card))
        by_day[duty.session.day].cards.append(card)
    for pairs in of_day.values():
        deck.mark_what_is_at_once(pairs)
    for day, cell in by_day.items():
        cell.notes = _notes(cell, known, day)
    line.notes, line.staff = [_hours(duties, known)], staff
    return line


def _notes(cell: Cell, known: _Known, day: date) -> list[str]:
    if found := known.notes.get(day):
        return found
    if known.hours and day.weekday() not in known.hours:
        return [_("Ikke på jobb")]
    if known.hours and not cell.cards:
        starts, ends = known.hours[day.weekday()]
        return [_("På jobb %(when)s") % {"when": f"{starts:%H.%M}–{ends:%H.%M}"}]
    return []


def _hours(duties: list[Duty], known: _Known) -> str:
    """Return the planned hours of the week, against the working hours when they are written."""
    worked = [
        one.session.ends - one.session.starts
        for one in duties
        if one.is_there and one.session.state != Session.State.CANCELLED
    ]
    planned = hours.in_words(sum(worked, timedelta()))
    if not known.hours:
        return _("%(hours)s t") % {"hours": planned}
    total = sum((hours.length(*day) for day in known.hours.values()), timedelta())
    return _("%(hours)s av %(total)s t") % {"hours": planned, "total": hours.in_words(total)}
