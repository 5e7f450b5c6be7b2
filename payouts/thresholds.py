"""Yearly thresholds of a legal payer: what somebody has earned of one, and what was decided.

A threshold holds for all teams with its organisation number and over all payment methods, from the
first honorarium promised. Reir warns and writes down what people decide; it never states a tax
status, and what has been earned is always paid.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.no import orgnr

from accounts.models import Team, User
from accounts.second_person import must_be_two
from activities.models import CareVisit, Session, SignUp
from core.errors import RuleBroken, must_be_valid, must_say_why
from core.hidden_fields import must_be_unchanged
from core.money import kroner
from core.saving import delete_by, locked_row
from core.text import checked_line
from notices import tasks
from notices.models import Task
from participants.models import Participant
from payouts import session_rates
from payouts.models import Earning, Threshold, ThresholdDecision
from payouts.models.earning import EarningQuerySet
from payouts.permissions import can_end_threshold, can_verify_threshold

WARNED_AHEAD = timedelta(days=3)
"""How long before a session the contact hears that somebody may cross."""
MOST_REASON = 100


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
def make(*, by: User, organisation_number: str, **fields: Any) -> Threshold:
    """Return a threshold that is not in force until a second person has read its source.

    `fields` are its name, sum, source and days. Raises RuleBroken for what cannot be one.
    """
    if not orgnr.is_valid(organisation_number):
        raise RuleBroken(_("Se over organisasjonsnummeret. Det har ni sifre."))
    number = orgnr.compact(organisation_number)
    threshold = Threshold(organisation_number=number, made_by=by, **fields)
    must_be_valid(threshold, exclude=["made_by", "verified_by", "verified_at"])
    threshold.save()
    return threshold


def facts(threshold: Threshold) -> tuple[object, ...]:
    """Return what somebody who reads `threshold` and its source has seen, for the digest."""
    return (
        threshold.pk, threshold.name, threshold.ore, threshold.organisation_number,
        threshold.valid_from, threshold.valid_to, threshold.warn_percent,
        threshold.quoted, threshold.citation,
    )  # fmt: skip


def verify(threshold: Threshold, *, by: User, shown: str | None = None) -> Threshold:
    """Put a threshold in force; a repeat changes nothing. Never by whoever wrote it.

    Raises Changed when it is not what was shown.
    """
    with locked_row(threshold) as row:
        if row.verified_by_id:
            return row
        if not can_verify_threshold(by, row):
            raise RuleBroken(_("En annen enn den som skrev grensa, må lese kilden og godkjenne."))
        must_be_two(row.made_by, by)
        must_be_unchanged(shown, *facts(row))
        row.verified_by, row.verified_at = by, timezone.now()
        row.save(update_fields=["verified_by", "verified_at", "changed_at"])
    return row


def end(threshold: Threshold, *, last_day: date, reason: str, by: User) -> Threshold:
    """Let a threshold hold up to and with `last_day`, today at the earliest. A repeat is one.

    Who ended it and why is kept in its history. Raises RuleBroken for one that is not in force.
    """
    said = checked_line(reason)
    must_say_why(said)
    with transaction.atomic():
        row = _held(threshold, by=by)
        after, today = last_day + timedelta(days=1), timezone.localdate()
        if row.verified_by_id is None:
            raise RuleBroken(_("Grensa gjelder ikke ennå. Ta den bort i stedet."))
        if row.valid_to == after:
            return row
        if row.valid_to and row.valid_to <= today:
            raise RuleBroken(_("Grensa gjelder ikke lenger."))
        if last_day < max(today, row.valid_from):
            raise RuleBroken(_("Velg i dag eller en dag fram i tid, etter at grensa begynte."))
        row.valid_to = after
        row._history_user = by  # type: ignore[attr-defined]
        row._change_reason = said[:MOST_REASON]  # type: ignore[attr-defined]
        row.save(update_fields=["valid_to", "changed_at"])
    return row


def with_endings(thresholds: QuerySet[Threshold]) -> QuerySet[Threshold]:
    """Fetch with each threshold who ended it last (`ended_by`, a first name) and why, if anybody.

    They come from its history, in the same query.
    """
    ends = Threshold.history.filter(id=OuterRef("pk"), history_change_reason__isnull=False)
    newest = ends.order_by("-history_date", "-history_id")
    return thresholds.annotate(
        ended_by=Subquery(newest.values("history_user__first_name")[:1]),
        ended_because=Subquery(newest.values("history_change_reason")[:1]),
    )


def remove(threshold: Threshold, *, by: User) -> None:
    """Take away a threshold that was written by mistake, before anybody has verified it."""
    with transaction.atomic():
        row = _held(threshold, by=by)
        if row.verified_by_id:
            raise RuleBroken(_("Grensa er godkjent. Da kan den bare avsluttes."))
        delete_by(row, by)


def _held(threshold: Threshold, *, by: User) -> Threshold:
    """Return the row locked, for somebody who leads or holds money for its payer."""
    row = Threshold.objects.select_for_update().filter(pk=threshold.pk).first()
    if row is None:
        raise RuleBroken(_("Grensa er tatt bort."))
    if not can_end_threshold(by, row):
        raise RuleBroken(_("Bare leder og økonomi hos den som betaler, kan endre grensa."))
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

    One query without thresholds, two with, however many people.
    """
    thresholds = list(in_force([team.organisation_number], day=day))
    if not thresholds:
        return {}
    found = Participant.objects.filter(pk__in=[person.pk for person in people])
    people = with_standing(found, thresholds=thresholds, year=day.year)
    return {
        person.pk: standings_of(person, thresholds=thresholds, year=day.year) for person in people
    }


