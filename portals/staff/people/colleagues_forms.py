"""Forms about a colleague: hours and skills, away with a deputy, coming in, and roles."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, Team, User
from activities.models import Skill, WorkingHours
from core.forms import CleanForm
from core.row_forms import RowForm
from portals.staff.shared.forms.fields import ClockField, DayField, ManyField, OneField
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


class ColleagueForm(RowForm, CleanForm):
    """What a colleague can do and when they are at work; an empty day is a day off."""

    row = True
    skills = ManyField(label=_("Kan"), queryset=Skill.objects.all(), required=False)

    def __init__(self, *args: Any, team: Team, colleague: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"skills": colleague.skills.all()}
        for row in WorkingHours.objects.filter(team=team, staff=colleague):
            kwargs["initial"] |= {f"from_{row.weekday}": row.starts, f"to_{row.weekday}": row.ends}
        super().__init__(*args, **kwargs)
        for weekday, (_code, name) in enumerate(DAYS):
            for side, word in (("from", _("fra")), ("to", _("til"))):
                self.fields[f"{side}_{weekday}"] = ClockField(
                    label=f"{name} {word}".capitalize(), required=False
                )

    def hours(self) -> dict[int, Any]:
        """Return {weekday: (from, to)}, with None for a day off."""
        values = self.cleaned_data
        pairs = [(values[f"from_{weekday}"], values[f"to_{weekday}"]) for weekday in range(7)]
        return {weekday: pair if all(pair) else None for weekday, pair in enumerate(pairs)}


class InviteColleagueForm(CleanForm):
    """Whom to bring in, as what."""

    name = forms.CharField(label=_("Fornavn og etternavn"), max_length=80)
    email = forms.EmailField(label=_("E-post"), max_length=254)
    role = forms.ChoiceField(
        label=_("Rolle"), choices=Role.choices, initial=Role.WORKER, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(
        label=_("Språket i brevet"), choices=settings.LANGUAGES, initial="nb"
    )


class RolesForm(RowForm, CleanForm):
    """What a colleague is in the team."""

    row = True
    roles = forms.MultipleChoiceField(
        label=_("Roller"), choices=Role.choices, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Velg minst én rolle.")},
    )  # fmt: skip
