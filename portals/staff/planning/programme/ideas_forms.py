"""A participant's idea, written down for them, and the activity that it becomes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.models import Activity, Idea
from core.forms import CleanForm
from participants.models import Participant
from portals.idea_form import IdeaForm
from portals.staff.shared.forms.fields import OneField, choose_among


class IdeaForSomebodyForm(IdeaForm):
    """Their own words, and that they wish it written down."""

    said_yes = forms.BooleanField()

    def __init__(self, *args: Any, participant: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = {"name": participant.chosen_name}
        self.fields["text"].label = _("Hva har %(name)s lyst til?") % name
        self.fields["text"].error_messages["required"] = (
            _("Skriv hva %(name)s har lyst til.") % name
        )
        self.fields["wishes_to_organise"].label = _("%(name)s vil være med og lage det") % name
        self.fields["said_yes"].label = _("%(name)s vil at vi skriver det ned") % name
        self.fields["said_yes"].error_messages["required"] = _("Spør %(name)s først.") % name

    def clean(self) -> dict[str, Any]:
        """Leave the tick out: who wrote the idea down is kept beside it, as the one who said it."""
        answers = super().clean()
        answers.pop("said_yes", None)
        return answers


class BecomeForm(CleanForm):
    """Which of the team's activities an idea lives on as."""

    activity = OneField(Activity, label=_("Aktivitet"))

    def __init__(self, *args: Any, idea: Idea, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, activity=Activity.objects.of_teams([idea.team_id]))
