"""Forms about activities and places."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from activities.handbook import recipes
from activities.models import Activity, Demand, Place, Recipe
from activities.models.recipe import LONGEST, LONGEST_RAIN_PLAN, MOST_MINUTES, MOST_ORE, MOST_STAFF
from cms import illustrations
from core.forms import CleanForm, CleanModelForm
from core.row_forms import RowForm
from payouts.models import Rate
from payouts.models.rate import Reason
from portals.staff.shared.forms.fields import (
    CountedField,
    DayField,
    KronerField,
    ManyField,
    choose_among,
    rows_of,
)

A_THING_A_LINE = _("Én ting på hver linje.")


def _label(name: str) -> Any:
    column: Any = Recipe._meta.get_field(name)
    return capfirst(column.verbose_name)


def _words(name: str, *, rows: int, help_text: Any = "") -> forms.CharField:
    """Return the field of one of the longer texts of a recipe."""
    return forms.CharField(
        label=_label(name),
        required=False,
        max_length=LONGEST,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _number(name: str, *, most: int, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=_label(name),
        required=False,
        min_value=1,
        max_value=most,
        help_text=help_text,
        error_messages={"invalid": _("Skriv et helt tall, eller la feltet stå tomt.")},
    )


class ActivityForm(RowForm, CleanModelForm[Activity]):
    """An activity of one or more teams, and folded how it is done: what a recipe of it says."""

    illustration = forms.ChoiceField(
        label=_("Tegning"), choices=illustrations.choices, initial="work-table"
    )
    aim = _words("aim", rows=3, help_text=_("Bare dere som jobber her, ser dette og resten."))
    kit = _words("kit", rows=4, help_text=A_THING_A_LINE)
    steps = _words("steps", rows=6, help_text=_("Ett steg på hver linje."))
    risks = _words("risks", rows=4, help_text=A_THING_A_LINE)
    rain_plan = forms.CharField(
        label=_label("rain_plan"),
        required=False,
        max_length=LONGEST_RAIN_PLAN,
    )
    cost_ore = CountedField(
        label=_label("cost_ore"),
        required=False,
        help_text=_("Utstyr og mat, uten honorar."),
    )
    minutes = _number("minutes", most=MOST_MINUTES)
    min_staff = _number("min_staff", most=MOST_STAFF)
    demands = forms.MultipleChoiceField(
        label=_("Si fra på forhånd om"),
        required=False,
        choices=Demand.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Activity
        fields = (
            "name", "kind", "summary", "bring", "illustration", "hashtag",
            "expected_at_drop_in", "teams", "interests", "is_public",
        )  # fmt: skip
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3}),
        }
        field_classes = {"teams": ManyField, "interests": ManyField}

    def __init__(self, *args: Any, teams: list[Team], by: User, **kwargs: Any) -> None:
        self._recipe = recipes.recipe_of(kwargs["instance"])
        held = {name: getattr(self._recipe, name) for name in recipes.OF_THE_RECIPE}
        super().__init__(*args, initial=held, **kwargs)
        self._known, self._teams = Activity.objects.known_to(by), teams
        self.fields["summary"].help_text = _("Alle kan lese dette.")
        self.fields["expected_at_drop_in"] = forms.IntegerField(
            label=self.fields["expected_at_drop_in"].label,
            required=False,
            min_value=1,
            max_value=500,
            help_text=_("Så mange honorar setter vi av penger til når økta åpnes."),
            error_messages={"invalid": _("Skriv et helt tall.")},
        )
        choose_among(self, teams=rows_of(teams))
        if not self.instance.pk:
            self.initial["teams"] = [teams[0].pk]

    def clean_name(self) -> str:
        """Refuse a new name that another activity has, of those that the writer may know of."""
        name: str = self.cleaned_data["name"]
        others = self._known.filter(name__iexact=name).exclude(pk=self.instance.pk)
        if "name" in self.changed_data and others.exists():
            raise forms.ValidationError(_("En aktivitet heter dette fra før."))
        return name

    def clean_cost_ore(self) -> int | None:
        """Refuse a sum that must be a slip of the hand."""
        ore: int | None = self.cleaned_data["cost_ore"]
        if ore and ore > MOST_ORE:
            raise forms.ValidationError(_("Beløpet er for stort. Se om det er skrevet riktig."))
        return ore

    @property
    def in_sight(self) -> list[BoundField]:
        """Return what everybody reads, and what the planning needs."""
        return [self[name] for name in self.fields if name not in recipes.OF_THE_RECIPE]

    @property
    def folded(self) -> list[BoundField]:
        """Return how it is done."""
        return [self[name] for name in recipes.OF_THE_RECIPE]

    @property
    def is_unfolded(self) -> bool:
        """Tell whether something folded is wrong."""
        return any(one.errors for one in self.folded)

    def clean_expected_at_drop_in(self) -> int:
        """Let an empty field mean what it was."""
        return self.cleaned_data["expected_at_drop_in"] or self.instance.expected_at_drop_in

    def save(self, commit: bool = True) -> Activity:
        """Save with an address of its own; teams that are not mine to change stay."""
        activity = super().save(commit=False)
        if not activity.slug:
            activity.slug = Activity.objects.free_slug(activity.name, is_public=activity.is_public)
        activity.save()
        others = [team for team in activity.teams.all() if team not in self._teams]
        self.save_m2m()
        activity.teams.add(*others)
        recipes.describe(
            activity, **{name: self.cleaned_data[name] for name in recipes.OF_THE_RECIPE}
        )
        return activity


class PlaceForm(RowForm, CleanModelForm[Place]):
    """A public place, never a home."""

    class Meta:
        model = Place
        fields = (
            "name", "address", "how_to_find", "latitude", "longitude",
            "indoors", "off_site", "min_staff", "phone",
        )  # fmt: skip
        error_messages = {
            "name": {"unique": _("Et sted heter dette fra før.")},
            "phone": {"invalid": _("Skriv et telefonnummer, for eksempel 22 00 00 00.")},
        }

    def __init__(self, *args: Any, may_lower: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._may_lower = may_lower
        self.fields["name"].help_text = _("Bare offentlige steder, aldri et hjem.")
        for name, most, example in (("latitude", 90, "59,9233"), ("longitude", 180, "10,7527")):
            self.fields[name] = forms.FloatField(
                label=self.fields[name].label,
                min_value=-most,
                max_value=most,
                localize=True,
                help_text=_("For eksempel %(example)s. Høyreklikk i et nettkart for å se tallet.")
                % {"example": example},
            )
        self.fields["min_staff"] = forms.IntegerField(
            label=self.fields["min_staff"].label, min_value=1, max_value=20, initial=2
        )

    def clean_min_staff(self) -> int:
        """Let only a leader ask for fewer staff than before; for a new place, than two."""
        number, before = self.cleaned_data["min_staff"], self.instance.min_staff
        if number < before and not self._may_lower:
            said = _("Stedet trenger minst %(n)s ansatte. Lederen kan velge færre.")
            raise forms.ValidationError(said % {"n": before})
        return number


class RateForm(CleanForm):
    """The flat sum of an activity from a day on."""

    reason = forms.ChoiceField(
        label=_("For"),
        choices=[choice for choice in Reason.choices if choice[0] != Reason.CANCELLED_BY_US],
        initial=Reason.TOOK_PART,
        help_text=_("Avlyser vi, gjelder satsen for å være med."),
    )
    ore = KronerField(label=_("Kroner til hver"))
    valid_from = DayField(label=_("Gjelder fra"), initial=timezone.localdate)

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._activity = activity

    def clean_valid_from(self) -> Any:
        """Refuse a day that has a rate with another sum: what was promised stands."""
        day = self.cleaned_data["valid_from"]
        other = Rate.objects.filter(
            activity=self._activity, reason=self.cleaned_data.get("reason"), valid_from=day
        ).exclude(ore=self.cleaned_data.get("ore", 0))
        if other.exists():
            raise ValidationError(_("Det finnes en sats fra denne dagen. Velg en annen dag."))
        return day

    def save(self, *, by: User) -> Rate:
        """Return the rate; one with the same sum from the same day is the same."""
        rate, _made = Rate.objects.get_or_create(
            activity=self._activity, reason=self.cleaned_data["reason"],
            valid_from=self.cleaned_data["valid_from"],
            defaults={"ore": self.cleaned_data["ore"], "set_by": by},
        )  # fmt: skip
        return rate
