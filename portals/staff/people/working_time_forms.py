"""The form about the limits of working time in a team."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from activities.models import Limit
from activities.staffing.working_time import LAWS, SOURCES, Source
from core.forms import CleanForm
from core.row_forms import RowForm

HOUR = Decimal(60)


def _hours(one: Source) -> forms.DecimalField:
    """Return the field of hours: at most a day's, or a week's; empty is not looked at."""
    is_day = one.code in (Limit.DAILY_REST, Limit.LONGEST_DAY)
    is_rest = one.code in (Limit.DAILY_REST, Limit.WEEKLY_REST)
    return forms.DecimalField(
        label=str(one.code.label).capitalize() + " " + str(_("(timer)")),
        required=False,
        min_value=Decimal(0) if is_rest else Decimal("0.5"),
        max_value=24 if is_day else 168,
        decimal_places=2,
        localize=True,
        help_text=one.says,
    )


class LimitsForm(RowForm, CleanForm):
    """The hours of each limit; an empty field means that nobody is told of it."""

    contract_counts = forms.BooleanField(
        label=_("Si fra når noen går over avtalt uke"), required=False, help_text=SOURCES[-1].says
    )
    working_time_agreement = forms.CharField(
        label=_("Hva bygger det på?"),
        required=False,
        max_length=200,
        help_text=_("Avtalen og datoen. Trengs når noe er annerledes enn loven sier."),
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        self.row = team
        initial: dict[str, Any] = {
            "contract_counts": team.contract_counts,
            "working_time_agreement": team.working_time_agreement,
        }
        for one in LAWS:
            minutes = getattr(team, one.column)
            initial[one.column] = None if minutes is None else _as_hours(minutes)
        super().__init__(*args, initial=initial, **kwargs)
        columns = [one.column for one in LAWS]
        for one in LAWS:
            self.fields[one.column] = _hours(one)
        self.order_fields([*columns, "contract_counts", "working_time_agreement"])

    def clean(self) -> dict[str, Any]:
        """Ask for the agreement where anything is other than the law says."""
        values = super().clean() or self.cleaned_data
        is_other = any(
            one.column in values and _minutes(values[one.column]) != one.default for one in LAWS
        )
        if is_other and not values.get("working_time_agreement"):
            self.add_error("working_time_agreement", _("Skriv hvilken avtale det bygger på."))
        return values

    def decided(self) -> dict[str, Any]:
        """Return the columns of the team: minutes, None for what is not looked at."""
        values = dict(self.cleaned_data)
        for one in LAWS:
            values[one.column] = _minutes(values[one.column])
        return values


def _as_hours(minutes: int) -> Decimal:
    hours = Decimal(minutes) / HOUR
    return hours.quantize(Decimal(1) if minutes % 60 == 0 else Decimal("0.01"))


def _minutes(hours: Decimal | None) -> int | None:
    return None if hours is None else round(hours * HOUR)
