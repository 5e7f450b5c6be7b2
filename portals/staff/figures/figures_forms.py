"""What «Tall» is asked about: a period of whole months, teams, and maybe one activity."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import CleanForm
from participants.small_numbers import whole_months
from portals.staff.shared.forms.fields import BackDayField, check_days

OWN_DAYS = "egne"
THIS_YEAR = "i-ar"


def _month(today: date) -> tuple[date, date]:
    return today.replace(day=1), today


def _month_before(today: date) -> tuple[date, date]:
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def _quarter(today: date) -> tuple[date, date]:
    return today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1), today


def _quarter_before(today: date) -> tuple[date, date]:
    last = _quarter(today)[0] - timedelta(days=1)
    return _quarter(last)[0], last


def _year(today: date) -> tuple[date, date]:
    return date(today.year, 1, 1), today


def _year_before(today: date) -> tuple[date, date]:
    return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)


PERIODS: dict[str, tuple[Any, Callable[[date], tuple[date, date]]]] = {
    "maned": (_("Denne måneden"), _month),
    "forrige-maned": (_("Forrige måned"), _month_before),
    "kvartal": (_("Dette kvartalet"), _quarter),
    "forrige-kvartal": (_("Forrige kvartal"), _quarter_before),
    THIS_YEAR: (_("I år"), _year),
    "i-fjor": (_("I fjor"), _year_before),
}
"""The periods one can choose, and the days of each seen from today; none reaches past today."""


def days_of(period: str, today: date) -> tuple[date, date]:
    """Return the first and last day of a period of `PERIODS`."""
    return PERIODS[period][1](today)


class FiguresForm(CleanForm):
    """A period, or the months of two days; `team` and `aktivitet` get their choices by `offer`.

    `fra` and `til` are cleaned to the whole months that they are in (decision 029).
    """

    periode = forms.ChoiceField(
        label=_("Periode"),
        choices=[
            *((key, words) for key, (words, _days) in PERIODS.items()),
            (OWN_DAYS, _("Egne måneder, skrevet her:")),
        ],
    )
    fra = BackDayField(label=_("Fra og med"), required=False)
    til = BackDayField(
        label=_("Til og med"),
        required=False,
        help_text=_("Vi teller hele måneder, så ingen kan regnes ut av én dag."),
    )
    team = forms.CharField(label=_("Team"), required=False, widget=forms.Select)
    aktivitet = forms.CharField(label=_("Aktivitet"), required=False, widget=forms.Select)

    use_required_attribute = False

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Let the field `name` offer `choices`; the page itself sees to what was chosen.

        One of them is always chosen, so the page need not say that it may be left out.
        """
        self.fields[name].required = True
        cast(forms.Select, self.fields[name].widget).choices = choices

    def clean(self) -> dict[str, Any]:
        """Want two days in order when the period is one's own, and take the whole months."""
        values = super().clean() or self.cleaned_data
        if values.get("periode") == OWN_DAYS:
            for name in ("fra", "til"):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, _("Skriv datoen som 24.11.2026."))
            first, last = values.get("fra"), values.get("til")
            if first and last:
                check_days(self, first, last)
                if not self.errors:
                    today = timezone.localdate()
                    values["fra"], values["til"] = whole_months(first, last, today=today)
        return values
