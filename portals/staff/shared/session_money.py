"""What one session has promised, as its pages show it, and whom it may take over a threshold."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.models import Session
from participants.models import Participant
from payouts import thresholds
from payouts.earnings import promises
from payouts.models import Earning, Reservation, Threshold, ThresholdDecision
from payouts.models.earning import EarningQuerySet
from payouts.thresholds import Standing
from portals.staff.shared.people_rows import rows_of

_payer_of = attrgetter("organisation_number")


def with_money(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Fetch each session's reservation, and how many honoraria it holds, in the same query."""
    own = Earning.objects.live().filter(session=OuterRef("pk")).order_by().values("session")
    number = own.annotate(number=Count("pk")).values("number")
    return sessions.select_related("reservation__budget").annotate(
        live_earnings=Coalesce(Subquery(number), 0)
    )


class SessionMoney:
    """The money of a session that comes from `with_money`. Sums are øre.

    `rate_ore` is what each person is promised, `reserved_ore` what the session holds of its budget
    and `set_aside_for` how many there is money for; all are 0 when nothing is promised.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        held: Reservation | None = getattr(session, "reservation", None)
        self.rate_ore = held.rate_ore if held else 0
        self.reserved_ore = held.ore if held else 0
        self.set_aside_for = held.count if held else 0

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
        if not self.rate_ore:
            return []
        payer = self._session.team.organisation_number
        return list(thresholds.in_force([payer], day=self._day))

    def with_standing(self, people: QuerySet[Participant]) -> QuerySet[Participant]:
        """Fetch with `people` what `about_threshold` needs, in the same query."""
        if not self.thresholds:
            return people
        own = _counted([self._session]).filter(participant=OuterRef("pk"))
        return thresholds.with_standing(
            people.annotate(has_honorarium=Exists(own)),
            thresholds=self.thresholds,
            year=self._day.year,
        )

    def about_threshold(self, person: Participant) -> str:
        """Return what staff should know of `person` and a threshold before they tap, or "".

        `person` comes from `with_standing`.
        """
        standings = thresholds.standings_of(person, thresholds=self.thresholds, year=self._day.year)
        has_honorarium: bool = getattr(person, "has_honorarium", False)
        return _words(standings, rate_ore=self.rate_ore, has_honorarium=has_honorarium)

    def words_about(self, participant: Participant) -> str:
        """Return the same, read afresh; no query more when no threshold is in force."""
        if not self.thresholds:
            return ""
        people = Participant.objects.filter(pk=participant.pk)
        return self.about_threshold(self.with_standing(people).get())

    @property
    def _day(self) -> date:
        return timezone.localdate(self._session.starts_at)


def about_thresholds(sessions: Iterable[Session], *, day: date) -> dict[tuple[int, int], str]:
    """Return {(session id, participant id): what to know before the tap} for sessions on `day`.

    They come from `with_people` with their reservations, and who is on none of their lists is not
    here. One query without thresholds; with them one more, and one a legal payer.
    """
    promising = [session for session in sessions if getattr(session, "reservation", None)]
    there: defaultdict[str, set[int]] = defaultdict(set)
    for session in promising:
        payer = session.team.organisation_number
        there[payer].update(row.participant.pk for row in rows_of(session))
    standings = _standings(there, day=day)
    if not standings:
        return {}
    honoured = set(_counted(promising).values_list("session", "participant"))
    return {
        (session.pk, row.participant.pk): _words(
            standings.get((session.team.organisation_number, row.participant.pk), []),
            rate_ore=session.reservation.rate_ore,  # type: ignore[attr-defined]
            has_honorarium=(session.pk, row.participant.pk) in honoured,
        )
        for session in promising
        for row in rows_of(session)
    }


def _standings(there: dict[str, set[int]], *, day: date) -> dict[tuple[str, int], list[Standing]]:
    """Return {(payer, participant id): where they stand} for those whom each payer meets."""
    in_force = sorted(thresholds.in_force(there, day=day), key=_payer_of)
    found = {}
    for payer, some in groupby(in_force, key=_payer_of):
        own = list(some)
        people = thresholds.with_standing(
            Participant.objects.filter(pk__in=there[payer]), thresholds=own, year=day.year
        )
        for person in people:
            standings = thresholds.standings_of(person, thresholds=own, year=day.year)
            found[payer, person.pk] = standings
    return found


def _counted(sessions: Iterable[Session]) -> EarningQuerySet:
    """Return the flat honoraria of `sessions` that the standings hold already."""
    return Earning.objects.owed().at_flat_rate().filter(session__in=sessions)


def _words(standings: Iterable[Standing], *, rate_ore: int, has_honorarium: bool) -> str:
    found = (
        _about(one, may_cross=not has_honorarium and one.would_cross(rate_ore)) for one in standings
    )
    return " ".join(filter(None, found))


def _about(standing: Standing, *, may_cross: bool) -> str:
    if may_cross and standing.decision == ThresholdDecision.Decision.STOP:
        said = _("Vi har avtalt å stoppe før «%(threshold)s». Honoraret blir ikke lovet.")
    elif standing.is_over and not standing.decision:
        said = _("Over «%(threshold)s» nå. Snakk sammen.")
    elif may_cross and not standing.decision:
        said = _("Kan gå over «%(threshold)s». Snakk sammen først.")
    else:
        return ""
    return said % {"threshold": standing.threshold.name}
