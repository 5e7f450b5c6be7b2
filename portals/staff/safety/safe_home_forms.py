"""Forms about coming home: the phone list, the deputy, who answers, something happened."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from activities.models import Session, TeamNumber, TeamSafety
from activities.safety import preparedness
from core.forms import CleanForm
from core.row_forms import RowForm
from participants.enrolment import contacts_of
from portals.staff.shared.forms.fields import ClockField, DayField, OneField, choose_among, moment


class PhoneListForm(RowForm, CleanForm):
    """One field a line of the list; the country's own numbers are proposed."""

    row = True

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, number in preparedness.numbers_of(team).items():
            self.fields[kind] = forms.CharField(
                label=TeamNumber.Kind(kind).label.capitalize(),
                max_length=20,
                required=False,
                initial=number or preparedness.KNOWN.get(TeamNumber.Kind(kind), ""),
                widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
            )


class RoutineForm(RowForm, CleanForm):
    """Who is asked after the leader, and the word that means «ring 112»."""

    row = True
    deputy = OneField(
        User,
        label=_("Stedfortreder"),
        required=False,
        help_text=_("Spørres når lederen ikke svarer."),
    )
    code_word = forms.CharField(
        label=_("Kodeord"),
        max_length=20,
        required=False,
        help_text=_("Ett ord. Sagt i telefonen betyr det: ring 112."),
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        routine = TeamSafety.objects.filter(team=team).first()
        if routine:
            kwargs["initial"] = {"deputy": routine.deputy_id, "code_word": routine.code_word}
        super().__init__(*args, **kwargs)
        choose_among(self, deputy=contacts_of(team))


class OnCallForm(CleanForm):
    """Who answers the phone, from when until when."""

    staff = OneField(User, label=_("Hvem"))
    first_day = DayField(label=_("Fra dato"))
    starts = ClockField(label=_("Fra klokka"))
    last_day = DayField(label=_("Til dato"))
    ends = ClockField(label=_("Til klokka"))

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, staff=contacts_of(team))

    def decided(self) -> dict[str, Any]:
        """Return what the verb takes."""
        values = self.cleaned_data
        return {
            "staff": values["staff"],
            "starts_at": moment(values["first_day"], values["starts"]),
            "ends_at": moment(values["last_day"], values["ends"]),
        }


class IncidentForm(CleanForm):
    """To whom something happened: one of those on the shift."""

    staff = OneField(User, label=_("Hvem gjelder det?"))

    def __init__(
        self, *args: Any, session: Session, only: User | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        there = User.objects.filter(shifts__session=session)
        choose_among(self, staff=there.filter(pk=only.pk) if only else there)
