"""The form that moves a session: when and where, for this one or more of its series."""

import copy
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.permissions import can_lead
from activities.models import Series, Session
from activities.planning import moves, series_days, series_sessions
from activities.planning.moves import Foreseen
from activities.staffing import over_limits
from core.errors import RuleBroken
from core.forms import CleanForm
from core.hidden_fields import digest
from core.row_forms import RowForm
from portals.staff.planning.session_fields_forms import MOST_SENTENCES, shortened, works
from portals.staff.shared.forms.fields import ClockField, DayField, PlaceField, check_clock, moment
from portals.staff.shared.forms.over_limit_forms import reason_field
from portals.staff.shared.weeks import DAYS

ONE, FROM_HERE, ALL = "one", "from", "all"


class AskedForm(CleanForm):
    """The time that an address asks about, within one day: what a bar dragged to it would mean."""

    day = DayField()
    starts = ClockField()
    ends = ClockField()

    def clean(self) -> dict[str, Any]:
        """Add `starts_at` and `ends_at`."""
        values = super().clean() or self.cleaned_data
        if {"day", "starts", "ends"} <= values.keys():
            values["starts_at"] = moment(values["day"], values["starts"])
            values["ends_at"] = moment(values["day"], values["ends"])
            if values["ends_at"] <= values["starts_at"]:
                self.add_error("ends", _("Økta må slutte etter at den begynner."))
        return values


