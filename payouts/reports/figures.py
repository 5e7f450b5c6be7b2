"""«Tall»: what some teams have done in a period, activity by activity. Only reads.

Facts alone are counted: sessions, taking part, works, what was booked. Who was not there has no
number. What may be shown of it is another question (`payouts.reports.shown_figures`). Money is
that of the books (`ledger`), as it was booked in the period, in øre.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Team
from activities.models import (
    Activity,
    Attendance,
    CareVisit,
    Guest,
    Session,
    Shift,
    Work,
)
from core.dates import midnight
from ledger.chart import EXPENSE, IN_TRANSIT, LEASE_INCOME, OWED
from ledger.models import Entry
from ledger.models.entry import ABOUT
from payouts.models import Budget, Earning

_DUE = (OWED, IN_TRANSIT)
"""What leaves these two accounts has come to the person; what is moved between them has not."""


@dataclass
class Money:
    """A sum in øre, how many honoraria it is, and what of it is whose (by any number)."""

    ore: int = 0
    count: int = 0
    by_person: Counter[Any] = field(default_factory=Counter)

    def add(self, ore: int, count: int, person: Any) -> None:
        """Count in what is one person's."""
        self.ore += ore
        self.count += count
        self.by_person[person] += ore

    def join(self, other: "Money") -> None:
        """Count in all of another sum."""
        self.ore += other.ore
        self.count += other.count
        self.by_person.update(other.by_person)

    @property
    def people(self) -> int:
        """Return how many people have a part in it; one when the books have forgotten whose."""
        return sum(1 for ore in self.by_person.values() if ore) or (1 if self.ore else 0)


@dataclass
class Part:
    """What was done in one activity, or in several together.

    `people` is how often each took part, `months` how many sessions each month had. `minutes` are
    the sessions' planned length, `staff_minutes` the same for each who worked them.
    """

    sessions: int = 0
    minutes: int = 0
    staff_minutes: int = 0
    months: Counter[date] = field(default_factory=Counter)
    people: Counter[int] = field(default_factory=Counter)
    new: set[int] = field(default_factory=set)
    guests: int = 0
    works_begun: int = 0
    works_cared_for: int = 0
    care_visits: int = 0
    kilos: int = 0
    scooters: int = 0
    promised: Money = field(default_factory=Money)
    cost: Money = field(default_factory=Money)
    paid: Money = field(default_factory=Money)

    @property
    def times(self) -> int:
        """Return how often people took part, all together."""
        return self.people.total()

    def join(self, other: "Part") -> None:
        """Count in another activity; who is in both is one person."""
        for name in _SUMS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.months.update(other.months)
        self.people.update(other.people)
        self.new |= other.new
        for name in ("promised", "cost", "paid"):
            getattr(self, name).join(getattr(other, name))


_SUMS = (
    "sessions", "minutes", "staff_minutes", "guests", "works_begun", "works_cared_for",
    "care_visits", "kilos", "scooters",
)  # fmt: skip


@dataclass
class Figures:
    """What some teams did in [first, last]. `parts` are by activity, in the order of their names.

    An activity of theirs in which nothing was done has an empty part.

    `lease_income_ore` is what leases brought, less what was paid back; `earmarked_ore` what of
    lease income was set aside for honoraria; `from_leases` the honoraria that it paid for, with
    the names of their activities, and `from_others` the rest.
    """

    first: date
    last: date
    parts: dict[Activity, Part]
    lease_income_ore: int = 0
    earmarked_ore: int = 0
    from_leases: Money = field(default_factory=Money)
    from_others: Money = field(default_factory=Money)
    paid_by_leases: set[str] = field(default_factory=set)

    @property
    def together(self) -> Part:
        """Return all activities as one."""
        found = Part()
        for part in self.parts.values():
            found.join(part)
        return found


def measure(teams: Sequence[Team], *, first: date, last: date) -> Figures:
    """Return what `teams` did from `first` to `last`, both with, in ten queries."""
    parts: dict[int, Part] = defaultdict(Part)
    held = _held(teams, first, last)
    _count_sessions(parts, held)
    _count_people(parts, held, teams, first)
    _count_works(parts, teams, first, last)
    _sum_promised(parts, teams, first, last)
    figures = Figures(first, last, {})
    paid_by_leases = _sum_books(figures, parts, teams, first, last)
    theirs = Q(pk__in=list(parts)) | Q(teams__in=teams)
    for activity in Activity.objects.filter(theirs).distinct().order_by("name", "pk"):
        figures.parts[activity] = parts[activity.pk]
        if activity.pk in paid_by_leases:
            figures.paid_by_leases.add(activity.name)
    return figures


def _held(teams: Iterable[Team], first: date, last: date) -> Any:
    """Return the sessions that were held: finished, or open and over."""
    is_over = Q(state=Session.State.PUBLISHED, ends_at__lte=timezone.now())
    found = Session.objects.on_days(first, last).filter(team__in=teams)
    return found.filter(is_over | Q(state=Session.State.CLOSED)).order_by()


