"""Forms about works: what they are, whose hands, a visit, and leasing a garden."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from activities.models import Activity, CareVisit, Place, Work
from activities.works.works import others_named
from core.forms import CleanForm
from core.row_forms import RowForm
from participants.models import Participant
from portals.staff.shared.fields import (
    CHOOSE,
    KronerField,
    OneField,
    PeopleField,
    PersonField,
    choose_among,
)


class WorkForm(RowForm, CleanForm):
    """A work, and the people who have had a hand in it. It has no date to be finished by.

    `people` are those whom the form names.
    """

    activity = OneField(Activity, label=_("Aktivitet"))
    kind = forms.ChoiceField(label=_("Slag"), choices=Work.Kind.choices)
    number = forms.IntegerField(label=_("Nummer"), required=False, min_value=1, max_value=1_000_000)
    title = forms.CharField(label=_("Tittel"), max_length=120)
    description = forms.CharField(
        label=_("Om verket"),
        required=False,
        max_length=280,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Alle kan lese dette. Skriv ingen navn."),
    )
    place = forms.ModelChoiceField(
        empty_label=CHOOSE, label=_("Sted"), required=False, queryset=Place.objects.all()
    )
    state = forms.ChoiceField(
        label=_("Tilstand"), choices=Work.State.choices, initial=Work.State.OPEN
    )
    is_public = forms.BooleanField(label=_("Vises for alle"), required=False)
    makers = PeopleField(
        label=_("Har vært med og laget"),
        required=False,
        queryset=Participant.objects.none(),
        help_text=_("Navnet vises bare når personen har sagt ja til det."),
    )

    steward = PersonField(
        empty_label=CHOOSE,
        label=_("Ser etter den"),
        required=False,
        queryset=Participant.objects.none(),
        help_text=_("Den som selv har lyst. Tilsyn kan gi honorar."),
    )

    anyway = forms.BooleanField(label=_("Det er noen andre"), required=False)

    def __init__(self, *args: Any, team: Team, work: Work | None = None, **kwargs: Any) -> None:
        self._team = team
        if work:
            kwargs["initial"] = {
                name: getattr(work, name)
                for name in (
                    "activity",
                    "kind",
                    "number",
                    "title",
                    "description",
                    "place",
                    "state",
                    "is_public",
                    "steward",
                )
            } | {"makers": work.makers.all()}
        super().__init__(*args, **kwargs)
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
    participant = PersonField(
        empty_label=CHOOSE, label=_("Av hvem?"), required=False, queryset=Participant.objects.none()
    )

    def __init__(self, *args: Any, work: Work, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Participant.objects.active().filter(team_id=work.team_id)
        self.people = people.order_by("chosen_name", "pk")
        choose_among(self, participant=self.people)


class OfferForm(RowForm, CleanForm):
    """Whether a garden can be leased, and for how much."""

    monthly_ore = KronerField(label=_("Leie i måneden"))
    made_in = forms.CharField(
        label=_("Laget i"),
        required=False,
        max_length=60,
        help_text=_("En bydel eller et strøk. Bedriften ser det."),
    )
    is_offered = forms.BooleanField(label=_("Kan leies"), required=False, initial=True)