class MoveForm(RowForm, CleanForm):
    """Day, clock and place of a session, as it stands. `seen` is the digest of what was foretold.

    One that says what is foreseen still is sent on at once; else «Flytt likevel» is asked.
    """

    day = DayField(label=gettext_lazy("Dato"))
    starts = ClockField(label=gettext_lazy("Begynner"))
    ends = ClockField(label=gettext_lazy("Slutter"))
    place = PlaceField(label=gettext_lazy("Sted"))
    which = forms.ChoiceField(
        label=gettext_lazy("Hva gjelder det?"),
        choices=[
            (ONE, gettext_lazy("Bare denne økta")),
            (FROM_HERE, gettext_lazy("Denne og alle etter")),
            (ALL, gettext_lazy("Alle som ligger foran")),
        ],
        required=False,
    )
    limit_reason = reason_field()
    anyway = forms.BooleanField(label=gettext_lazy("Flytt likevel"), required=False)

    def __init__(self, *args: Any, session: Session, seen: str, by: User, **kwargs: Any) -> None:
        self._session, self._seen, self._by, self.row = session, seen, by, session
        starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
        initial = {
            "day": starts.date(), "starts": starts.time(), "ends": ends.time(),
            "place": session.place_id, "which": ONE,
        }  # fmt: skip
        super().__init__(*args, initial=initial, **kwargs)
        if session.series is None or session.stands_alone:
            del self.fields["which"]
        if not self.is_bound:
            del self.fields["anyway"], self.fields["limit_reason"]

    def _editable(self) -> list[tuple[str, forms.Field]]:
        return [each for each in super()._editable() if each[0] != "which"]

    def clean(self) -> dict[str, Any]:
        """Add `starts_at` and `ends_at`; ask once more about what does not fit and was not told."""
        values = super().clean() or self.cleaned_data
        anyway = values.pop("anyway", False)
        values["which"] = values.get("which") or ONE
        if {"day", "starts", "ends", "place"} <= values.keys():
            self._read_when(values)
        foretold = Foreseen() if self.errors else self._foreseen(values)
        found = list(dict.fromkeys([*foretold.sentences, *foretold.limits]))
        values.setdefault("limit_reason", "")
        is_told = anyway or constant_time_compare(self._seen, digest(*found))
        if foretold.limits:
            self._ask_why(values, foretold.limits)
            is_told = is_told or set(found) <= set(foretold.limits)
        elif self.errors or not self._may_ask_why():
            del self.fields["limit_reason"]
        if found and not is_told:
            self.add_error("anyway", " ".join(shortened(found, most=MOST_SENTENCES)))
        elif foretold.limits or not self.errors:
            del self.fields["anyway"]
        return values

    def _may_ask_why(self) -> bool:
        """Tell whether the move itself may ask a leader why: it sees more than is foreseen."""
        return can_lead(self._by, self._session.team) and works(self._session)

    def _ask_why(self, values: dict[str, Any], limits: list[str]) -> None:
        """Ask a leader why a limit of working time is passed; tell others whom to ask."""
        words = " ".join(shortened(limits, most=MOST_SENTENCES))
        if not can_lead(self._by, self._session.team):
            self.add_error(
                None, f"{words} {over_limits.whom_to_ask(self._session.team, by=self._by)}"
            )
        elif not values["limit_reason"]:
            self.add_error("limit_reason", words + " " + _("Skriv hvorfor det må bli slik."))

    def _read_when(self, values: dict[str, Any]) -> None:
        """Read the times. It lasts as many nights as before; what stands stays to the second."""
        session = self._session
        first, last = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
        nights = last.date() - first.date()
        values["starts_at"] = moment(values["day"], values["starts"])
        values["ends_at"] = moment(values["day"] + nights, values["ends"])
        for name, held in (("starts_at", first), ("ends_at", last)):
            shown = held.replace(second=0, microsecond=0, tzinfo=None)
            if values[name].replace(tzinfo=None) == shown:
                values[name] = held
        for name in ("starts", "ends"):
            check_clock(self, name, values[f"{name}_at"])
        if values["ends_at"] <= values["starts_at"]:
            self.add_error("ends", _("Økta må slutte etter at den begynner."))
        elif values["which"] != ONE:
            self._must_stay_in_the_week(values)

    def _must_stay_in_the_week(self, values: dict[str, Any]) -> None:
        """Refuse what a weekly rule cannot say of more than one session."""
        old, new = timezone.localdate(self._session.starts_at), values["day"]
        if new == old:
            return
        rule = series_days.read(self._session.series.rule)  # type: ignore[union-attr] # has `which`
        if rule.frequency != "WEEKLY" or new.isocalendar()[:2] != old.isocalendar()[:2]:
            self.add_error(
                "which",
                _(
                    "Bare denne økta kan få en dag i en annen uke."
                    " Resten endrer du i det faste treffet."
                ),
            )
        elif new < timezone.localdate() or new.weekday() in {day for _n, day in rule.weekdays}:
            self.add_error("which", _("Bare denne økta kan få den dagen. La resten stå."))

    def _foreseen(self, values: dict[str, Any]) -> Foreseen:
        if values["which"] == ONE:
            there = moves.moved(
                self._session, starts_at=values["starts_at"], ends_at=values["ends_at"],
                place=values["place"],
            )  # fmt: skip
            return moves.foreseen(self._session, options=[there])[0]
        return self._foreseen_of_more()

    def _foreseen_of_more(self) -> Foreseen:
        """Return what would be booked twice by the sessions of the series, each with its day."""
        held: Series = self._session.series  # type: ignore[assignment] # has `which`
        looked_at = copy.copy(held)
        for name, value in self.of_the_series().items():
            setattr(looked_at, name, value)
        since = self.since() or timezone.localdate()
        since = max(looked_at.starts_on, since, timezone.localdate())
        try:
            if looked_at.rule != held.rule:
                looked_at.starts_on = series_days.first_day(looked_at.rule, on_or_after=since)
            found, passed = series_sessions.foreseen(
                looked_at, since=since, without=held,
                resources=held.resources.all(), staff=held.staff.all(),
            )  # fmt: skip
        except RuleBroken as broken:
            self.add_error(None, broken.message)
            return Foreseen()
        return Foreseen(found, passed)

    def decided(self) -> dict[str, Any]:
        """Return what the verb takes for this session alone."""
        values = self.cleaned_data
        return {"starts_at": values["starts_at"], "ends_at": values["ends_at"]} | self._of_place()

    def of_the_series(self) -> dict[str, Any]:
        """Return what the verb takes for the series."""
        values, series = self.cleaned_data, cast(Series, self._session.series)
        length = values["ends_at"] - values["starts_at"]
        found: dict[str, Any] = {
            "starts": values["starts"],
            "minutes": round(length / timedelta(minutes=1)),
        }
        old, new = timezone.localdate(self._session.starts_at), values["day"]
        if new != old:
            rule = series_days.read(series.rule)
            days = {weekday for _which, weekday in rule.weekdays} or {old.weekday()}
            days = days - {old.weekday()} | {new.weekday()}
            found["rule"] = series_days.with_days(
                series.rule, [DAYS[day][0] for day in sorted(days)]
            )
        return found | self._of_place()

    def since(self) -> date | None:
        """Return from which day the series changes; None is all that is ahead."""
        if self.cleaned_data["which"] == ALL:
            return None
        was: Any = self._session.occurrence_on
        return min(was, self.cleaned_data["day"])

    def _of_place(self) -> dict[str, Any]:
        """Return the place, and what it decides when it is another than now."""
        place = self.cleaned_data["place"]
        if place.pk == self._session.place_id:
            return {}
        least = moves.least_staff(self._session, place)
        return {"place": place, "off_site": place.off_site, "min_staff": least}
