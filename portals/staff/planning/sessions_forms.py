"""Forms about sessions: plan, cancel, put on shift."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.forms import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import Team, User
from activities.models import Session, Shift
from activities.planning import conflicts, sessions
from activities.staffing import over_limits
from core.forms import CleanForm
from notices import sms
from participants.enrolment import contacts_of
from portals.staff.planning.session_fields_forms import SessionFieldsForm, chosen_honorarium
from portals.staff.shared.forms.fields import (
    ClockField,
    DayField,
    OneField,
    check_clock,
    choose_among,
    moment,
)
from portals.staff.shared.forms.over_limit_forms import reason_field


class SessionForm(SessionFieldsForm):
    """Everything that staff decide about a session, with a day, a start and an end."""

    day = DayField(label=_("Dato"))
    starts = ClockField(label=_("Begynner"))
    ends = ClockField(label=_("Slutter"))
    last_day = DayField(
        label=_("Siste dag"),
        required=False,
        help_text=_("Bare når økta slutter en annen dag enn den begynner."),
    )

    field_order = [
        "activity", "team", "place", "day", "starts", "last_day", "ends", "any_time", "places",
        "title", "note", "demands", "newcomer_places", "rain_place", "resources", "staff",
        "honorarium", "no_honorarium", "min_staff", "min_staff_reason", "off_site",
        "limit_reason", "anyway",
    ]  # fmt: skip
    asked_first = ("activity", "team", "day", "starts", "ends", "note")

    def __init__(
        self,
        *args: Any,
        teams: list[Team],
        paying: Collection[Team] = (),
        session: Session | None = None,
        **kwargs: Any,
    ) -> None:
        if session:
            kwargs["initial"] = values_of(session) | chosen_honorarium(session)
            if session.state != Session.State.DRAFT:
                paying = ()  # what is promised stands
        super().__init__(*args, teams=teams, paying=paying, row=session, **kwargs)
        self._session = session
        if session:
            # Who works it is decided one by one on its page.
            del self.fields["staff"]
            self.fields["min_staff"].required = True

    def clean(self) -> dict[str, Any]:
        """Add `starts_at` and `ends_at`; ask once more about what would be booked twice."""
        values = super().clean()
        if {"day", "starts", "ends", "last_day"} <= values.keys():
            self._read_when(values)
        is_wrong = bool(self.errors)
        found = [] if is_wrong else self._foreseen(values)
        self.ask_once_more(values, found, limits=[] if is_wrong else self._limits(values))
        return values

    def _limits(self, values: dict[str, Any]) -> list[str]:
        """Return which limits of working time those who work it would pass, at other times."""
        there, session = self.example(), self._session
        staff = values.get("staff", [])
        if session:
            if (there.starts_at, there.ends_at) == (session.starts_at, session.ends_at):
                return []
            staff = [one.staff for one in session.staff_there]
        return [words for _session, words in over_limits.foreseen([there], staff=staff)]

    def _read_when(self, values: dict[str, Any]) -> None:
        """Read the times; an end before the start is refused."""
        last, session = values["last_day"] or values["day"], self._session
        if session and "last_day" not in self.data:
            # Whoever says nothing of the last day leaves the session as many days as it has.
            days = timezone.localdate(session.ends_at) - timezone.localdate(session.starts_at)
            last = values["day"] + days
        values["starts_at"] = moment(values["day"], values["starts"])
        values["ends_at"] = moment(last, values["ends"])
        if session:
            _keep_the_hour_that_came_twice(values, session)
        for name in ("starts", "ends"):
            check_clock(self, name, values[f"{name}_at"])
        if values["ends_at"] <= values["starts_at"]:
            self.add_error("ends", _("Økta må slutte etter at den begynner."))

    def _foreseen(self, values: dict[str, Any]) -> list[str]:
        """Return how a place, a thing or somebody would be in two sessions at a time."""
        things, staff = values.get("resources", []), values.get("staff", [])
        return conflicts.foreseen(self.example(), resources=things, staff=staff)

    def example(self) -> Session:
        """Return the session as a form without faults says it, not saved."""
        session, values = self._session, self.cleaned_data
        looked_at = Session(
            pk=session.pk if session else None,
            team=session.team if session else values["team"],
            activity=session.activity if session else values["activity"],
            **self.decided(),
        )
        looked_at.min_staff = looked_at.min_staff or looked_at.place.min_staff
        return looked_at

    def planned(self) -> list[Session]:
        """Return what a form without faults would make, not saved."""
        return [self.example()]

    def decided(self) -> dict[str, Any]:
        """Return what the verbs take."""
        names = sessions.EDITABLE_FIELDS - {"activity"}
        values = {name: self.cleaned_data[name] for name in names}
        if values["off_site"] is None:
            values["off_site"] = values["place"].off_site
        return values


def values_of(session: Session) -> dict[str, Any]:
    """Return a session as the form shows it."""
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    return model_to_dict(session, SessionForm.base_fields) | {
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "last_day": ends.date() if ends.date() != starts.date() else None,
        "off_site": "yes" if session.off_site else "no",
        "newcomer_places": session.newcomer_places or None,
        "resources": session.resources.all(),
    }


def _keep_the_hour_that_came_twice(values: dict[str, Any], session: Session) -> None:
    """Let the same clock on the same day be the same moment, on the night of the clock change."""
    for name in ("starts_at", "ends_at"):
        held = getattr(session, name)
        shown = timezone.localtime(held).replace(microsecond=0, tzinfo=None)
        if shown == values[name].replace(tzinfo=None):
            values[name] = held


class CancelForm(CleanForm):
    """Why we cancel, in words that participants read."""

    reason = forms.CharField(
        label=_("Hvorfor må vi avlyse?"),
        max_length=200,
        help_text=_("De som skulle komme, leser dette. Skriv ikke om noens helse."),
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
    """Who joins the shift, as what; and why, when a limit of working time is passed by that."""

    staff = OneField(User, label=_("Hvem"))
    part = forms.ChoiceField(label=_("Hva"), choices=Shift.Part.choices, initial=Shift.Part.SECOND)
    reason = reason_field()

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._session = session
        choose_among(self, staff=contacts_of(session.team).exclude(shifts__session=session))
        if not self.is_bound:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """Keep the question why only for who passes a limit; the verb says which."""
        values = super().clean() or self.cleaned_data
        values.setdefault("reason", "")
        staff = values.get("staff")
        if staff is None or not over_limits.passed_by(self._session, staff):
            del self.fields["reason"]
        return values
