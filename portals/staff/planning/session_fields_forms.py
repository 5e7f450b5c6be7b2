"""What is asked about a session, whether it comes once or again and again: in one place."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import Team, User
from activities.models import Activity, Demand, Place, Resource, Series, Session, Shift
from core.forms import CleanForm
from core.row_forms import RowForm
from participants.enrolment import contacts_of
from payouts import session_rates
from portals.staff.shared.forms.fields import (
    KronerField,
    ManyField,
    OneField,
    PlaceField,
    choose_among,
    rows_of,
)
from portals.staff.shared.forms.over_limit_forms import reason_field

PLACE_DECIDES = ""
MOST_SENTENCES = 5
HONORARIUM = ("honorarium", "no_honorarium")


class SessionFieldsForm(RowForm, CleanForm):
    """Everything that staff decide about a session but when it is."""

    activity = OneField(Activity, label=_("Aktivitet"))
    team = OneField(Team, label=_("Team"))
    place = PlaceField(label=_("Sted"))
    places = forms.IntegerField(
        label=_("Plasser"),
        required=False,
        min_value=1,
        max_value=500,
        help_text=_("Tomt felt betyr: kom når du vil."),
        error_messages={"invalid": _("Skriv et helt tall, eller la feltet stå tomt.")},
    )
    title = forms.CharField(
        label=_("Tittel"),
        required=False,
        max_length=120,
        help_text=_("Bare når økta skal hete noe annet enn aktiviteten."),
    )
    note = forms.CharField(
        label=_("Godt å vite"),
        required=False,
        max_length=280,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Alle kan lese dette. Skriv ikke om enkeltpersoner."),
    )
    min_staff = forms.IntegerField(
        label=_("Minst så mange ansatte"),
        required=False,
        min_value=1,
        max_value=20,
        help_text=_("Tomt felt betyr: så mange som stedet trenger."),
    )
    min_staff_reason = forms.CharField(
        label=_("Hvorfor holder det med færre?"),
        required=False,
        max_length=200,
        help_text=_(
            "Bare når det er færre enn stedet trenger. Lederen skriver det, og teamet ser det."
        ),
    )
    off_site = forms.TypedChoiceField(
        label=_("Ute av huset"),
        required=False,
        choices=[
            (PLACE_DECIDES, _("Som stedet sier")),
            ("yes", _("Ja, alle melder «alt i orden»")),
            ("no", _("Nei")),
        ],
        coerce=lambda value: value == "yes",
        empty_value=None,
    )
    any_time = forms.BooleanField(
        label=_("Kom når du kan"),
        required=False,
        help_text=_("Folk kommer og går som de vil mellom start og slutt."),
    )
    demands = forms.MultipleChoiceField(
        label=_("Si fra på forhånd om"),
        required=False,
        choices=Demand.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Alle leser det før de sier ja."),
    )
    newcomer_places = forms.IntegerField(
        label=_("Plasser til nye"),
        required=False,
        min_value=0,
        max_value=500,
        help_text=_("Holdes av til dem som ikke har vært her før."),
    )
    rain_place = forms.ModelChoiceField(
        empty_label=_("Ingen"),
        label=_("Sted når det regner"),
        queryset=Place.objects.filter(indoors=True),
        required=False,
    )
    resources = ManyField(
        label=_("Ting dere trenger"), queryset=Resource.objects.none(), required=False
    )
    honorarium = KronerField(
        label=_("Honorar til hver"),
        required=False,
        help_text=_("Tomt felt betyr: som aktiviteten pleier."),
    )
    no_honorarium = forms.BooleanField(label=_("Ikke noe honorar"), required=False)
    staff = ManyField(label=_("Hvem jobber?"), queryset=User.objects.none(), required=False)
    limit_reason = reason_field()
    anyway = forms.BooleanField(label=_("Lagre likevel"), required=False)

    twice: list[str]
    """What would be booked twice and which limits are passed, once the form is read."""
    asked_first: tuple[str, ...] = ()
    """What stands in sight of a form about something new; the rest is folded and filled in."""

    def __init__(
        self,
        *args: Any,
        teams: list[Team],
        paying: Collection[Team],
        row: Session | Series | None,
        **kwargs: Any,
    ) -> None:
        """Ask about the honorarium who decides on it in one of the teams: `paying` are those."""
        super().__init__(*args, **kwargs)
        self.row, self._teams, self._paying = row or False, teams, paying
        if not set(paying) & set(teams):
            del self.fields["honorarium"], self.fields["no_honorarium"]
        shared = Resource.objects.filter(team__in=teams)
        choose_among(
            self,
            activity=Activity.objects.of_teams(teams),
            place=Place.objects.usual_first(teams),
            team=rows_of(teams),
            resources=shared,
            staff=contacts_of(*teams),
        )
        if not shared.exists() and not (row and row.resources.exists()):
            del self.fields["resources"]
        if not self.is_bound:
            del self.fields["anyway"], self.fields["limit_reason"]
        if row:
            # It stays with its team and its activity: money may be reserved for them.
            del self.fields["team"], self.fields["activity"]
        elif len(teams) == 1:
            del self.fields["team"]

    def clean(self) -> dict[str, Any]:
        """Fill in the team when there is only one, and check that it has what was chosen."""
        values = super().clean() or self.cleaned_data
        if "activity" in self.fields:
            values.setdefault("team", self._teams[0])
            self._must_be_of_the_team(values)
        values["newcomer_places"] = values.get("newcomer_places") or 0
        self._read_honorarium(values)
        places = values.get("places")
        if places is not None and values["newcomer_places"] > places:
            self.add_error("newcomer_places", _("Det kan ikke være flere enn plassene i alt."))
        return values

    def _read_honorarium(self, values: dict[str, Any]) -> None:
        """Refuse a sum beside «none», and from who does not decide on it in the team."""
        says = values.get("honorarium"), values.get("no_honorarium")
        if all(says):
            said = _("Skriv en sum, eller kryss av for ikke noe honorar. Ikke begge.")
            self.add_error("honorarium", said)
        elif any(says) and "team" in values and values["team"] not in self._paying:
            self.add_error("honorarium", _("Lederen bestemmer honoraret. La feltet stå tomt."))

    @property
    def decides_honorarium(self) -> bool:
        """Tell whether it was asked about."""
        return "honorarium" in self.fields

    @property
    def chosen_ore(self) -> int | None:
        """Return the øre for each that were chosen, 0 for nothing, None for as the activity."""
        values = self.cleaned_data
        return 0 if values.get("no_honorarium") else values.get("honorarium")

    @property
    def about_honorarium(self) -> list[BoundField]:
        """Return the two fields about it, when it is asked about."""
        return [self[name] for name in HONORARIUM if name in self.fields]

    @property
    def rhythm(self) -> str:
        """Return how often it comes, in words, when it comes again."""
        return ""

    @property
    def in_sight(self) -> list[BoundField]:
        """Return the fields that are asked first, without who works it."""
        return [self[name] for name in self.asked_first if name in self.fields]

    @property
    def folded(self) -> list[BoundField]:
        """Return the rest, which is usually as it was."""
        beside = {*self.asked_first, *HONORARIUM, "staff", "anyway", "limit_reason"}
        return [self[name] for name in self.fields if name not in beside]

    @property
    def asks_why(self) -> bool:
        """Tell whether a leader writes why a limit of working time is passed."""
        return self.is_bound and "limit_reason" in self.fields

    @property
    def is_unfolded(self) -> bool:
        """Tell whether something folded must be seen to: it is wrong, or no place is known."""
        if not self.is_bound:
            return bool(self["activity"].value()) and not self["place"].value()
        return any(one.errors for one in self.folded)

    def _must_be_of_the_team(self, values: dict[str, Any]) -> None:
        must_have_the_activity(self, values)
        if team := values["team"]:
            if set(values.get("staff") or []) - set(contacts_of(team)):
                self.add_error("staff", _("Velg noen som jobber i teamet."))
            if any(thing.team_id != team.pk for thing in values.get("resources") or []):
                self.add_error("resources", _("Velg blant teamets egne ting."))

    def ask_once_more(
        self, values: dict[str, Any], found: Iterable[str], *, limits: Iterable[str] = ()
    ) -> None:
        """Tell what `found` says would be booked twice, and save when that is meant.

        Ask why for the `limits` of working time that would be passed: a leader goes on with a
        reason.
        """
        anyway = values.pop("anyway", False)
        sentences, passed = list(dict.fromkeys(found)), list(dict.fromkeys(limits))
        self.twice = [*sentences, *passed]
        if sentences and not anyway:
            self.add_error("anyway", " ".join(shortened(sentences, most=MOST_SENTENCES)))
        else:
            del self.fields["anyway"]
        values.setdefault("limit_reason", "")
        if not passed:
            if self.errors or not (self.row and works(self.row)):
                del self.fields["limit_reason"]  # else the verb may ask: it sees more
        elif not values["limit_reason"]:
            words = [*shortened(passed, most=MOST_SENTENCES), _("Skriv hvorfor det må bli slik.")]
            self.add_error("limit_reason", " ".join(map(str, words)))


def works(row: Session | Series) -> bool:
    """Tell whether anybody works the session, or one of its series, that is changed."""
    sessions = Q(session__series=row) if isinstance(row, Series) else Q(session=row)
    if isinstance(row, Session) and row.series:
        sessions |= Q(session__series=row.series)
    return Shift.objects.filter(sessions).exists()


def chosen_honorarium(thing: Session | Series) -> dict[str, Any]:
    """Return what is chosen for `thing` as the fields show it."""
    ore = session_rates.chosen(thing)
    return {"honorarium": ore or None, "no_honorarium": ore == 0}


def must_have_the_activity(form: forms.BaseForm, values: dict[str, Any]) -> None:
    """Say on the form when the team that was chosen does not have the activity."""
    team, activity = values.get("team"), values.get("activity")
    if team and activity and not activity.teams.filter(pk=team.pk).exists():
        form.add_error("activity", _("Teamet har ikke denne aktiviteten."))


def shortened(sentences: list[str], *, most: int) -> list[str]:
    """Return the first `most` sentences, and a word on how many more there are."""
    more = len(sentences) - most
    if more < 1:
        return sentences
    return [*sentences[:most], ngettext("Og %(n)s til.", "Og %(n)s til.", more) % {"n": more}]
