"""Forms about sessions: plan, copy, cancel, put on shift."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Team, User
from activities import conflicts
from activities.models import Activity, Demand, Place, Resource, Session, Shift
from core.forms import CleanForm
from core.text import without_national_identity_number
from notices import sms
from participants.people import contacts_of
from portals.row_forms import RowForm
from portals.staff.forms.fields import (
    CHOOSE,
    ClockField,
    DayField,
    ManyField,
    choose_among,
    moment,
    rows_of,
)

PLACE_DECIDES = ""
LENGTH = timedelta(hours=3)


class WhenForm(CleanForm):
    """A day with a start and an end."""

    day = DayField(label=gettext_lazy("Dato"))
    starts = ClockField(label=gettext_lazy("Begynner"))
    ends = ClockField(label=gettext_lazy("Slutter"))
    last_day = DayField(
        label=gettext_lazy("Siste dag"),
        required=False,
        help_text=gettext_lazy("Bare når økta slutter en annen dag enn den begynner."),
    )
    _session: Session | None = None

    def clean(self) -> dict[str, Any]:
        """Add `starts_at` and `ends_at`; an end before the start is refused."""
        values = super().clean() or self.cleaned_data
        if {"day", "starts", "ends", "last_day"} <= values.keys():
            last = values["last_day"] or values["day"]
            session = self._session
            if session and "last_day" not in self.data:
                # Whoever says nothing of the last day leaves the session as many days as it has.
                days = timezone.localdate(session.ends_at) - timezone.localdate(session.starts_at)
                last = values["day"] + days
            values["starts_at"] = moment(values["day"], values["starts"])
            values["ends_at"] = moment(last, values["ends"])
            if session:
                _keep_the_hour_that_came_twice(values, session)
            if values["ends_at"] <= values["starts_at"]:
                self.add_error("ends", _("Økten må slutte etter at den begynner."))
        return values


def _keep_the_hour_that_came_twice(values: dict[str, Any], session: Session) -> None:
    """Let the same clock on the same day be the same moment, on the night of the clock change."""
    for name in ("starts_at", "ends_at"):
        held = getattr(session, name)
        shown = timezone.localtime(held).replace(microsecond=0, tzinfo=None)
        if shown == values[name].replace(tzinfo=None):
            values[name] = held


class SessionForm(RowForm, WhenForm):
    """Everything that staff decide about a session."""

    activity = forms.ModelChoiceField(
        empty_label=CHOOSE, label=gettext_lazy("Aktivitet"), queryset=Activity.objects.none()
    )
    team = forms.ModelChoiceField(
        empty_label=CHOOSE, label=gettext_lazy("Team"), queryset=Team.objects.none()
    )
    place = forms.ModelChoiceField(
        empty_label=CHOOSE, label=gettext_lazy("Sted"), queryset=Place.objects.all()
    )
    places = forms.IntegerField(
        label=gettext_lazy("Plasser"),
        required=False,
        min_value=1,
        max_value=500,
        help_text=gettext_lazy("Tomt felt betyr: kom når du vil."),
        error_messages={"invalid": gettext_lazy("Skriv et helt tall, eller la feltet stå tomt.")},
    )
    title = forms.CharField(
        label=gettext_lazy("Tittel"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Bare når økta skal hete noe annet enn aktiviteten."),
    )
    note = forms.CharField(
        label=gettext_lazy("Godt å vite"),
        required=False,
        max_length=280,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[without_national_identity_number],
        help_text=gettext_lazy("Alle kan lese dette. Skriv ikke om enkeltpersoner."),
    )
    min_staff = forms.IntegerField(
        label=gettext_lazy("Minst så mange ansatte"),
        required=False,
        min_value=1,
        max_value=20,
        help_text=gettext_lazy("Tomt felt betyr: så mange som stedet trenger."),
    )
    min_staff_reason = forms.CharField(
        label=gettext_lazy("Hvorfor holder det med færre?"),
        required=False,
        max_length=200,
        validators=[without_national_identity_number],
        help_text=gettext_lazy(
            "Bare når det er færre enn stedet trenger. Lederen skriver det, og teamet ser det."
        ),
    )
    off_site = forms.TypedChoiceField(
        label=gettext_lazy("Ute av huset"),
        required=False,
        choices=[
            (PLACE_DECIDES, gettext_lazy("Som stedet sier")),
            ("yes", gettext_lazy("Ja, alle melder «alt i orden»")),
            ("no", gettext_lazy("Nei")),
        ],
        coerce=lambda value: value == "yes",
        empty_value=None,
    )

    any_time = forms.BooleanField(
        label=gettext_lazy("Kom når du kan"),
        required=False,
        help_text=gettext_lazy("Folk kommer og går som de vil mellom start og slutt."),
    )
    demands = forms.MultipleChoiceField(
        label=gettext_lazy("Si fra på forhånd om"),
        required=False,
        choices=Demand.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Alle leser det før de sier ja."),
    )
    newcomer_places = forms.IntegerField(
        label=gettext_lazy("Plasser til nye"),
        required=False,
        min_value=0,
        max_value=500,
        help_text=gettext_lazy("Holdes av til dem som ikke har vært her før."),
    )
    rain_place = forms.ModelChoiceField(
        empty_label=gettext_lazy("Ingen"),
        label=gettext_lazy("Sted når det regner"),
        queryset=Place.objects.filter(indoors=True),
        required=False,
    )

    resources = ManyField(
        label=gettext_lazy("Ting dere trenger"), queryset=Resource.objects.none(), required=False
    )
    anyway = forms.BooleanField(label=gettext_lazy("Lagre likevel"), required=False)

    field_order = [
        "activity", "team", "place", "day", "starts", "last_day", "ends", "any_time", "places",
        "title", "note", "demands", "newcomer_places", "rain_place", "resources", "min_staff",
        "min_staff_reason",         "off_site", "anyway",
    ]  # fmt: skip

    def __init__(
        self, *args: Any, teams: list[Team], session: Session | None = None, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {**(values_of(session) if session else {}), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.row, self._session = session or False, session
        shared = Resource.objects.filter(team__in=teams)
        choose_among(
            self, activity=Activity.objects.of_teams(teams), team=rows_of(teams), resources=shared
        )
        if not shared.exists() and not (session and session.resources.exists()):
            del self.fields["resources"]
        if not self.is_bound:
            del self.fields["anyway"]
        if session:
            # A session stays with its team and its activity: money may be reserved for them.
            del self.fields["team"], self.fields["activity"]
            self.fields["min_staff"].required = True
        elif len(teams) == 1:
            del self.fields["team"]
        self._teams = teams

    def clean(self) -> dict[str, Any]:
        """Fill in the team when there is only one, and check that it has the activity."""
        values = super().clean()
        if "activity" in self.fields:
            team = values.setdefault("team", self._teams[0])
            activity = values.get("activity")
            if team and activity and not activity.teams.filter(pk=team.pk).exists():
                self.add_error("activity", _("Teamet har ikke denne aktiviteten."))
        places, kept = values.get("places"), values.get("newcomer_places") or 0
        if places is not None and kept > places:
            self.add_error("newcomer_places", _("Det kan ikke være flere enn plassene i alt."))
        values["newcomer_places"] = kept
        self._say_what_is_booked_twice(values)
        return values

    def _say_what_is_booked_twice(self, values: dict[str, Any]) -> None:
        """Ask once more when a place, a thing or somebody would be in two sessions at a time."""
        anyway = values.pop("anyway", False)
        found = []
        if not self.errors:
            looked_at = Session(
                pk=self._session.pk if self._session else None,
                place=values["place"],
                starts_at=values["starts_at"],
                ends_at=values["ends_at"],
            )
            found = conflicts.foreseen(looked_at, resources=values.get("resources", []))
        if found and not anyway:
            self.add_error("anyway", " ".join(found))
        else:
            del self.fields["anyway"]

    def decided(self) -> dict[str, Any]:
        """Return what the verbs take."""
        names = (
            "place",
            "starts_at",
            "ends_at",
            "places",
            "title",
            "note",
            "min_staff",
            "min_staff_reason",
            "off_site",
            "any_time",
            "demands",
            "newcomer_places",
            "rain_place",
        )
        values = {name: self.cleaned_data[name] for name in names}
        if values["off_site"] is None:
            values["off_site"] = values["place"].off_site
        return values


def values_of(session: Session) -> dict[str, Any]:
    """Return a session as the form shows it."""
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    return {
        "place": session.place_id,
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "last_day": ends.date() if ends.date() != starts.date() else None,
        "places": session.places,
        "title": session.title,
        "note": session.note,
        "min_staff": session.min_staff,
        "min_staff_reason": session.min_staff_reason,
        "off_site": "yes" if session.off_site else "no",
        "any_time": session.any_time,
        "demands": session.demands,
        "newcomer_places": session.newcomer_places or None,
        "rain_place": session.rain_place_id,
        "resources": session.resources.all(),
    }


class CopyForm(CleanForm):
    """When the copy begins; it lasts as long as the original."""

    day = DayField(label=gettext_lazy("Dato"))
    starts = ClockField(label=gettext_lazy("Begynner"))

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        starts = timezone.localtime(session.starts_at)
        kwargs["initial"] = {"day": starts.date() + timedelta(days=7), "starts": starts.time()}
        super().__init__(*args, **kwargs)

    def starts_at(self) -> Any:
        """Return the aware time at which the copy begins."""
        return moment(self.cleaned_data["day"], self.cleaned_data["starts"])


class CancelForm(CleanForm):
    """Why we cancel, in words that participants read."""

    reason = forms.CharField(
        label=gettext_lazy("Hvorfor må vi avlyse?"),
        max_length=200,
        validators=[without_national_identity_number],
        help_text=gettext_lazy("De som skulle komme, leser dette. Skriv ikke om noens helse."),
    )

    def __init__(self, *args: Any, around: str = "", **kwargs: Any) -> None:
        """Take what an SMS says `around` the reason, to tell into how many parts it goes."""
        super().__init__(*args, **kwargs)
        if around:
            reason = self.fields["reason"]
            letters, parts = sms.room(around)
            reason.help_text = " ".join(
                (
                    str(reason.help_text),
                    ngettext(
                        "Med inntil %(letters)s tegn blir det %(parts)s SMS til hver.",
                        "Med inntil %(letters)s tegn blir det %(parts)s SMS-er til hver.",
                        parts,
                    )
                    % {"letters": letters, "parts": parts},
                )
            )
            reason.widget.attrs |= {
                "data-sms-around": sms.letters(around),
                "data-sms-words": _("Slik det står nå, blir det {n} SMS til hver."),
            }


class ShiftForm(CleanForm):
    """Who joins the shift, as what."""

    staff = forms.ModelChoiceField(
        empty_label=CHOOSE, label=gettext_lazy("Hvem"), queryset=User.objects.none()
    )
    part = forms.ChoiceField(
        label=gettext_lazy("Hva"), choices=Shift.Part.choices, initial=Shift.Part.SECOND
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, staff=contacts_of(session.team).exclude(shifts__session=session))
