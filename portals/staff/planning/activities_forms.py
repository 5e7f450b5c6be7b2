"""Forms about activities and places."""

from string import ascii_lowercase, digits
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from activities.models import Activity, Place
from cms import illustrations
from core.forms import CleanForm, CleanModelForm
from core.row_forms import RowForm
from payouts.models import Rate
from payouts.models.rate import Reason
from portals.staff.shared.fields import DayField, KronerField, ManyField, choose_among, rows_of


class ActivityForm(RowForm, CleanModelForm[Activity]):
    """An activity of one or more teams."""

    illustration = forms.ChoiceField(
        label=_("Tegning"), choices=illustrations.choices, initial="work-table"
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
        super().__init__(*args, **kwargs)
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
            self.fields["teams"].initial = [teams[0].pk]

    def clean_name(self) -> str:
        """Refuse a new name that another activity has, of those that the writer may know of."""
        name: str = self.cleaned_data["name"]
        others = self._known.filter(name__iexact=name).exclude(pk=self.instance.pk)
        if "name" in self.changed_data and others.exists():
            raise forms.ValidationError(_("En aktivitet heter dette fra før."))
        return name

    def clean_expected_at_drop_in(self) -> int:
        """Let an empty field mean what it was."""
        return self.cleaned_data["expected_at_drop_in"] or self.instance.expected_at_drop_in

    def save(self, commit: bool = True) -> Activity:
        """Save with an address of its own; teams that are not mine to change stay."""
        activity = super().save(commit=False)
        if not activity.slug:
            activity.slug = _free_slug(activity.name, is_public=activity.is_public)
        activity.save()
        others = [team for team in activity.teams.all() if team not in self._teams]
        self.save_m2m()
        activity.teams.add(*others)
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


def _free_slug(name: str, *, is_public: bool) -> str:
    """Return an address that no activity has.

    That of one which is not shown has letters of its own, so that it takes no other's: a number
    behind the word would tell another team that there is one.
    """
    stem = slugify(name.replace("æ", "ae").replace("ø", "o").replace("å", "a"))[:70] or "aktivitet"
    if not is_public:
        return f"{stem}-{get_random_string(6, ascii_lowercase + digits)}"
    slug, number = stem, 2
    while Activity.objects.filter(slug=slug).exists():
        slug, number = f"{stem}-{number}", number + 1
    return slug


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
