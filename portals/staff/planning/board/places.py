"""The board by place and thing: what happens where, the team's usual places first."""

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team
from activities.models import Place, Resource
from activities.permissions import can_plan
from portals.staff.planning.board import cards
from portals.staff.planning.board.cards import Column, Deck, Line, Sight
from portals.staff.shared import plan_undo
from portals.staff.shared.own_rows import own_team
from portals.staff.shared.page_access import StaffRequest, staff_page
from portals.staff.shared.weeks import monday_of

USUAL = timedelta(days=90)
"""How far back what is usual is looked for."""
MOST_USUAL = 8


@staff_page
def week_places(request: StaffRequest) -> HttpResponse:
    """Show the week with a row for each place, and for each thing that is shared."""
    team, team_links = own_team(request)
    monday = monday_of(request.GET.get("uke", ""))
    may_plan = can_plan(request.user, team)
    found = cards.sights_of_week(team, monday)
    days, deck = cards.columns(team, monday), Deck(team, may_plan=may_plan, seen_by="sted")
    at = defaultdict(list)
    for one in found:
        at[one.place_pk].append(one)
    names = _usual_places(team) | {pk: rows[0].place for pk, rows in at.items()}
    lines = [
        _line(name, at.get(pk, []), days=days, deck=deck, is_place=True)
        for pk, name in names.items()
    ]
    lines += [
        _line(name, rows, days=days, deck=deck, is_place=False)
        for name, rows in _things(team, found)
    ]
    context = {
        **team_links,
        **cards.head("places", monday),
        **cards.table(found, lines, days=days, deck=deck),
        "row_name": _("Sted eller ting"),
        "caption": _("Hva som skjer hvor"),
        "is_empty": not found,
        "has_drafts": cards.has_drafts(found, team),
        "may_plan": may_plan,
        "undo": plan_undo.of(request, team) if may_plan else None,
    }
    return render(request, "portals/staff/planning/board/table.html", context)


def _usual_places(team: Team) -> dict[int, str]:
    """Return {place: name} of where the team has been most, the most used first. One query."""
    since = timezone.now() - USUAL
    used = Place.objects.filter(sessions__team=team, sessions__starts_at__gte=since)
    counted = used.annotate(times=Count("pk")).order_by("-times", "name")[:MOST_USUAL]
    return dict(counted.values_list("pk", "name"))


def _things(team: Team, found: list[Sight]) -> list[tuple[str, list[Sight]]]:
    """Return the team's shared things, each with what it is used for in the week. Two queries."""
    by_key = {one.pk: one for one in found}
    used = defaultdict(list)
    rows = Resource.sessions.through.objects.filter(
        session_id__in=by_key, resource__team=team
    ).values_list("resource_id", "session_id")
    for thing, session in rows:
        used[thing].append(by_key[session])
    things = Resource.objects.filter(team=team).values_list("pk", "name")
    return [(name, sorted(used[pk], key=lambda one: one.starts)) for pk, name in things]


def _line(name: str, rows: list[Sight], *, days: list[Column], deck: Deck, is_place: bool) -> Line:
    line, by_day = cards.new_line(name, days)
    of_day: dict[date, list[tuple[Sight, cards.Card]]] = defaultdict(list)
    for one in rows:
        who = ", ".join(duty.staff.split(" ")[0] for duty in one.shifts if duty.is_there)
        card = deck.of_session(one, about=who if is_place else one.place)
        by_day[one.day].cards.append(card)
        if one.indoors or not is_place:  # there is room for several outside
            of_day[one.day].append((one, card))
    for pairs in of_day.values():
        deck.mark_what_is_at_once(pairs)
    return line
