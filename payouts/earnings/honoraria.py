"""Promising one honorarium: within what is set aside, or by setting aside one more.

What cannot be promised is asked about: a task for the leader whose key names the fact, so that
`payouts.earnings.unfunded` finds it again. The caller holds the lock of the session or the work.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import Attendance, CareVisit, CoOrganiser, Session, Work
from core.errors import RuleBroken
from ledger import posting
from ledger.models import Entry
from notices import tasks
from notices.models import Task
from participants.models import Participant
from payouts import thresholds
from payouts.budgets import reservations
from payouts.earnings import approval
from payouts.models import Earning, Payout, Rate, Reservation
from payouts.models.rate import Reason
from payouts.thresholds import Standing

FIND_MONEY = "find-money"
STOPPED = "threshold-stop"
"""How the key of a task begins; what it is about (`of_session`, `of_visit`) follows a colon."""


def of_session(session: int, participant: int) -> str:
    """Return how a task names somebody's honorarium for a session."""
    return f"{session}:{participant}"


def of_visit(visit: int) -> str:
    """Return how a task names the honorarium for a care visit."""
    return f"care:{visit}"


def promise(session: Session, *, participant: Participant, reason: str) -> Earning | None:
    """Return the live earning for the fact, made within the reservation or by extending it."""
    reservation = _reserved(session)
    if reservation is None:
        return None
    earning = Earning.objects.filter(
        session=session, participant=participant, reason=reason
    ).first()
    if earning and earning.state != Earning.State.TAKEN_BACK:
        return earning
    if stop := thresholds.stops(session, participant=participant, ore=reservation.rate_ore):
        _ask_about_threshold(session, participant=participant, stop=stop)
        return None
    if count_at_flat_rate(session) >= reservation.count and not reservations.extend(reservation):
        _ask_leader_for_money(session, participant=participant)
        return None
    fresh = Earning(session=session, participant=participant, reason=reason)
    return _made(earning or fresh, reservation=reservation, ore=reservation.rate_ore)


def promise_organiser(session: Session, *, fact: Attendance) -> Earning | None:
    """Return the live earning of `fact`'s participant for helping to make the activity.

    None when they do not, or the activity has no rate for it. What is set aside is extended in
    the same transaction, beside the flat rate.
    """
    helped = organisers(
        activity=session.activity_id, participant=fact.participant_id, at=fact.recorded_at
    )
    if not helped.exists():
        return None
    day = timezone.localdate(session.starts_at)
    rate = Rate.objects.on(session.activity, day=day, reason=Reason.CO_ORGANISING)
    reservation = _reserved(session)
    if rate is None or reservation is None:
        return None
    participant = fact.participant
    earning = Earning.objects.filter(
        session=session, participant=participant, reason=Reason.CO_ORGANISING
    ).first()
    if earning and earning.state != Earning.State.TAKEN_BACK:
        return earning
    if stop := thresholds.stops(session, participant=participant, ore=rate.ore):
        _ask_about_threshold(session, participant=participant, stop=stop)
        return None
    lacking = extra_ore(session) + rate.ore - reservation.extra_ore
    if lacking > 0 and not reservations.extend_by(reservation, ore=lacking):
        _ask_leader_for_money(session, participant=participant)
        return None
    fresh = Earning(session=session, participant=participant, reason=Reason.CO_ORGANISING)
    return _made(earning or fresh, reservation=reservation, ore=rate.ore)


def forgotten() -> QuerySet[Earning]:
    """Return the honoraria of an outer row's session whose owners the books have forgotten.

    Who has been honoured for such a session is not known any more: nothing new is promised on it.
    """
    return Earning.objects.filter(session=OuterRef("session"), participant__isnull=True)


def _reserved(session: Session) -> Reservation | None:
    """Return what `session` has reserved, locked; None when nothing can be promised on it."""
    rows = Reservation.objects.select_for_update()
    return rows.filter(~Exists(forgotten()), session=session).first()


def _made(earning: Earning, *, reservation: Reservation, ore: int) -> Earning:
    earning.reservation = reservation
    earning.ore = ore
    earning.state = Earning.State.PROMISED
    earning.save()
    return earning


def count_at_flat_rate(session: Session) -> int:
    """Return how many honoraria at the flat rate are promised."""
    return session.earnings.live().at_flat_rate().count()


def extra_ore(session: Session) -> int:
    """Return the øre promised beside the flat rate."""
    return session.earnings.live().filter(reason=Reason.CO_ORGANISING).total()