def with_standing(
    people: QuerySet[Participant], *, thresholds: list[Threshold], year: int
) -> QuerySet[Participant]:
    """Fetch with `people` what `standings_of` needs, in the same query.

    `thresholds` are of one payer; without any, nothing is fetched.
    """
    if not thresholds:
        return people
    earned = earned_of(thresholds[0].organisation_number, year=year)
    decided = ThresholdDecision.objects.filter(participant=OuterRef("pk"), year=year)
    return people.annotate(
        earned_ore=Coalesce(
            Subquery(
                earned.filter(participant=OuterRef("pk"))
                .order_by()
                .values("participant")
                .annotate(sum=Sum("ore"))
                .values("sum")
            ),
            0,
        ),
        **{
            f"decision_{one.pk}": Coalesce(
                Subquery(
                    decided.filter(threshold=one).order_by("-at", "-pk").values("decision")[:1]
                ),
                Value(""),
            )
            for one in thresholds
        },
    )


def standings_of(person: Participant, *, thresholds: list[Threshold], year: int) -> list[Standing]:
    """Return the standings of somebody whom `with_standing` fetched."""
    return [
        Standing(one, year, person.earned_ore, getattr(person, f"decision_{one.pk}"))  # type: ignore[attr-defined]
        for one in thresholds
    ]


def stops(what: Session | CareVisit, *, participant: Participant, ore: int) -> Standing | None:
    """Return the threshold before which it was decided to stop, when `ore` more would cross it."""
    if isinstance(what, Session):
        team, at = what.team, what.starts_at
    else:
        team, at = what.work.team, what.visited_at
    found = standings([participant], team=team, day=timezone.localdate(at))
    for one in found.get(participant.pk, []):
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
    must_say_why(reason)
    return ThresholdDecision.objects.create(
        participant=participant,
        threshold=threshold,
        decision=decision,
        reason=reason.strip()[:200],
        person_knows=True,
        year=year,
        by=by,
        at=timezone.now(),
    )


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
    ore = session_rates.of(session)
    if not ore:
        return 0
    signups = session.signups.filter(state=SignUp.State.COMING).select_related("participant")
    people = {one.participant_id: one.participant for one in signups}
    return sum(
        _ask_once(session, people[key], one, ore=ore)
        for key, ones in standings(people.values(), team=session.team, day=day).items()
        for one in ones
        if not one.decision
    )


def _ask_once(session: Session, participant: Participant, standing: Standing, *, ore: int) -> bool:
    """Put before the contact what `ore` more may lead to; return whether it is new.

    Once a session that it may cross, once a year that the percentage is reached.
    """
    key = f"{standing.threshold.pk}:{standing.year}:{participant.pk}"
    if standing.would_cross(ore) and not standing.is_over:
        key = f"threshold:{key}:{session.pk}"
        text = gettext_lazy(
            "%(session)s kan ta %(name)s over «%(threshold)s» (%(sum)s i år). Snakk sammen først."
        )
    elif standing.is_near:
        key = f"threshold-near:{key}"
        text = gettext_lazy(
            "%(name)s har fått lov på %(sum)s i år. «%(threshold)s» er på %(all)s. Snakk sammen."
        )
    else:
        return False
    if Task.objects.filter(key=key).exists():
        return False
    words = {
        "session": session.name,
        "name": participant.chosen_name,
        "threshold": standing.threshold.name,
        "sum": kroner(standing.earned_ore),
        "all": kroner(standing.threshold.ore),
    }
    tasks.ask(
        key=key,
        team=session.team,
        kind=Task.Kind.FOLLOW_UP,
        about=session,
        participant=participant,
        text=lambda: text % words,
    )
    return True


def earned_of(organisation_number: str, *, year: int) -> EarningQuerySet:
    """Return what people earned of this payer in `year`, over all teams and payment methods."""
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
    return Earning.objects.owed().filter(sessions | visits)