def _count_sessions(parts: dict[int, Part], held: Any) -> None:
    on_shift = dict(
        Shift.objects.working()
        .filter(session__in=held.values("pk"))
        .order_by()
        .values_list("session")
        .annotate(number=Count("pk"))
    )
    rows = held.values_list(
        "pk", "activity", "starts_at", "ends_at", "river_result__kilos", "river_result__scooters"
    )
    for pk, activity, starts_at, ends_at, kilos, scooters in rows:
        part, minutes = parts[activity], round((ends_at - starts_at).total_seconds() / 60)
        part.sessions += 1
        part.kilos += kilos or 0
        part.scooters += scooters or 0
        part.minutes += minutes
        part.staff_minutes += minutes * on_shift.get(pk, 0)
        part.months[timezone.localdate(starts_at).replace(day=1)] += 1


def _count_people(parts: dict[int, Part], held: Any, teams: Iterable[Team], first: date) -> None:
    there = Attendance.objects.filter(session__in=held.values("pk"))
    known = set(
        Attendance.objects.filter(
            session__team__in=teams,
            session__starts_at__lt=midnight(first),
            participant__in=there.values("participant"),
        )
        .values_list("participant", flat=True)
        .distinct()
    )
    rows = there.values_list("session__activity", "participant").annotate(times=Count("pk"))
    for activity, person, times in rows:
        parts[activity].people[person] = times
        if person not in known:
            parts[activity].new.add(person)
    guests = Guest.objects.filter(session__in=held.values("pk"), participant=None).order_by()
    for activity, number in guests.values_list("session__activity").annotate(Count("pk")):
        parts[activity].guests = number


def _count_works(parts: dict[int, Part], teams: Iterable[Team], first: date, last: date) -> None:
    start, end = _span(first, last)
    own = Work.objects.filter(team__in=teams).order_by()
    begun = own.filter(created_at__gte=start, created_at__lt=end)
    for activity, number in begun.values_list("activity").annotate(Count("pk")):
        parts[activity].works_begun = number
    visits = CareVisit.objects.filter(
        work__team__in=teams, visited_at__gte=start, visited_at__lt=end
    ).order_by()
    for activity, works, number in visits.values_list("work__activity").annotate(
        Count("work", distinct=True), Count("pk")
    ):
        parts[activity].works_cared_for, parts[activity].care_visits = works, number


def _sum_promised(parts: dict[int, Part], teams: Iterable[Team], first: date, last: date) -> None:
    """Sum the honoraria that there is money for, for what happened in the period."""
    start, end = _span(first, last)
    session = Q(session__team__in=teams, session__starts_at__gte=start, session__starts_at__lt=end)
    visit = Q(
        care_visit__work__team__in=teams,
        care_visit__visited_at__gte=start,
        care_visit__visited_at__lt=end,
    )
    rows = Earning.objects.live().filter(session | visit).order_by()
    rows = rows.annotate(activity=Coalesce("session__activity", "care_visit__work__activity"))
    sums = rows.values_list("activity", "participant").annotate(Sum("ore"), Count("pk"))
    for activity, person, ore, count in sums:
        parts[activity].promised.add(ore, count, person)


def _sum_books(
    figures: Figures, parts: dict[int, Part], teams: Iterable[Team], first: date, last: date
) -> set[int]:
    """Sum what was booked in the period; return the activities that lease income paid for."""
    start, end = _span(first, last)
    earning = ("earning__session__activity", "earning__care_visit__work__activity")
    rows = (
        Entry.objects.filter(team__in=teams, at__gte=start, at__lt=end)
        .order_by()
        .annotate(
            activity=Coalesce(*earning, *(f"payout__{path}" for path in earning)),
            source=F("budget__source"),
        )
        .values_list("kind", "debit", "credit", "activity", "source", "person_number")
        .annotate(Sum("ore"), Count("pk"))
    )
    paid_by_leases = set()
    for kind, debit, credit, activity, source, person, ore, count in rows:
        cost = (debit == EXPENSE) - (credit == EXPENSE)
        arrived = (debit in _DUE) - (credit in _DUE) if kind in ABOUT["payout"] else 0
        income = credit.startswith(f"{LEASE_INCOME}:") - debit.startswith(f"{LEASE_INCOME}:")
        if cost:
            parts[activity].cost.add(cost * ore, cost * count, person)
            if source == Budget.Source.LEASE_INCOME:
                figures.from_leases.add(cost * ore, cost * count, person)
                paid_by_leases.add(activity)
            else:
                figures.from_others.add(cost * ore, cost * count, person)
        if arrived:
            parts[activity].paid.add(arrived * ore, arrived * count, person)
        if kind == Entry.Kind.EARMARK:
            figures.earmarked_ore += ore
        else:
            figures.lease_income_ore += income * ore
    return paid_by_leases


def _span(first: date, last: date) -> tuple[Any, Any]:
    return midnight(first), midnight(last + timedelta(days=1))
