"""Forms about who is at work: away with a deputy, and a week's hours with skills."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from accounts.models import Team, User
from activities.models import Resource, Skill, WorkingHours
from core.forms import CleanForm
from core.row_forms import RowForm
from participants.people import contacts_of
from portals.staff.forms.fields import CHOOSE, ClockField, DayField, choose_among
from portals.staff.forms.series import DAYS


class AwayForm(CleanForm):
    """Who is away, from when until when, and who answers meanwhile. Never why."""

    staff = forms.ModelChoiceField(
        empty_label=CHOOSE, label=gettext_lazy("Hvem"), queryset=User.objects.none()
    )
    first_day = DayField(label=gettext_lazy("Fra og med"))
    last_day = DayField(label=gettext_lazy("Til og med"))
    from_clock = ClockField(
        label=gettext_lazy("Fra klokka, første dag"),
        required=False,
        help_text=gettext_lazy("La det stå tomt når det er hele dagen."),
    )
    until_clock = ClockField(label=gettext_lazy("Til klokka, siste dag"), required=False)
    deputy = forms.ModelChoiceField(
        empty_label=CHOOSE,
        label=gettext_lazy("Stedfortreder"),
        queryset=User.objects.none(),
        required=False,
        help_text=gettext_lazy("En leder må ha en."),
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, staff=contacts_of(team), deputy=contacts_of(team))


class ResourceForm(RowForm, CleanForm):
    """A vehicle, a room or a piece of equipment."""

    name = forms.CharField(label=gettext_lazy("Hva heter den?"), max_length=80)
    kind = forms.ChoiceField(label=gettext_lazy("Slag"), choices=Resource.Kind.choices)


class DayOffForm(RowForm, CleanForm):
    """Days on which a team has nothing on."""

    name = forms.CharField(
        label=gettext_lazy("Hva er det?"),
        max_length=80,
        help_text=gettext_lazy("For eksempel «planleggingsdag». Alle i teamet ser det."),
    )
    first_day = DayField(label=gettext_lazy("Fra og med"))
    last_day = DayField(label=gettext_lazy("Til og med"))


class ColleagueForm(RowForm, CleanForm):
    """What a colleague can do and when they are at work; an empty day is a day off."""

    row = True
    skills = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Kan"),
        queryset=Skill.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, team: Team, colleague: User, **kwargs: Any) -> None:
        there = {row.weekday: row for row in WorkingHours.objects.filter(
            team=team, staff=colleague
        )}  # fmt: skip
        kwargs["initial"] = {"skills": colleague.skills.all()}
        for weekday, row in there.items():
            kwargs["initial"] |= {f"from_{weekday}": row.starts, f"to_{weekday}": row.ends}
        super().__init__(*args, **kwargs)
        for weekday, (_code, name) in enumerate(DAYS):
            for side, word in (("from", gettext_lazy("fra")), ("to", gettext_lazy("til"))):
                self.fields[f"{side}_{weekday}"] = ClockField(
                    label=f"{name} {word}".capitalize(), required=False
                )

    def hours(self) -> dict[int, Any]:
        """Return {weekday: (from, to)}, with None for a day off."""
        found = {}
        for weekday in range(7):
            pair = self.cleaned_data[f"from_{weekday}"], self.cleaned_data[f"to_{weekday}"]
            found[weekday] = pair if all(pair) else None
        return found
