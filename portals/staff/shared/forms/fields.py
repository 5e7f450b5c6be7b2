"""Fields that read what Norwegians write: dates, clock times and kroner."""

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from activities.models import Place
from core.dates import is_skipped
from core.errors import RuleBroken
from core.money import LONGEST, kroner, parse_kroner
from participants.models import Participant

DATE_SHAPES = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y"]
TIME_SHAPES = ["%H:%M", "%H.%M", "%H:%M:%S", "%H", "%H%M"]
CHOOSE = _("Velg …")
FARTHEST_BACK = timedelta(days=400)
FARTHEST_AHEAD = timedelta(days=800)
FIRST_YEAR = 2000
LONGEST_REPORT = timedelta(days=5 * 366)


class DayField(forms.DateField):
    """A day not absurdly far from today."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = DATE_SHAPES
    default_error_messages = {"invalid": _("Skriv datoen som 24.11.2026.")}

    def validate(self, value: date | None) -> None:
        """Refuse a year that must be a slip of the hand."""
        super().validate(value)
        if value and not self.is_near(value):
            raise ValidationError(_("Se om året er riktig. Datoen er langt unna i dag."))

    def is_near(self, day: date) -> bool:
        """Tell whether `day` can be meant."""
        today = timezone.localdate()
        return today - FARTHEST_BACK <= day <= today + FARTHEST_AHEAD


class BackDayField(DayField):
    """A day of the past: also one from long ago, as a report may be about."""

    def is_near(self, day: date) -> bool:
        """Tell whether the year is one of ours, up to this one."""
        return FIRST_YEAR <= day.year <= timezone.localdate().year


class ClockField(forms.TimeField):
    """A clock time, also written «13.30» or «13»."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    input_formats = TIME_SHAPES
    default_error_messages = {"invalid": _("Skriv klokkeslettet som 13.30.")}


class KronerField(forms.CharField):
    """A sum above zero; its value is øre."""

    may_be_zero = False
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    default_error_messages = {"max_length": _("Beløpet er for stort. Se om det er skrevet riktig.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LONGEST, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        """Show øre as kroner; what a person wrote is left as it is."""
        return kroner(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        """Return øre, or None when the field may stand empty."""
        text = super().clean(value)
        if not text:
            return None
        try:
            ore = parse_kroner(text)
        except RuleBroken as broken:
            raise ValidationError(broken.message) from None
        if ore == 0 and not self.may_be_zero:
            raise ValidationError(_("Skriv et beløp over null."))
        return ore


class CountedField(KronerField):
    """A sum that was counted: an empty box has zero."""

    may_be_zero = True


class ManyField(forms.ModelMultipleChoiceField):
    """Ticks; a number that no database can hold is answered like any other wrong choice."""

    widget = forms.CheckboxSelectMultiple

    def _check_values(self, value: Any) -> Any:
        try:
            return super()._check_values(value)  # type: ignore[misc]  # not in the stubs
        except OverflowError:
            raise ValidationError(_("Valget finnes ikke. Velg på nytt.")) from None


class PeopleField(ManyField):
    """Ticks for people, shown by chosen name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the chosen name, not the code."""
        return obj.chosen_name


class KeyField(forms.UUIDField):
    """A key that is made with the page: the same page does what it does once."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(initial=uuid.uuid4, **kwargs)


class OneField(forms.ModelChoiceField):
    """One row of `model`; a form says among which (`choose_among`)."""

    def __init__(self, model: type[Model], **kwargs: Any) -> None:
        kwargs.setdefault("queryset", model._default_manager.none())
        kwargs.setdefault("empty_label", CHOOSE)
        super().__init__(**kwargs)


class PersonField(OneField):
    """One person, shown by chosen name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Participant, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Return the chosen name, not the code."""
        return obj.chosen_name


class PlaceField(OneField):
    """One of the places that all teams share."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Place, queryset=Place.objects.all(), **kwargs)


def choose_among(form: forms.BaseForm, **rows: QuerySet[Any]) -> None:
    """Let each named field of `form` offer the rows given for it."""
    for name, queryset in rows.items():
        cast(forms.ModelChoiceField, form.fields[name]).queryset = queryset


def choose_team(form: forms.BaseForm, teams: list[Team]) -> None:
    """Let the field `team` offer `teams`, the first of them chosen."""
    choose_among(form, team=rows_of(teams))
    form.fields["team"].initial = teams[0].pk


def rows_of(teams: list[Team]) -> QuerySet[Team]:
    """Return `teams` as a queryset, which a field needs."""
    return Team.objects.filter(pk__in=[team.pk for team in teams])


def check_days(form: forms.BaseForm, first: date, last: date) -> None:
    """Put a sentence on `fra` or `til` of `form`: an end before the start, more than five years."""
    if last < first:
        form.add_error("til", _("Den siste dagen må komme etter den første."))
    elif last - first > LONGEST_REPORT:
        form.add_error("fra", _("Velg høyst fem år om gangen."))


def moment(day: date, clock: time) -> datetime:
    """Return a day and a clock time in Oslo as an aware time."""
    return timezone.make_aware(datetime.combine(day, clock))


def check_clock(form: forms.BaseForm, name: str, at: datetime) -> None:
    """Put a sentence on the field `name` when the clock passes by `at`, on the night in March."""
    if is_skipped(at):
        form.add_error(name, hour_is_not())


def hour_is_not() -> str:
    """Return the sentence about a clock that the night in March passes by."""
    return str(_("Den natta stilles klokka fram, og timen finnes ikke. Velg en annen."))
