"""What one session has promised, as its pages show it, and whom it may take over a threshold."""

from datetime import date
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.models import Session
from participants.models import Participant
from payouts import promises, thresholds
from payouts.models import Earning, Reservation, Threshold, ThresholdDecision
from payouts.models.rate import Reason
from payouts.thresholds import Standing


def with_money(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Fetch each session's reservation, and how many honoraria it holds, in the same query."""
    own = Earning.objects.live().filter(session=OuterRef("pk")).order_by().values("session")
    number = own.annotate(number=Count("pk")).values("number")
    return sessions.select_related("reservation__budget").annotate(
        live_earnings=Coalesce(Subquery(number), 0)
    )


class SessionMoney:
    """The money of a session that comes from `with_money`. Sums are øre."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._reservation: Reservation | None = getattr(session, "reservation", None)

    @property
    def rate_ore(self) -> int:
        """Return what each person is promised; 0 when nothing is."""
        return self._reservation.rate_ore if self._reservation else 0

    @property
    def reserved_ore(self) -> int:
        """Return what the session holds of its budget."""
        return self._reservation.ore if self._reservation else 0

    @property
    def set_aside_for(self) -> int:
        """Return how many there is money for."""
        return self._reservation.count if self._reservation else 0

    @cached_property
    def earned_ore(self) -> int:
        """Return what has been promised to people so far."""
        return self._session.earnings.live().total()

    @cached_property
    def covers_one_more(self) -> bool:
        """Tell whether one more can be honoured."""
        return promises.can_promise_one_more(self._session)

    @cached_property
    def thresholds(self) -> list[Threshold]:
        """Return the thresholds in force for who pays, when the session promises money."""
        if self._reservation is None:
            return []
        payer = self._session.team.organisation_number
        return list(thresholds.in_force([payer], day=self._day))

    def with_standing(self, people: QuerySet[Participant]) -> QuerySet[Participant]:
        """Fetch with `people` what `about_threshold` needs, in the same query."""
        if not self.thresholds:
            return people
        own = Earning.objects.live().filter(session=self._session, participant=OuterRef("pk"))
        return thresholds.with_standing(
            people.annotate(has_honorarium=Exists(own.exclude(reason=Reason.CO_ORGANISING))),
            thresholds=self.thresholds,
            year=self._day.year,
        )

    def about_threshold(self, person: Participant) -> str:
        """Return what staff should know of `person` and a threshold before they tap, or "".

        `person` comes from `with_standing`.
        """
        standings = thresholds.standings_of(person, thresholds=self.thresholds, year=self._day.year)
        return " ".join(filter(None, (self._about(person, one) for one in standings)))

    def words_about(self, participant: Participant) -> str:
        """Return the same, read afresh; no query more when no threshold is in force."""
        if not self.thresholds:
            return ""
        people = Participant.objects.filter(pk=participant.pk)
        return self.about_threshold(self.with_standing(people).get())

    def _about(self, person: Participant, standing: Standing) -> str:
        name = {"threshold": standing.threshold.name}
        may_cross = not person.has_honorarium and standing.would_cross(self.rate_ore)  # type: ignore[attr-defined]
        if may_cross and standing.decision == ThresholdDecision.Decision.STOP:
            said = _("Vi har avtalt å stoppe før «%(threshold)s». Honoraret blir ikke lovet.")
        elif standing.is_over and not standing.decision:
            said = _("Over «%(threshold)s» nå. Snakk sammen.")
        elif may_cross and not standing.decision:
            said = _("Kan gå over «%(threshold)s». Snakk sammen først.")
        else:
            return ""
        return said % name

    @property
    def _day(self) -> date:
        return timezone.localdate(self._session.starts_at)
