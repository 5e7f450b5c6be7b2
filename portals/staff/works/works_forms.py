"""Forms about works: what they are, whose hands, a visit, and leasing a garden."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from activities.models import Activity, CareVisit, Work
from activities.works.works import others_named
from core.forms import CleanForm, CleanModelForm
from core.row_forms import RowForm
from leasing.models import GardenOffer
from participants.models import Participant
from portals.staff.shared.forms.fields import (
    KronerField,
    OneField,
    PeopleField,
    PersonField,
    PlaceField,
    choose_among,
)
from portals.staff.shared.forms.verb_forms import VerbForm


class WorkForm(VerbForm[Work]):
    """A work, and the people who have had a hand in it. It has no date to be finished by.

    `people` are those whom the form names.
    """

    activity = OneField(Activity, label=_("Aktivitet"))
    kind = forms.ChoiceField(label=_("Slag"), choices=Work.Kind.choices)
    number = forms.IntegerField(label=_("Nummer"), required=False, min_value=1, max_value=1_000_000)
    place = PlaceField(label=_("Sted"), required=False)
    makers = PeopleField(
        label=_("Har vært med og laget"),
        required=False,
        queryset=Participant.objects.none(),
        help_text=_("Navnet vises bare når personen har sagt ja til det."),
    )
    steward = PersonField(
        label=_("Ser etter den"),
        required=False,
        help_text=_("Den som selv har lyst. Tilsyn kan gi honorar."),
    )
    anyway = forms.BooleanField(label=_("Det er noen andre"), required=False)

    class Meta:
        model = Work
        fields = (
            "activity", "kind", "number", "title", "description", "place",
            "state", "is_public", "makers", "steward",
        )  # fmt: skip
        help_texts = {"description": _("Alle kan lese dette. Skriv ingen navn.")}
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._team = team
        self.people = Participant.objects.filter(team=team).order_by("chosen_name", "pk")
        activities = Activity.objects.of_teams([team])
        choose_among(self, activity=activities, makers=self.people, steward=self.people)
        if not self.is_bound:
            del self.fields["anyway"]

    def clean(self) -> dict[str, Any]:
        """Ask once more when everybody would read the name of somebody who was not asked."""
        values = super().clean() or self.cleaned_data
        is_meant, names = values.pop("anyway", False), []
        if values.get("is_public") and not is_meant:
            words = [values.get("title", ""), values.get("description", "")]
            names = others_named(words, team=self._team, makers=values.get("makers", ()))
        if names:
            self.add_error(
                "anyway",
                _(
                    "Alle kan lese om verket, og der står navn som deltakere har: %(names)s. Er"
                    " det dem, skriv det uten navn, eller sett dem på lista over dem som har"
                    " laget det."
                )
                % {"names": ", ".join(names)},
            )
        elif "anyway" in self.fields:
            del self.fields["anyway"]
        return values


class CareForm(CleanForm):
    """A visit: one tap. Who cared may be left open; `people` are those whom the form names."""

    care = forms.ChoiceField(label=_("Hva ble gjort?"), choices=CareVisit.Care.choices)
    participant = PersonField(label=_("Av hvem?"), required=False)

    def __init__(self, *args: Any, work: Work, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Participant.objects.active().filter(team_id=work.team_id)
        self.people = people.order_by("chosen_name", "pk")
        choose_among(self, participant=self.people)


class OfferForm(RowForm, CleanModelForm[GardenOffer]):
    """Whether a garden can be leased, and for how much."""

    monthly_ore = KronerField(label=_("Leie i måneden"))

    class Meta:
        model = GardenOffer
        fields = ("monthly_ore", "made_in", "is_offered")
