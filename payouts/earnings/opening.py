"""Opening what was just planned: one session, or those of a series, as it was shown before.

What is shown is read here and not done. The press opens, and lets nothing stand that is another
than was shown: another sum, another day.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import Session
from core.errors import RuleBroken
from core.hidden_fields import digest, must_be_unchanged
from payouts.budgets import reservations
from payouts.earnings import promises
from payouts.models import Budget, Reservation

Asked = tuple[Session, int]
"""A session, saved or not, and the øre that opening it sets aside."""


@dataclass
class Sorted:
    """Which of some sessions the money is enough for, in order, and what the others lack.

    `free_ore` is what is free before in the budgets that would be asked.
    """

    able: list[Asked] = field(default_factory=list)
    lacking: list[tuple[Session, str]] = field(default_factory=list)
    free_ore: int = 0


@dataclass
class Opened:
    """What a press opened, what stayed a draft with why, and the øre that were set aside."""

    opened: list[Session] = field(default_factory=list)
    kept: list[tuple[Session, str]] = field(default_factory=list)
    ore: int = 0


def by_money(asked: Sequence[Asked], budgets: Iterable[Budget]) -> Sorted:
    """Sort sessions, in the order in which they would be opened, by whether there is money.

    As `reservations.reserve` takes it: the first budget that covers the day and has enough.
    `budgets` are those of their team, in the order of locking; what is taken is in these copies.
    """
    done, budgets = Sorted(), list(budgets)
    used: dict[int, Budget] = {}
    for session, ore in asked:
        if not ore:
            done.able.append((session, ore))
            continue
        day = timezone.localdate(session.starts_at)
        covering = [
            one
            for one in budgets
            if one.starts_on <= day < one.ends_on and one.activity_id in (None, session.activity_id)
        ]
        used |= {one.pk: one for one in covering}
        able = next((one for one in covering if one.free_ore >= ore), None)
        if able is None:
            why = reservations.not_covered(ore, day=day, covering=covering).message
            done.lacking.append((session, why))
            continue
        able.committed_ore += ore
        done.able.append((session, ore))
    taken = sum(ore for _session, ore in done.able)
    done.free_ore = sum(one.free_ore for one in used.values()) + taken
    return done


def budgets_of(sessions: Sequence[Session]) -> list[Budget]:
    """Return the approved budgets that hold on any day of `sessions`, one team's; one query."""
    days = [timezone.localdate(one.starts_at) for one in sessions]
    first, after = min(days), max(days) + timedelta(days=1)
    rows = Budget.objects.filter(
        team=sessions[0].team, approved_by__isnull=False, starts_on__lt=after, ends_on__gt=first
    )
    return list(rows.in_order())


def shown(asked: Iterable[Asked]) -> str:
    """Return the digest of what would be opened, and what for: what a page posts back."""
    return digest(*_facts(asked))


def _facts(asked: Iterable[Asked]) -> list[tuple[float, int]]:
    return sorted((one.starts_at.timestamp(), ore) for one, ore in asked)


def open_all(sessions: Collection[Session], *, by: User, seen: str) -> Opened:
    """Open each of `sessions`, drafts, that can be; those that a rule holds back stay drafts.

    `seen` is the digest that was `shown`. Raises RuleBroken, and nothing is opened, when none can
    be, and when what was opened is another than was shown; where neither money nor a draft that
    stays is in it, nothing need have been shown.
    """
    done, first = Opened(), None
    with transaction.atomic():
        asked = Session.objects.filter(pk__in=[one.pk for one in sessions])
        reservations.lock_for(list(asked.select_for_update(of=("self",)).order_by("pk")))
        for session in sorted(sessions, key=lambda one: (one.starts_at, one.pk)):
            try:
                with transaction.atomic():
                    done.opened.append(promises.offer(session, by=by))
            except RuleBroken as broken:
                done.kept.append((session, broken.message))
                first = first or broken
        if first and not done.opened:
            raise first
        reserved = Reservation.objects.filter(session__in=[one.pk for one in done.opened])
        sums = {one.session_id: one.ore for one in reserved}
        done.ore = sum(sums.values())
        if done.ore or done.kept:
            if not seen:
                raise RuleBroken(_("Se hva det blir, og trykk på «Åpne» en gang til."))
            now = _facts((one, sums.get(one.pk, 0)) for one in done.opened)
            must_be_unchanged(seen, *now)
    return done
