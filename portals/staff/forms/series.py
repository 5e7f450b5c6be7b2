"""Forms about standing meetings: plan one, change it, leave out a day, end it."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Team
from activities import recurrence
from activities.models import Activity, Demand, Place, Series
from core.forms import CleanForm
from core.text import without_national_identity_number
from portals.row_forms import RowForm
from portals.staff.forms.fields import CHOOSE, ClockField, DayField, choose_among, rows_of

DAYS = [
    ("MO", gettext_lazy("mandag")),
    ("TU", gettext_lazy("tirsdag")),
    ("WE", gettext_lazy("onsdag")),
    ("TH", gettext_lazy("torsdag")),
    ("FR", gettext_lazy("fredag")),
    ("SA", gettext_lazy("lørdag")),
    ("SU", gettext_lazy("søndag")),
]
EVERY = [
    ("1", gettext_lazy("hver uke")),
    ("2", gettext_lazy("annenhver uke")),
    ("month", gettext_lazy("en gang i måneden")),
    ("as_is", gettext_lazy("som nå")),
]


class SeriesForm(RowForm, CleanForm):
    """What, where and when each time."""

    activity = forms.ModelChoiceField(
        empty_label=CHOOSE, label=gettext_lazy("Aktivitet"), queryset=Activity.objects.none()
    )
    team = forms.ModelChoiceField(
        empty_label=CHOOSE, label=gettext_lazy("Team"), queryset=Team.objects.none()
    )
    starts_on = DayField(label=gettext_lazy("Første gang"))
    every = forms.ChoiceField(label=gettext_lazy("Hvor ofte"), choices=EVERY[:3], initial="1")
    days = forms.MultipleChoiceField(
        label=gettext_lazy("Ukedager"),
        choices=DAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Ingen kryss betyr: samme ukedag som første gang."),
    )
    starts = ClockField(label=gettext_lazy("Begynner"))
    ends = ClockField(label=gettext_lazy("Slutter"))
    place = forms.ModelChoiceField(
        empty_label=CHOOSE, label=gettext_lazy("Sted"), queryset=Place.objects.all()
    )
    places = forms.IntegerField(
        label=gettext_lazy("Plasser"),
        required=False,
        min_value=1,
        max_value=500,
        help_text=gettext_lazy("Tomt felt betyr: kom når du vil."),
    )
    newcomer_places = forms.IntegerField(
        label=gettext_lazy("Plasser til nye"), required=False, min_value=0, max_value=500
    )
    title = forms.CharField(label=gettext_lazy("Tittel"), required=False, max_length=120)
    note = forms.CharField(
        label=gettext_lazy("Godt å vite"),
        required=False,
        max_length=280,
        validators=[without_national_identity_number],
        help_text=gettext_lazy("Alle kan lese dette. Skriv ikke om enkeltpersoner."),
    )
    demands = forms.MultipleChoiceField(
        label=gettext_lazy("Si fra på forhånd om"),
        required=False,
        choices=Demand.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    skip_holidays = forms.BooleanField(
        label=gettext_lazy("Hopp over helligdager"), required=False, initial=True
    )

    def __init__(
        self, *args: Any, teams: list[Team], series: Series | None = None, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {**(_values_of(series) if series else {}), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.row = series or False
        choose_among(self, activity=Activity.objects.of_teams(teams), team=rows_of(teams))
        if series:
            del self.fields["team"], self.fields["activity"], self.fields["starts_on"]
            self.fields["every"].choices = EVERY  # type: ignore[attr-defined]
        elif len(teams) == 1:
            del self.fields["team"]
        self._teams, self._series = teams, series

    def clean(self) -> dict[str, Any]:
        """Fill in the team when there is only one; an end before the start is refused."""
        values = super().clean() or self.cleaned_data
        if "activity" in self.fields and len(self._teams) == 1:
            values["team"] = self._teams[0]
        is_over_midnight = bool(self._series and _days_of(self._series))
        if (
            {"starts", "ends"} <= values.keys()
            and values["ends"] <= values["starts"]
            and not is_over_midnight
        ):
            self.add_error("ends", _("Økten må slutte etter at den begynner."))
        return values

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
        found = {
            "place": place,
            "starts": values["starts"],
            "minutes": round(length.total_seconds() / 60),
            "rule": self._rule(),
            "places": values["places"],
            "newcomer_places": values["newcomer_places"] or 0,
            "title": values["title"],
            "note": values["note"],
            "demands": values["demands"],
            "skip_holidays": values["skip_holidays"],
            "off_site": decided.off_site,
            "min_staff": decided.min_staff,
        }
        return found

    def _rule(self) -> str:
        """Return the RRULE that the answers say; «som nå» keeps the one there is."""
        values = self.cleaned_data
        if values["every"] == "as_is" and self._series:
            return self._series.rule
        first = values.get("starts_on") or (self._series.starts_on if self._series else None)
        if values["every"] == "month" and first:
            number = (first.day - 1) // 7 + 1
            which = -1 if number == 5 else number
            return f"FREQ=MONTHLY;BYDAY={which}{DAYS[first.weekday()][0]}"
        days = values["days"] or ([DAYS[first.weekday()][0]] if first else [])
        every = f";INTERVAL={values['every']}" if values["every"] != "1" else ""
        return f"FREQ=WEEKLY{every};BYDAY={','.join(days)}"


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
        "skip_holidays": series.skip_holidays,
    }


class LastDayForm(CleanForm):
    """After which day a series ends."""

    last_day = DayField(label=gettext_lazy("Siste dag"))


class DayOutForm(CleanForm):
    """A day without a meeting."""

    day = DayField(label=gettext_lazy("Dag uten treff"))
