"""The form for bringing a calendar in."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from activities.models import Activity
from core.forms import CleanForm
from portals.staff.planning.session_fields_forms import must_have_the_activity
from portals.staff.shared.forms.fields import DayField, OneField, PlaceField, choose_among, rows_of

HORIZON = timedelta(days=90)


class CalendarForm(CleanForm):
    """A file, and what its entries become."""

    file = forms.FileField(
        label=_("Kalenderfil"),
        help_text=_("En fil som slutter på .ics, fra Outlook eller Google."),
        widget=forms.ClearableFileInput(attrs={"accept": ".ics,text/calendar"}),
        error_messages={
            "empty": _("Fila er tom."),
            "required": _("Velg en fil."),
            "missing": _("Velg en fil."),
        },
    )
    team = OneField(Team, label=_("Team"))
    activity = OneField(Activity, label=_("Øktene hører til"))
    place = PlaceField(label=_("Sted når fila ikke sier noe vi kjenner"))
    first = DayField(label=_("Fra og med"))
    last = DayField(label=_("Til og med"))

    def __init__(self, *args: Any, teams: list[Team], **kwargs: Any) -> None:
        today = timezone.localdate()
        kwargs["initial"] = {"first": today, "last": today + HORIZON, "team": teams[0].pk}
        super().__init__(*args, **kwargs)
        choose_among(self, team=rows_of(teams), activity=Activity.objects.of_teams(teams))

    def clean(self) -> dict[str, Any]:
        """Refuse a horizon that ends before it begins, and an activity of another team."""
        values = super().clean() or self.cleaned_data
        if {"first", "last"} <= values.keys() and values["last"] < values["first"]:
            self.add_error("last", _("Sluttdatoen må komme etter startdatoen."))
        must_have_the_activity(self, values)
        return values
