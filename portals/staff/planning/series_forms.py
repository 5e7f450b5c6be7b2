"""Forms about recurring sessions: plan one, change it, leave out a day, end it."""

import copy
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.forms import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from activities.models import Series, Session
from activities.planning import series_days, series_sessions
from activities.planning.series import NEEDS
from core.errors import RuleBroken
from core.forms import CleanForm
from portals.staff.planning.session_fields_forms import SessionFieldsForm, chosen_honorarium
from portals.staff.shared.forms.fields import ClockField, DayField
from portals.staff.shared.weeks import DAYS

EVERY = [
    ("1", _("hver uke")),
    ("2", _("annenhver uke")),
    ("month", _("en gang i måneden")),
    ("as_is", _("som nå")),
]


class SeriesForm(SessionFieldsForm):
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
        "rain_place", "resources", "staff", "honorarium", "no_honorarium", "min_staff",
        "min_staff_reason", "off_site", "limit_reason", "anyway",
    ]  # fmt: skip
    asked_first = ("activity", "team", "starts_on", "every", "starts", "ends", "note")

    def __init__(
        self,
        *args: Any,
        teams: list[Team],
        paying: Collection[Team] = (),
        series: Series | None = None,
        since: date | None = None,
        **kwargs: Any,
    ) -> None:
        if series:
            kwargs["initial"] = _values_of(series) | chosen_honorarium(series)
        super().__init__(*args, teams=teams, paying=paying, row=series, **kwargs)
        self._series, self._since = series, since
        if series:
            del self.fields["starts_on"]
            self.fields["every"].choices = EVERY  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start; ask once more about what would be booked twice."""
        values = super().clean()
        passes_midnight = self._series is not None and _nights_of(self._series) > 0
        has_clocks = {"starts", "ends"} <= values.keys()
        if has_clocks and values["ends"] <= values["starts"] and not passes_midnight:
            self.add_error("ends", _("Økta må slutte etter at den begynner."))
        is_as_now = values.get("every") == "as_is" and self._has_other_days()
        if is_as_now and series_days.read(self._series.rule).frequency != "WEEKLY":  # type: ignore[union-attr] # has other days than itself
            # Other weekdays fit in a rule of weeks; what is planned otherwise is said anew.
            self.add_error("every", _("Velg hvor ofte, når ukedagene blir andre."))
        found, passed = ([], []) if self.errors else self._foreseen(values)
        self.ask_once_more(values, found, limits=passed)
        return values

    def _foreseen(self, values: dict[str, Any]) -> tuple[list[str], list[str]]:
        """Return what would be booked twice, and which limits are passed, each with its day.

        A rule that cannot be says so.
        """
        today, held = timezone.localdate(), self._series
        looked_at = copy.copy(held) or Series(
            activity=values["activity"], team=values["team"], starts_on=values["starts_on"]
        )
        decided = self.decided()
        needs = {name: decided.pop(name, []) for name in NEEDS}
        for name, value in decided.items():
            setattr(looked_at, name, value)
        self._looked_at = looked_at
        since = max(looked_at.starts_on, self._since or today, today)
        try:
            if held is None or looked_at.rule != held.rule:
                looked_at.starts_on = series_days.first_day(looked_at.rule, on_or_after=since)
            found = series_sessions.foreseen(looked_at, since=since, without=held, **needs)
            self._planned = series_sessions.planned(looked_at, since=since)
        except RuleBroken as broken:
            self.add_error(None, broken.message)
            return [], []
        return found

    def planned(self) -> list[Session]:
        """Return what a form without faults would make in the first weeks, not saved."""
        return self._planned

    @property
    def rhythm(self) -> str:
        """Return «hver uke: tirsdag klokka 12.00»."""
        return series_days.in_words(self._looked_at)

    def decided(self) -> dict[str, Any]:
        """Return what the verbs take, team and activity aside."""
        values, standing = self.cleaned_data, self._series
        names = (*Series.ALIKE, "starts", "skip_holidays", "min_staff_reason")
        found = {name: values[name] for name in names} | self._of_the_place()
        found |= {"minutes": self._minutes(), "rule": self._rule(), "ended_on": values["ends_on"]}
        if standing and "ends_on" not in self.data:
            found["ended_on"] = standing.ended_on
        if standing and "min_staff_reason" not in self.data:
            found["min_staff_reason"] = standing.min_staff_reason
        return found | {name: list(values[name]) for name in NEEDS if name in values}

    def _of_the_place(self) -> dict[str, Any]:
        """Return what a place decides when it is not said, or still said as at another place.

        Who stays at a place keeps what was decided there; a new place decides anew.
        """
        place, standing = self.cleaned_data["place"], self._series
        stays = standing is not None and standing.place_id == place.pk
        found = {}
        for name in ("off_site", "min_staff"):
            said = self.cleaned_data[name]
            if said is None or (not stays and standing and said == getattr(standing, name)):
                said = getattr(standing if stays else place, name)
            found[name] = said
        return found

    def _minutes(self) -> int:
        """Return how long a meeting lasts; one that is there passes as many midnights as before."""
        day, values = date(2026, 1, 1), self.cleaned_data
        length = datetime.combine(day, values["ends"]) - datetime.combine(day, values["starts"])
        if self._series:
            length += timedelta(days=_nights_of(self._series))
        return round(length.total_seconds() / 60)

    def _rule(self) -> str:
        """Return the RRULE that the answers say; «som nå» keeps the one there is."""
        values, held = self.cleaned_data, self._series
        first = held.starts_on if held else values["starts_on"]
        weekday = DAYS[first.weekday()][0]
        days = values["days"] or [weekday]
        if held and values["every"] == "as_is":
            return series_days.with_days(held.rule, days) if self._has_other_days() else held.rule
        if values["every"] == "month":
            number = (first.day - 1) // 7 + 1
            rule = f"FREQ=MONTHLY;BYDAY={-1 if number == 5 else number}{weekday}"
        else:
            every = f";INTERVAL={values['every']}" if values["every"] != "1" else ""
            rule = f"FREQ=WEEKLY{every};BYDAY={','.join(days)}"
        return series_days.as_long_as(held, rule) if held else rule

    def _has_other_days(self) -> bool:
        """Tell whether other weekdays are ticked than those that were shown."""
        shown = self.initial["days"] if self._series else []
        return self._series is not None and set(self.cleaned_data.get("days", shown)) != set(shown)


def _ends_of(series: Series) -> datetime:
    return datetime.combine(series.starts_on, series.starts) + timedelta(minutes=series.minutes)


def _nights_of(series: Series) -> int:
    """Return how many midnights a meeting passes."""
    return (_ends_of(series).date() - series.starts_on).days


def _values_of(series: Series) -> dict[str, Any]:
    rule = series_days.read(series.rule)
    return model_to_dict(series, SeriesForm.base_fields) | {
        "every": "as_is",
        "days": [DAYS[weekday][0] for _which, weekday in rule.weekdays],
        "ends": _ends_of(series).time(),
        "ends_on": series.ended_on,
        "newcomer_places": series.newcomer_places or None,
        "resources": series.resources.all(),
        "off_site": "yes" if series.off_site else "no",
    }


class LastDayForm(CleanForm):
    """After which day a series ends."""

    last_day = DayField(label=_("Siste dag"))


class DayOutForm(CleanForm):
    """A day without a meeting."""

    day = DayField(label=_("Dag uten treff"))
