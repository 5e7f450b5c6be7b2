"""A month to read and to jump from: a week a row, a day a cell, a chip each session."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from activities.models import Session, Shift
from activities.permissions import can_plan
from activities.planning import days_off
from core.templatetags.formats import weekday_date
from portals.staff.planning.board import cards
from portals.staff.planning.board.cards import Card, Deck
from portals.staff.shared.own_rows import own_team
from portals.staff.shared.page_access import StaffRequest, staff_page
from portals.staff.shared.weeks import DAYS, month_of, name_of


@dataclass(slots=True)
class Day:
    """One cell; a day of the month before or after is empty."""

    date: date
    words: str
    is_of_month: bool
    is_today: bool
    off: str
    cards: list[Card] = field(default_factory=list)


@dataclass(slots=True)
class Week:
    """One row; `name` is the week as addresses write it."""

    number: int
    name: str
    days: list[Day]


@staff_page
def month(request: StaffRequest) -> HttpResponse:
    """Show the team's month as a grid of weeks and days."""
    team, team_links = own_team(request)
    first = month_of(request.GET.get("maned", ""))
    after = (first + timedelta(days=31)).replace(day=1)
    last = after - timedelta(days=1)
    may_plan = can_plan(request.user, team)
    rows = Session.objects.filter(team=team).on_days(first, last)
    found = cards.sights(rows)
    cards.give_shifts(found, Shift.objects.filter(session__in=rows.order_by()))
    deck = Deck(team, may_plan=False, seen_by="dag")
    weeks = _weeks(first, last, off=days_off.names(team, first=first, last=last))
    by_day = {day.date: day for week in weeks for day in week.days}
    for one in found:
        by_day[one.day].cards.append(deck.of_session(one))
    context = {
        **team_links,
        **cards.head("month", _week_of(first, last)),
        "first": first,
        "before": f"{first - timedelta(days=1):%Y-%m}",
        "after": f"{after:%Y-%m}",
        "weeks": weeks,
        "weekdays": [words for _key, words in DAYS],
        "is_empty": not found,
        "may_plan": may_plan,
    }
    return render(request, "portals/staff/planning/board/month.html", context)


def _week_of(first: date, last: date) -> date:
    """Return the Monday of the week that the month leads to, from which `cards.head` leads back.

    This week when the month has today, or else the first that begins in it.
    """
    today = timezone.localdate()
    if first <= today <= last:
        return today - timedelta(days=today.weekday())
    return first + timedelta(days=-first.weekday() % 7)


def _weeks(first: date, last: date, *, off: dict[date, str]) -> list[Week]:
    """Return the weeks that the month touches, from Monday to Sunday."""
    today, monday = timezone.localdate(), first - timedelta(days=first.weekday())
    weeks = []
    while monday <= last:
        days = [
            Day(day, weekday_date(day), first <= day <= last, day == today, off.get(day, ""))
            for day in (monday + timedelta(days=number) for number in range(7))
        ]
        weeks.append(Week(monday.isocalendar().week, name_of(monday), days))
        monday += timedelta(days=7)
    return weeks
