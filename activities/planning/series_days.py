"""On which days a series meets: its RRULE on the clock in Oslo, without left-out days.

Pure reading. Days are the days of Oslo; the clock says the same in summer and winter.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.calendar_files.expansion import Effort, RuleTooHeavy, expand, fits
from activities.calendar_files.rules import Rule, RuleTooFrequent, RuleUnreadable, read_rule
from activities.models import Series
from activities.planning import days_off
from core.errors import RuleBroken

MOST_TIMES = 1000
"""The largest COUNT: nearly twenty years of a weekly meeting."""
LOOKED_AHEAD = timedelta(days=5 * 366)
EFFORT = 100_000
_ENDS = ("COUNT=", "UNTIL=")


@dataclass(frozen=True)
class Occurrence:
    """One occurrence: the day on which the rule puts it, and its aware start and end."""

    day: date
    starts_at: datetime
    ends_at: datetime


def read(text: str) -> Rule:
    """Return the rule of a series. Raises RuleBroken with what to change."""
    try:
        rule = read_rule(text)
    except RuleTooFrequent as error:
        raise RuleBroken(_("Et fast treff kan være én gang om dagen, ikke oftere.")) from error
    except RuleUnreadable as error:
        raise RuleBroken(
            _("Regelen for gjentakelse er ikke til å lese. Velg dager på nytt.")
        ) from error
    if rule.hours or rule.minutes or rule.seconds:
        raise RuleBroken(_("Klokkeslettet velger du for seg, ikke i regelen."))
    if rule.count is not None and rule.count > MOST_TIMES:
        raise RuleBroken(
            _("Velg høyst 1000 ganger, eller la treffet fortsette til du stopper det.")
        )
    if rule.count is not None and rule.until is not None:
        raise RuleBroken(_("Velg enten antall ganger eller en siste dag."))
    return rule


def must_come_again(series: Series) -> None:
    """Raise RuleBroken when the rule takes too much counting or gives nothing in five years."""
    if series.ended_on and series.ended_on < series.starts_on:
        raise RuleBroken(_("Siste dag kan ikke komme før første gang."))
    last = series.starts_on + LOOKED_AHEAD
    rule = read(series.rule)
    until = rule.until.date() if isinstance(rule.until, datetime) else rule.until
    if until and until < series.starts_on:
        raise RuleBroken(_("Siste dag kan ikke komme før første gang."))
    if next(occurrences(series, first=series.starts_on, last=last), None) is None:
        if next(days_of_rule(series, first=series.starts_on, last=last), None):
            raise RuleBroken(_("Alle dagene er tatt ut. Velg flere dager, eller avslutt treffet."))
        raise RuleBroken(_("Regelen gir ingen dager. Velg dager på nytt."))


def occurrences(series: Series, *, first: date, last: date) -> Iterator[Occurrence]:
    """Yield the occurrences from `first` to `last`, both included, in order.

    Left-out days and, when the series says so, the team's days off are not among them, unless
    they are chosen (`held_anyway`). Raises RuleBroken when the rule takes too much counting.
    """
    without = days_without(series, first=first, last=last)
    for day in days_of_rule(series, first=first, last=last):
        if day not in without:
            yield occurrence_on(series, day)


def days_without(series: Series, *, first: date, last: date) -> dict[date, str]:
    """Return {day: why} for the days on which the series does not meet, whatever its rule says.

    Why is "" for a day that was left out. One query.
    """
    found: dict[date, str] = {}
    if series.skip_holidays:
        off = days_off.names(series.team, first=first, last=last)
        chosen = set(series.held_anyway)
        found = {day: why for day, why in off.items() if day.isoformat() not in chosen}
    return found | {date.fromisoformat(text): "" for text in series.left_out}


def days_of_rule(series: Series, *, first: date, last: date) -> Iterator[date]:
    """Yield every day on which the rule alone puts the series, until it ends."""
    if series.ended_on:
        last = min(last, series.ended_on)
    if last < first:
        return
    rule = read(series.rule)
    until = rule.until
    if until is not None and not isinstance(until, datetime):
        until = datetime.combine(until, series.starts)
    elif until is not None and until.tzinfo is not None:
        until = timezone.make_naive(until)
    start = datetime.combine(series.starts_on, series.starts)
    yield from _counted(rule, start=start, first=first, last=last, until=until)


def _counted(rule: Rule, **period: Any) -> Iterator[date]:
    """Yield the days of `expand` in the `period`. Raises RuleBroken when it is too much."""
    try:
        for moment in expand(rule, **period, effort=Effort(EFFORT)):
            yield moment.date()
    except RuleTooHeavy as error:
        raise RuleBroken(_("Regelen er for tung å regne ut. Velg dager på nytt.")) from error


def occurrence_on(series: Series, day: date) -> Occurrence:
    """Return the occurrence of `series` on `day`: the same clock whatever the season."""
    return Occurrence(day, *times(day, series.starts, minutes=series.minutes))


def times(day: date, clock: time, *, minutes: int) -> tuple[datetime, datetime]:
    """Return when what begins at `clock` in Oslo begins and ends; it lasts on every night.

    What begins in the hour that is not there, on the night of the clock change, begins an hour
    later: then its end by the clock may be before it.
    """
    starts = datetime.combine(day, clock)
    starts_at = timezone.make_aware(starts)
    ends_at = timezone.make_aware(starts + timedelta(minutes=minutes))
    if ends_at.astimezone(UTC) <= starts_at.astimezone(UTC):
        ends_at = starts_at.astimezone(UTC) + timedelta(minutes=minutes)
    return starts_at, ends_at


_EVERY: dict[int | str, Any] = {
    1: gettext_lazy("hver uke: %(days)s klokka %(clock)s"),
    2: gettext_lazy("annenhver uke: %(days)s klokka %(clock)s"),
    "MONTHLY": gettext_lazy("en gang i måneden: %(days)s klokka %(clock)s"),
}
"""By how many weeks apart, or by the frequency."""


def in_words(series: Series) -> str:
    """Return «hver uke: tirsdag klokka 12.00»; a rule beyond that is told by its next days."""
    rule = read(series.rule)
    clock = f"{series.starts:%H.%M}"
    weekdays = [weekday for _which, weekday in rule.weekdays]
    if rule.frequency == "WEEKLY" and not weekdays:
        weekdays = [series.starts_on.weekday()]
    days = ", ".join(str(WEEKDAYS[weekday]) for weekday in weekdays)
    every = rule.interval if rule.frequency == "WEEKLY" else rule.frequency
    said = _EVERY.get(every)
    if not days or said is None or rule.months or rule.positions or rule.month_days:
        return _("etter egen plan, klokka %(clock)s") % {"clock": clock}
    return said % {"days": days, "clock": clock}


def first_day(rule_text: str, *, on_or_after: date) -> date:
    """Return the first day on which the rule can begin. Raises RuleBroken when there is none."""
    rule = read(rule_text)
    if fits(rule, on_or_after):
        return on_or_after
    endless = replace(rule, count=None, interval=1)
    start = datetime.combine(on_or_after, time.min)
    after, last = on_or_after + timedelta(days=1), on_or_after + LOOKED_AHEAD
    for day in _counted(endless, start=start, first=after, last=last, until=None):
        return day
    raise RuleBroken(_("Regelen gir ingen dager. Velg dager på nytt."))


# --- What a changed rule keeps of the one before --------------------------------------
def as_long_as(series: Series, text: str) -> str:
    """Return the rule `text`, which says nothing of an end, with the COUNT or UNTIL of `series`."""
    ends = [part for part in series.rule.split(";") if part.strip().upper()[:6] in _ENDS]
    return ";".join([text, *ends])


def with_days(text: str, days: Iterable[str]) -> str:
    """Return the weekly rule `text` on these weekdays (MO, TU …) instead, else as it was."""
    return _with(text, "BYDAY", ",".join(days))


def rest_of(series: Series, text: str, *, since: date) -> str:
    """Return the new rule `text` for `series` from `since` on.

    A COUNT that is the same as before counts what has been. Raises RuleBroken when there is
    nothing left of it.
    """
    before, rule = read(series.rule), read(text)
    if rule.count is None or rule.count != before.count:
        return text
    last = since - timedelta(days=1)
    left = rule.count - sum(1 for _day in days_of_rule(series, first=series.starts_on, last=last))
    if left < 1:
        raise RuleBroken(_("Treffet er slutt før den dagen."))
    return _with(text, "COUNT", str(left))


def until_its_day(text: str, *, starts: time) -> str:
    """Return the rule `text`, of meetings at `starts`, with UNTIL as a day: at any clock."""
    until = read(text).until
    if not isinstance(until, datetime):
        return text
    naive = timezone.make_naive(until) if until.tzinfo is not None else until
    last = naive.date() - timedelta(days=naive.time() < starts)
    return _with(text, "UNTIL", f"{last:%Y%m%d}")


def first_day_in_step(series: Series, text: str, *, on_or_after: date) -> date:
    """Return the first day of the new rule `text` of `series`.

    «Annenhver uke» stays in the weeks that it was in.
    """
    day, before, rule = first_day(text, on_or_after=on_or_after), read(series.rule), read(text)
    both = (before.frequency, before.interval) == (rule.frequency, rule.interval)
    if both and rule.frequency == "WEEKLY":
        week = _first_of_week(day, rule)
        beside = (week - _first_of_week(series.starts_on, rule)).days // 7
        if weeks := -beside % rule.interval:
            day = first_day(text, on_or_after=week + timedelta(weeks=weeks))
    return day


def _first_of_week(day: date, rule: Rule) -> date:
    return day - timedelta(days=(day.weekday() - rule.week_start) % 7)


def _with(text: str, part: str, value: str) -> str:
    """Return the rule `text` with this `part`, instead of another that it has."""
    rest = [one for one in text.split(";") if not one.strip().upper().startswith(f"{part}=")]
    return ";".join([*rest, f"{part}={value}"])
