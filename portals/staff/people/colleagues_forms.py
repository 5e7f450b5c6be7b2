"""Forms about a colleague: hours and skills, and away with a deputy."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from activities.models import Skill, WorkingHours
from core.forms import CleanForm
from core.row_forms import RowForm
from participants.people import contacts_of
from portals.staff.shared.fields import ClockField, DayField, OneField, choose_among
from portals.staff.shared.weeks import DAYS


class AbsenceForm(CleanForm):
    """Who is away, from when until when, and who answers meanwhile. Never why."""

    staff = OneField(User, label=_("Hvem"))
    first_day = DayField(label=_("Fra og med"))
    last_day = DayField(label=_("Til og med"))
    from_clock = ClockField(
        label=_("Fra klokka, første dag"),
        required=False,
        help_text=_("La det stå tomt når det er hele dagen."),
    )
    until_clock = ClockField(label=_("Til klokka, siste dag"), required=False)
    deputy = OneField(
        User, label=_("Stedfortreder"), required=False, help_text=_("En leder må ha en.")
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, staff=contacts_of(team), deputy=contacts_of(team))


class ColleagueForm(RowForm, CleanForm):
    """What a colleague can do and when they are at work; an empty day is a day off."""

    row = True
    skills = forms.ModelMultipleChoiceField(
        label=_("Kan"),
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
            for side, word in (("from", _("fra")), ("to", _("til"))):
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
