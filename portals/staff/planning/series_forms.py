"""Forms about recurring sessions: plan one, change it, leave out a day, end it."""

import copy
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from activities.models import Series
from activities.planning import recurrence, series_following
from activities.planning.series import NEEDS
from core.errors import RuleBroken
from core.forms import CleanForm
from portals.staff.planning.meeting_forms import MeetingForm
from portals.staff.shared.fields import ClockField, DayField
from portals.staff.shared.weeks import DAYS

EVERY = [
    ("1", _("hver uke")),
    ("2", _("annenhver uke")),
    ("month", _("en gang i måneden")),
    ("as_is", _("som nå")),
]


class SeriesForm(MeetingForm):
    """Everything that is asked about a session, and when it comes again."""

    starts_on = DayField(label=_("Første gang"))
    every = forms.ChoiceField(label=_("Hvor ofte"), choices=EVERY[:3], initial="1")
    days = forms.MultipleChoiceField(
        label=_("Ukedager"),
        choices=DAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ingen kryss betyr: samme ukedag som første gang."),
    )
    starts = ClockField(label=_("Begynner"))
    ends = ClockField(label=_("Slutter"))
    ends_on = DayField(
        label=_("Siste dag"),
        required=False,
        help_text=_("Tomt felt betyr: til dere avslutter det."),
    )
    skip_holidays = forms.BooleanField(
        label=_("Hopp over helligdager og teamets fridager"), required=False, initial=True
    )

    field_order = [
        "activity", "team", "place", "starts_on", "every", "days", "starts", "ends", "ends_on",
        "skip_holidays", "any_time", "places", "title", "note", "demands", "newcomer_places",
        "rain_place", "resources", "staff", "min_staff", "min_staff_reason", "off_site", "anyway",
    ]  # fmt: skip

    def __init__(
        self,
        *args: Any,
        teams: list[Team],
        series: Series | None = None,
        since: date | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {**(_values_of(series) if series else {}), **kwargs.get("initial", {})}
        super().__init__(*args, teams=teams, row=series, **kwargs)
        self._series, self._since = series, since
        if series:
            del self.fields["starts_on"]
            self.fields["every"].choices = EVERY  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start; ask once more about what would be booked twice."""
        values = super().clean()
        is_over_midnight = bool(self._series and _days_of(self._series))
        if (
            {"starts", "ends"} <= values.keys()
            and values["ends"] <= values["starts"]
            and not is_over_midnight
        ):
            self.add_error("ends", _("Økta må slutte etter at den begynner."))
        is_as_now = values.get("every") == "as_is" and self._has_other_days()
        if is_as_now and recurrence.read(self._series.rule).frequency != "WEEKLY":  # type: ignore[union-attr] # has other days than itself
            # Other weekdays fit in a rule of weeks; what is planned otherwise is said anew.
            self.add_error("every", _("Velg hvor ofte, når ukedagene blir andre."))
        found = [] if self.errors else self._foreseen(values)
        self.ask_once_more(values, found)
        return values

    def _foreseen(self, values: dict[str, Any]) -> list[str]:
        """Return what would be booked twice, each with its day; a rule that cannot be says so."""
        today, held = timezone.localdate(), self._series
        looked_at = copy.copy(held) or Series(
            activity=values["activity"], team=values["team"], starts_on=values["starts_on"]
        )
        decided = self.decided()
        needs = {name: decided.pop(name, []) for name in NEEDS}
        for name, value in decided.items():
            setattr(looked_at, name, value)
        since = max(looked_at.starts_on, self._since or today, today)
        try:
            if held is None or looked_at.rule != held.rule:
                looked_at.starts_on = recurrence.first_day(looked_at.rule, on_or_after=since)
            found = series_following.foreseen(looked_at, since=since, without=held, **needs)
        except RuleBroken as broken:
            self.add_error(None, broken.message)
            return []
        return [f"{day:%d.%m.}: {words}" for day, words in found]

    def decided(self) -> dict[str, Any]:
        """Return what the verbs take, team and activity aside."""
        values = self.cleaned_data
        day = date(2026, 1, 1)
        length = datetime.combine(day, values["ends"]) - datetime.combine(day, values["starts"])
        place, standing = values["place"], self._series
        if standing:
            length += timedelta(days=_days_of(standing))
        # Who stays at a place keeps what was decided there; a new place decides anew.
        decided = standing if standing and standing.place_id == place.pk else place
        off_site, min_staff, ends_on = values["off_site"], values["min_staff"], values["ends_on"]
        if standing and decided is place:
            off_site = None if off_site == standing.off_site else off_site
            min_staff = None if min_staff == standing.min_staff else min_staff
        if standing and "ends_on" not in self.data:
            ends_on = standing.ended_on
        found = {
            "place": place,
            "starts": values["starts"],
            "minutes": round(length.total_seconds() / 60),
            "rule": self._rule(),
            "ended_on": ends_on,
            "skip_holidays": values["skip_holidays"],
            "off_site": decided.off_site if off_site is None else off_site,
            "min_staff": min_staff or decided.min_staff,
            "min_staff_reason": values["min_staff_reason"],
        }
        if standing and "min_staff_reason" not in self.data:
            found["min_staff_reason"] = standing.min_staff_reason
        names = (
            "any_time", "places", "newcomer_places", "title", "note", "demands", "rain_place",
        )  # fmt: skip
        found |= {name: values[name] for name in names}
        return found | {name: list(values[name]) for name in NEEDS if name in values}

    def _rule(self) -> str:
        """Return the RRULE that the answers say; «som nå» keeps the one there is."""
        values, held = self.cleaned_data, self._series
        if values["every"] == "as_is" and held:
            if not self._has_other_days():
                return held.rule
            on = values["days"] or [DAYS[held.starts_on.weekday()][0]]
            return recurrence.with_days(held.rule, on)
        first = values.get("starts_on") or (self._series.starts_on if self._series else None)
        if values["every"] == "month" and first:
            number = (first.day - 1) // 7 + 1
            which = -1 if number == 5 else number
            return self._as_long(f"FREQ=MONTHLY;BYDAY={which}{DAYS[first.weekday()][0]}")
        days = values["days"] or ([DAYS[first.weekday()][0]] if first else [])
        every = f";INTERVAL={values['every']}" if values["every"] != "1" else ""
        return self._as_long(f"FREQ=WEEKLY{every};BYDAY={','.join(days)}")

    def _as_long(self, rule: str) -> str:
        """Return a new rule with the end that the one there is has."""
        return recurrence.as_long_as(self._series, rule) if self._series else rule

    def _has_other_days(self) -> bool:
        """Tell whether other weekdays are ticked than those that were shown."""
        shown = _values_of(self._series)["days"] if self._series else []
        return self._series is not None and set(self.cleaned_data.get("days", shown)) != set(shown)


def _days_of(series: Series) -> int:
    """Return how many midnights a meeting passes."""
    ends = datetime.combine(series.starts_on, series.starts) + timedelta(minutes=series.minutes)
    return (ends.date() - series.starts_on).days


def _values_of(series: Series) -> dict[str, Any]:
    day = series.starts_on
    ends = datetime.combine(day, series.starts) + timedelta(minutes=series.minutes)
    rule = recurrence.read(series.rule)
    return {
        "every": "as_is",
        "days": [DAYS[weekday][0] for _which, weekday in rule.weekdays],
        "starts": series.starts,
        "ends": ends.time(),
        "place": series.place_id,
        "places": series.places,
        "newcomer_places": series.newcomer_places or None,
        "title": series.title,
        "note": series.note,
        "demands": series.demands,
        "ends_on": series.ended_on,
        "skip_holidays": series.skip_holidays,
        "any_time": series.any_time,
        "rain_place": series.rain_place_id,
        "resources": series.resources.all(),
        "staff": series.staff.all(),
        "min_staff": series.min_staff,
        "min_staff_reason": series.min_staff_reason,
        "off_site": "yes" if series.off_site else "no",
    }


class LastDayForm(CleanForm):
    """After which day a series ends."""

    last_day = DayField(label=_("Siste dag"))


class DayOutForm(CleanForm):
    """A day without a meeting."""

    day = DayField(label=_("Dag uten treff"))
