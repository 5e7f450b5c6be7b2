"""Yearly thresholds of a legal payer: what somebody has earned of one, and what was decided.

A threshold holds for all teams with its organisation number and over all rails, from the first
honorarium promised. Reir warns and writes down what people decide; it never states a tax status,
and what has been earned is always paid.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from stdnum.no import orgnr

from accounts.models import Team, User
from activities.models import Session, SignUp
from core.errors import RuleBroken
from core.money import kroner
from notices import tasks
from notices.models import Task
from participants.models import Participant
from payouts.models import Earning, Rate, Threshold, ThresholdDecision
from payouts.permissions import can_verify_threshold

WARNED_AHEAD = timedelta(days=3)
"""How long before a session the leader hears that somebody may cross."""


@dataclass(frozen=True)
class Standing:
    """Where somebody stands with one threshold in a year; sums are øre."""

    threshold: Threshold
    year: int
    earned_ore: int
    decision: str = ""

    def would_cross(self, ore: int) -> bool:
        """Tell whether `ore` more takes the sum over the threshold."""
        return self.earned_ore + ore > self.threshold.ore

    @property
    def is_near(self) -> bool:
        """Tell whether the sum has come to the percentage at which one warns."""
        return self.earned_ore * 100 >= self.threshold.ore * self.threshold.warn_percent

    @property
    def is_over(self) -> bool:
        """Tell whether the sum has passed the threshold."""
        return self.earned_ore > self.threshold.ore


# --- Setting them up ------------------------------------------------------------------
def make(
    *,
    organisation_number: str,
    name: str,
    ore: int,
    citation: str,
    quoted: str,
    valid_from: date,
    by: User,
    valid_to: date | None = None,
    warn_percent: int = 80,
) -> Threshold:
    """Return a threshold that is not in force until a second person has read its source."""
    if not orgnr.is_valid(organisation_number):
        raise RuleBroken(_("Se over organisasjonsnummeret. Det har ni sifre."))
    threshold = Threshold(
        organisation_number=orgnr.compact(organisation_number),
        name=name,
        ore=ore,
        citation=citation,
        quoted=quoted,
        valid_from=valid_from,
        valid_to=valid_to,
        warn_percent=warn_percent,
        made_by=by,
    )
    try:
        threshold.full_clean(exclude=["made_by", "verified_by", "verified_at"])
    except ValidationError as error:
        raise RuleBroken(" ".join(error.messages)) from error
    threshold.save()
    return threshold


def verify(threshold: Threshold, *, by: User) -> Threshold:
    """Put a threshold in force; a repeat changes nothing. Never by whoever wrote it."""
    with transaction.atomic():
        row = Threshold.objects.select_for_update().get(pk=threshold.pk)
        if row.verified_by_id:
            return row
        if not can_verify_threshold(by, row):
            raise RuleBroken(_("En annen enn den som skrev grensa, må lese kilden og godkjenne."))
        row.verified_by, row.verified_at = by, timezone.now()
        row.save(update_fields=["verified_by", "verified_at", "changed_at"])
    return row


# --- Where people stand -----------------------------------------------------------------
def in_force(organisation_numbers: Iterable[str], *, day: date) -> QuerySet[Threshold]:
    """Return the verified thresholds of these payers that hold on `day`."""
    return Threshold.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day),
        organisation_number__in=[number for number in organisation_numbers if number],
        verified_by__isnull=False,
        valid_from__lte=day,
    )


def standings(people: Iterable[Participant], *, team: Team, day: date) -> dict[int, list[Standing]]:
    """Return {participant id: standings} in the year of `day` with the payer of `team`.

    One query without thresholds, three with, however many people.
    """
    thresholds = list(in_force([team.organisation_number], day=day))
    if not thresholds:
        return {}
    keys = [person.pk for person in people]
    sums = _sums(team.organisation_number, year=day.year, keys=keys)
    decided = _decisions(thresholds, year=day.year, keys=keys)
    return {
        key: [
            Standing(one, day.year, sums.get(key, 0), decided.get((key, one.pk), ""))
            for one in thresholds
        ]
        for key in keys
    }


def stops(session: Session, *, participant: Participant, ore: int) -> Standing | None:
    """Return the threshold before which it was decided to stop, when `ore` more would cross it."""
    day = timezone.localdate(session.starts_at)
    for one in standings([participant], team=session.team, day=day).get(participant.pk, []):
        if one.decision == ThresholdDecision.Decision.STOP and one.would_cross(ore):
            return one
    return None


def decide(
    participant: Participant,
    *,
    threshold: Threshold,
    decision: str,
    reason: str,
    person_knows: bool,
    year: int,
    by: User,
) -> ThresholdDecision:
    """Write down what was decided with `participant`; the newest holds. Raises RuleBroken."""
    if not person_knows:
        raise RuleBroken(_("Snakk med %(name)s først.") % {"name": participant.chosen_name})
    if decision not in ThresholdDecision.Decision.values:
        raise RuleBroken(_("Velg om vi stopper eller går over."))
    if not reason.strip():
        raise RuleBroken(_("Skriv hvorfor."))
    made = ThresholdDecision(
        participant=participant,
        threshold=threshold,
        decision=decision,
        reason=reason.strip()[:200],
        person_knows=True,
        year=year,
        by=by,
        at=timezone.now(),
    )
    made.save()
    return made


def passed(threshold: Threshold, *, year: int) -> list[tuple[Participant, int]]:
    """Return who has passed `threshold` in `year`, with their sums in øre: the list for payroll."""
    sums = _sums(threshold.organisation_number, year=year)
    over = {key: ore for key, ore in sums.items() if ore > threshold.ore}
    people = Participant.objects.filter(pk__in=over).select_related("team", "ledger_person")
    rows = [(person, over[person.pk]) for person in people]
    return sorted(rows, key=lambda row: row[0].chosen_name.casefold())


def warn() -> int:
    """Ask the leaders to talk with whoever may cross at a session soon; return how many asked.

    Each (person, threshold, session) once. What was decided already is not asked about.
    """
    now = timezone.now()
    soon = Session.objects.filter(
        state=Session.State.PUBLISHED, starts_at__gt=now, starts_at__lte=now + WARNED_AHEAD
    ).exclude(team__organisation_number="")
    return sum(_warn_of(session) for session in soon.select_related("team", "activity"))


def _warn_of(session: Session) -> int:
    day = timezone.localdate(session.starts_at)
    rate = Rate.objects.on(session.activity, day=day)
    if rate is None:
        return 0
    signups = session.signups.filter(state=SignUp.State.COMING).select_related("participant")
    people = {one.participant_id: one.participant for one in signups}
    asked = 0
    for key, ones in standings(people.values(), team=session.team, day=day).items():
        for one in ones:
            if one.would_cross(rate.ore) and not one.decision:
                asked += _ask_to_talk(session, people[key], one)
    return asked


def _ask_to_talk(session: Session, participant: Participant, standing: Standing) -> bool:
    """Put the question before the contact, once; return whether it is new."""
    threshold = standing.threshold
    key = f"threshold:{threshold.pk}:{standing.year}:{participant.pk}:{session.pk}"
    if Task.objects.filter(key=key).exists():
        return False
    tasks.ask(
        key=key,
        team=session.team,
        kind=Task.Kind.FIND_MONEY,
        participant=participant,
        text=_(
            "%(session)s kan ta %(name)s over «%(threshold)s» (%(sum)s i år). Snakk sammen først."
        )
        % {
            "session": session.name,
            "name": participant.chosen_name,
            "threshold": threshold.name,
            "sum": kroner(standing.earned_ore),
        },
    )
    return True


def _sums(organisation_number: str, *, year: int, keys: list[int] | None = None) -> dict[int, int]:
    """Return {participant id: øre} promised or more in `year` by this payer, over all rails."""
    first = timezone.make_aware(datetime(year, 1, 1))  # noqa: DTZ001 - made aware
    after = timezone.make_aware(datetime(year + 1, 1, 1))  # noqa: DTZ001
    sessions = Q(
        session__team__organisation_number=organisation_number,
        session__starts_at__gte=first,
        session__starts_at__lt=after,
    )
    visits = Q(
        care_visit__work__team__organisation_number=organisation_number,
        care_visit__visited_at__gte=first,
        care_visit__visited_at__lt=after,
    )
    rows = Earning.objects.live().filter(sessions | visits)
    if keys is not None:
        rows = rows.filter(participant__in=keys)
    return dict(rows.order_by().values_list("participant").annotate(Sum("ore")))


def _decisions(
    thresholds: list[Threshold], *, year: int, keys: list[int]
) -> dict[tuple[int | None, int], str]:
    found: dict[tuple[int | None, int], str] = defaultdict(str)
    rows = ThresholdDecision.objects.filter(
        threshold__in=thresholds, year=year, participant__in=keys
    ).order_by("at", "pk")
    for row in rows:
        found[row.participant_id, row.threshold_id] = row.decision
    return found
