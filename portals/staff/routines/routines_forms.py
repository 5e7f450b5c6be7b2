"""The form about a routine."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from activities.handbook import routines
from activities.models import Routine
from activities.models.routine import LONGEST
from core.forms import CleanForm
from core.row_forms import RowForm
from participants.enrolment import contacts_of
from portals.staff.shared.forms.fields import DayField, OneField, choose_among


class RoutineForm(RowForm, CleanForm):
    """What it is called, what it says, who goes through it and when."""

    name = forms.CharField(
        label=_("Navn"), max_length=80, help_text=_("Det folk leter etter: «Nøkler og alarm».")
    )
    room = forms.ChoiceField(label=_("Hører til"), choices=Routine.Room.choices)
    text = forms.CharField(
        label=_("Slik gjør vi det"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "Begynn en linje med # for en overskrift, - for et punkt og 1. for et steg. "
            "Skriv ikke om deltakere: alle som jobber i teamet, kan lese dette."
        ),
    )
    matters = forms.TypedChoiceField(
        label=_("Betyr endringen noe for det de andre gjør?"),
        choices=[
            ("yes", _("Ja, be alle lese den på nytt")),
            ("no", _("Nei, bare språk og skrivefeil")),
        ],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Svar bare når du har endret teksten."),
    )
    responsible = OneField(
        User,
        label=_("Ansvarlig"),
        required=False,
        help_text=_("Blir bedt om å se over den. Uten noen her er det lederen."),
    )
    review_on = DayField(label=_("Ses over"))

    def __init__(self, *args: Any, team: Team, row: Routine | None, **kwargs: Any) -> None:
        self.row = row or False
        if row:
            kwargs["initial"] = {
                "name": row.name,
                "room": row.room,
                "text": routines.text_of(row),
                "responsible": row.responsible_id,
                "review_on": row.review_on,
            }
        else:
            room = kwargs.pop("room", "")
            kwargs["initial"] = {"review_on": routines.next_review(), "room": room}
        kwargs.pop("room", None)
        super().__init__(*args, **kwargs)
        colleagues = contacts_of(team)
        if row and row.responsible_id:
            colleagues = (colleagues | User.objects.filter(pk=row.responsible_id)).distinct()
        choose_among(self, responsible=colleagues)
        if not row:
            del self.fields["matters"]
