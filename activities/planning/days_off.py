"""Days without sessions unless somebody chooses them: public holidays, the eves, a team's own.

Read here, written in `activities.planning.team_days_off`; which of them a series skips says
`activities.planning.series_days.days_without`.
"""

from datetime import date, timedelta

from accounts.models import Team
from activities.models import DayOff
from activities.planning import public_holidays

MOST_DAYS = 366


def name_of(team: Team, day: date) -> str:
    """Return why the team has nothing on that day, or ""."""
    return names(team, first=day, last=day).get(day, "")


def names(team: Team, *, first: date, last: date) -> dict[date, str]:
    """Return {day: why} for the days from `first` to `last`, both included. One query."""
    found: dict[date, str] = {}
    for year in range(first.year, last.year + 1):
        found |= public_holidays.of_year(year)
    for row in DayOff.objects.filter(team=team, first_day__lte=last, last_day__gte=first):
        length = (row.last_day - row.first_day).days
        for number in range(length + 1):
            found[row.first_day + timedelta(days=number)] = row.name
    return {day: name for day, name in found.items() if first <= day <= last}
