"""The form about copies: which days, and when on the day."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundWidget
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from activities.models import Session
from activities.planning import copies, days_off
from core.forms import CleanForm
from portals.staff.shared.forms.fields import ClockField, DayField, check_clock, moment

WEEKS = 6


@dataclass(frozen=True)
class CopyDay:
    """One day of the small calendar; `box` is None when it is over."""

    date: date
    box: BoundWidget | None
    words: str
    """What tells it from other days: a day off, or that it is there."""


class CopyForm(CleanForm):
    """The days of the copies, and when they begin; they last as long as the original."""

    days = forms.MultipleChoiceField(
        label=_("Dager"), required=False, widget=forms.CheckboxSelectMultiple
    )
    day = DayField(
        label=_("En annen dag"), required=False, help_text=_("Når dagen ikke står over her.")
    )
    starts = ClockField(label=_("Begynner"))

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        self._session, today = session, timezone.localdate()
        self._monday = today - timedelta(days=today.weekday())
        days = [self._monday + timedelta(days=number) for number in range(WEEKS * 7)]
        ahead = [f"{day}" for day in days if day >= today]
        usual = f"{copies.next_day(session)}"
        kwargs["initial"] = {
            "days": [usual] if usual in ahead else [],
            "starts": timezone.localtime(session.starts_at).time(),
        }
        super().__init__(*args, **kwargs)
        self.fields["days"].choices = [(day, day) for day in ahead]  # type: ignore[attr-defined]

    @cached_property
    def weeks(self) -> list[list[CopyDay]]:
        """Return the calendar, a week in each row. Two queries."""
        last = self._monday + timedelta(days=WEEKS * 7 - 1)
        off = days_off.names(self._session.team, first=self._monday, last=last)
        ahead = copies.alike(self._session).on_days(self._monday, last)
        there = {timezone.localdate(one.starts_at) for one in ahead}
        boxes = {box.data["value"]: box for box in self["days"]}
        days = []
        for number in range(WEEKS * 7):
            day = self._monday + timedelta(days=number)
            words = str(_("lagt inn")) if day in there else off.get(day, "")
            days.append(CopyDay(day, boxes.get(f"{day}"), words))
        return [days[number : number + 7] for number in range(0, len(days), 7)]

    @property
    def marked(self) -> list[CopyDay]:
        """Return the days that have words."""
        return [day for week in self.weeks for day in week if day.box and day.words]

    def clean(self) -> dict[str, Any]:
        """Ask for a day when none is chosen."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not values["days"] and not values["day"]:
            raise ValidationError({"days": _("Velg en dag.")})
        if not self.errors:
            decided = self.decided()
            for day in decided["days"]:
                check_clock(self, "starts", moment(day, decided["clock"]))
        return values

    def decided(self) -> dict[str, Any]:
        """Return the days and the clock that the verb takes."""
        values = self.cleaned_data
        days = [date.fromisoformat(text) for text in values["days"]]
        return {"days": [*days, *filter(None, [values["day"]])], "clock": values["starts"]}