def honour_visit(visit: CareVisit, *, steward: Participant, by: User | None) -> bool:
    """Promise and approve the honorarium of a steward's visit; return whether it was made."""
    work, day = visit.work, timezone.localdate(visit.visited_at)
    rate = Rate.objects.on(work.activity, day=day, reason=Reason.CARE_VISIT)
    same_day = Earning.objects.live().filter(
        participant=steward, care_visit__work=work, care_visit__visited_at__date=day
    )
    if rate is None or same_day.exists():
        return False
    if stop := thresholds.stops(visit, participant=steward, ore=rate.ore):
        _ask_about_threshold(visit, participant=steward, stop=stop)
        return False
    reservation = reservations.reserve_visit(visit, rate_ore=rate.ore)
    if reservation is None:
        tasks.ask(
            key=f"{FIND_MONEY}:{of_visit(visit.pk)}",
            team=work.team,
            kind=Task.Kind.FIND_MONEY,
            about=work,
            participant=steward,
            assigned_to=tasks.leader_of(work.team),
            text=lambda: (
                _("Budsjettet er brukt opp. Finn penger til ett honorar for tilsyn med %(work)s.")
                % {"work": work}
            ),
        )
        return False
    earning = Earning.objects.create(
        participant=steward,
        reason=Reason.CARE_VISIT,
        care_visit=visit,
        reservation=reservation,
        ore=rate.ore,
    )
    approval.approve(earning, by=by)
    return True


def would_honour(some: Iterable[Work], *, steward: Participant) -> dict[int, int]:
    """Return {work id: øre} that a visit by `steward` now would give; it stands on the button.

    Two queries however many, none when `steward` looks after nothing of it.
    """
    own = [work for work in some if work.steward_id == steward.pk]
    if not own:
        return {}
    day = timezone.localdate()
    rates = Rate.objects.filter(
        activity__in=[work.activity_id for work in own],
        reason=Reason.CARE_VISIT,
        valid_from__lte=day,
    ).order_by("valid_from")
    ore = dict(rates.values_list("activity", "ore"))
    done = set(
        Earning.objects.live()
        .filter(
            participant=steward,
            care_visit__work__in=[work.pk for work in own],
            care_visit__visited_at__date=day,
        )
        .values_list("care_visit__work", flat=True)
    )
    return {
        work.pk: ore[work.activity_id]
        for work in own
        if work.activity_id in ore and work.pk not in done
    }


def take_back_visit(visit: CareVisit, *, by: User | None) -> int:
    """Undo the honorarium of a visit that was a slip of the finger; return its øre, 0 for none.

    The caller holds the visit. Raises RuleBroken when the money is on its way to the person: then
    it is theirs (rules.md#keep-promises).
    """
    earning = Earning.objects.select_for_update().filter(care_visit=visit).first()
    if earning is None or earning.state == Earning.State.TAKEN_BACK:
        return 0
    if earning.payouts.filter(state__in=Payout.LIVE).exists():
        raise RuleBroken(_("Pengene er alt sendt eller betalt. Da er de personens egne."))
    earning.state = Earning.State.TAKEN_BACK
    earning.save(update_fields=["state", "changed_at"])
    reservations.give_back(earning.reservation)
    for entry in earning.entries.filter(kind=Entry.Kind.APPROVE):
        posting.reverse(entry, Entry.Kind.UNDO, reason=_("Angret med det samme"), by=by)
    return earning.ore


def organisers(*, activity: Any, participant: Any, at: Any) -> QuerySet[CoOrganiser]:
    """Return those of `participant` who helped to make `activity` already `at` that moment."""
    return CoOrganiser.objects.filter(
        activity=activity, participant=participant, created_at__lte=at
    )


def _ask_about_threshold(
    what: Session | CareVisit, *, participant: Participant, stop: Standing
) -> None:
    if isinstance(what, Session):
        about, team, name = of_session(what.pk, participant.pk), what.team, what.name
    else:
        about, team, name = of_visit(what.pk), what.work.team, str(what.work)
    tasks.ask(
        key=f"{STOPPED}:{about}",
        team=team,
        kind=Task.Kind.FIND_MONEY,
        about=what if isinstance(what, Session) else what.work,
        participant=participant,
        text=lambda: (
            _("Vi har avtalt å stoppe før «%(threshold)s». Honoraret for %(what)s er ikke lovet.")
            % {"threshold": stop.threshold.name, "what": name}
        ),
    )


def _ask_leader_for_money(session: Session, *, participant: Participant) -> None:
    tasks.ask(
        key=f"{FIND_MONEY}:{of_session(session.pk, participant.pk)}",
        team=session.team,
        kind=Task.Kind.FIND_MONEY,
        about=session,
        participant=participant,
        assigned_to=tasks.leader_of(session.team),
        text=lambda: (
            _("Budsjettet er brukt opp. Finn penger til ett honorar til på %(session)s.")
            % {"session": session.name}
        ),
    )
