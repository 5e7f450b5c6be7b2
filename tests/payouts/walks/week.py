"""A team's week, and what leaders, colleagues and those who come may do to it on a walk."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Role, Substitute
from activities.models import Absence, CoverAsk, PlanChange, Session, Shift
from activities.planning import series, week_templates
from activities.staffing import (
    asking,
    availability,
    cover,
    cover_asks,
    ill,
    plan_changes,
    shift_notices,
    substitutes,
    suggestions,
)
from activities.taking_part import move_notices, signups
from notices.models import Message
from payouts.budgets import replanning
from payouts.earnings import promises, publishing, undoing
from tests.activities.staffing.test_shift_notices import Here
from tests.factories.participants import ParticipantFactory
from tests.factories.payouts import BudgetFactory, RateFactory
from tests.factories.substitutes import willing

MONDAY = datetime(2026, 2, 2, 7, 0, tzinfo=UTC)
"""Eight o'clock in Oslo: nothing waits for the morning, and all of the week is ahead."""
HOURS = (11, 13, 15, 18, 12)
"""Each session keeps its hour, by which it is known in a message; some meet on another day.

The fourth is of a recurring session, which meets twice; the last is today's, and open.
"""
DAYS = ("TU", "WE", "TH")
LENGTHS = {120: 300, 300: 660, 660: 120}
"""How long a session becomes when it is pulled: longer than to the next, then than a day's work."""
A_DAY = timedelta(days=1)
REASON = "Tur til skogen"


class Week(Here):
    """A week of five sessions: three colleagues, a substitute, two leaders, three who come.

    There is little money, and two places at each. It is made once, and each walk begins on it
    with `begin`, in a transaction that is rolled back.
    """

    def __init__(self) -> None:
        super().__init__()
        self.staff = [self.kari, self.per, self.tuva]
        self.lent = willing(self.team)
        self.can_work = [*self.staff, self.lent.staff]
        self.leaders = [self.leader, self.colleague("Mia", Role.LEADER)]
        self.people = [
            ParticipantFactory(team=self.team, **more)
            for more in ({"by_email": True}, {"by_email": True}, {})
        ]
        RateFactory(activity=self.activity, ore=10_000)
        self.budget = BudgetFactory(team=self.team, amount_ore=70_000)
        self.rows = [
            self.session(state="draft", days=2 + number % 2, at=hour, places=2)
            for number, hour in enumerate(HOURS[:3])
        ]
        self.rows.append(self.meets_twice())
        self.rows.append(self.session(state="draft", days=0, at=HOURS[4], places=2))
        for row, one in zip(self.rows[:3], self.staff, strict=True):
            cover.put_on(row, staff=one)
        cover.put_on(self.rows[4], staff=self.kari)
        promises.offer(self.rows[4], by=self.leader)
        self.first_message = self.last_message()

    def meets_twice(self) -> Session:
        """Return the first session of a recurring session, which is in the week."""
        row = series.make(
            self.activity, team=self.team, place=self.place, starts_on=MONDAY.date() + A_DAY,
            starts=time(HOURS[3]), minutes=120, rule="FREQ=WEEKLY;BYDAY=TU;COUNT=2",
            by=None, min_staff=1, places=2,
        ).series  # fmt: skip
        return row.sessions.order_by("occurrence_on").first()

    def last_message(self) -> int:
        return Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def row(self, where: int) -> Session | None:
        """Return a session as it is now: of the recurring one, another when that is gone."""
        found = Session.objects.filter(pk=self.rows[where].pk).first()
        if found is None:
            end = MONDAY.date() + 6 * A_DAY
            found = Session.objects.exclude(series=None).on_days(MONDAY.date(), end).first()
        return found


class Act:
    """What one act is about: which session, which colleague, and which leader does it."""

    def __init__(self, here: Week, clock: Any, session: Session, *, where: int, who: int) -> None:
        self.here, self.clock, self.session = here, clock, session
        self.where, self.who = where, who
        self.staff, self.person = here.staff[who], here.people[who]
        self.by: Any = here.leaders[0]
        self.reason = ""

    def day(self, days: int) -> date:
        return MONDAY.date() + days * A_DAY

    def shift(self) -> Shift | None:
        """Return a shift of the session: that of the colleague, else the first."""
        own = self.session.shifts.order_by("pk")
        return own.filter(staff=self.staff).first() or own.first()

    # --- The board ------------------------------------------------------------------------
    def move(self) -> None:
        """Drag it a day; no page moves anything to a time that is over."""
        is_today = self.session.starts_at < timezone.now() + A_DAY
        days = A_DAY * (1 if self.who or is_today else -1)
        replanning.move(
            self.session, by=self.by, limit_reason=self.reason,
            starts_at=self.session.starts_at + days, ends_at=self.session.ends_at + days,
        )  # fmt: skip

    def pull(self) -> None:
        length = timedelta(minutes=LENGTHS[self.session.planned_minutes])
        replanning.move(
            self.session, by=self.by, limit_reason=self.reason,
            ends_at=self.session.starts_at + length,
        )  # fmt: skip

    def fill(self) -> None:
        cover.fill(self.session, staff=self.staff, by=self.by, reason=self.reason)

    def put_on(self) -> None:
        cover.put_on(self.session, staff=self.staff, by=self.by, reason=self.reason)

    def swap(self) -> None:
        if shift := self.session.shifts.order_by("pk").first():
            cover.take_over(shift, staff=self.staff, by=self.by, reason=self.reason)

    def exchange(self) -> None:
        """Two work each other's shift."""
        first, second = self.shift(), self.other_shift()
        if first and second:
            cover.exchange(first, second, by=self.by, reason=self.reason)

    def other_shift(self) -> Shift | None:
        """Return a shift of another colleague in another session."""
        mine = self.shift()
        rows = Shift.objects.filter(session__team=self.here.team, staff__in=self.here.staff)
        others = rows.exclude(session=self.session).order_by("-pk")
        return others.exclude(staff=mine.staff_id if mine else None).first()

    def take_off(self) -> None:
        if shift := self.shift():
            cover.take_off(shift, by=self.by)

    def several(self) -> None:
        pairs = zip(
            self.here.rows[self.where :] + self.here.rows[: self.where],
            self.here.staff,
            strict=False,
        )
        wanted = [(row.pk, one.pk, "second") for row, one in pairs]
        suggestions.accept(self.here.team, wanted=wanted, by=self.by)

    def copies(self) -> None:
        days = [self.day(14 + one) for one in range(self.who + 1)]
        replanning.copy_to(self.session, days=days, clock=time(HOURS[self.where]), by=self.by)

    def normal_week(self) -> None:
        monday = self.day(21)
        if self.who:
            week_templates.copy(self.here.team, source=self.day(0), monday=monday, by=self.by)
        else:
            kept = week_templates.save_week(self.here.team, name="Vanlig", monday=self.day(0))
            week_templates.plan(kept, monday=monday, by=self.by)

    def of_series(self) -> None:
        """Move the recurring session: all of it, or from one of its two sessions on."""
        own = Session.objects.exclude(series=None).order_by("occurrence_on")
        first = own[self.where % min(2, own.count())] if own else self.session
        if first.series_id:
            since = first.occurrence_on if self.where % 2 else None
            rule = f"FREQ=WEEKLY;BYDAY={DAYS[self.who]};COUNT=2"
            replanning.move_series(
                first, by=self.by, since=since, rule=rule, limit_reason=self.reason
            )

    def publish(self) -> Any:
        return publishing.publish(self.here.team, monday=self.day(0), by=self.by)

    def cancel(self) -> None:
        promises.cancel(self.session, reason="Det blåser", by=self.by)

    def undo(self) -> tuple[PlanChange, Any] | None:
        """Undo the leader's last press; return it, and what came of it."""
        change = plan_changes.latest(self.here.team, by=self.by)
        return (change, undoing.undo(change, by=self.by)) if change else None

    # --- Away, and cover ------------------------------------------------------------------
    def away(self) -> None:
        day = self.day(self.where)
        availability.add_absence(
            self.here.team, staff=self.staff, deputy=None, first_day=day, last_day=day, by=self.by
        )

    def at_work(self) -> None:
        if away := Absence.objects.filter(staff=self.staff).first():
            availability.remove_absence(away)

    def ill(self) -> None:
        ill.report(self.staff, by=self.by if self.where % 2 else self.staff)

    def back(self) -> None:
        ill.take_back(self.staff, by=self.staff)

    def ask(self) -> None:
        """Ask the others, and the substitute, to take a shift."""
        if shift := self.shift():
            there = set(self.session.shifts.values_list("staff", flat=True))
            others = [one for one in self.here.can_work if one.pk not in there]
            asking.ask(shift, staff=others, by=shift.staff)

    def ask_for_gap(self) -> None:
        others = [self.staff, self.here.lent.staff]
        asking.ask_for_gap(self.session, staff=others, by=self.by)

    def ask_to_swap(self) -> None:
        mine, theirs = self.shift(), self.other_shift()
        if mine and theirs:
            asking.ask(mine, staff=[theirs.staff], by=mine.staff, in_return=theirs.session)

    def withdraw(self) -> None:
        if shift := self.shift():
            asking.withdraw(shift)

    def asked(self) -> CoverAsk | None:
        rows = list(CoverAsk.objects.unanswered()[: self.where + 1])
        return rows[-1] if rows else None

    def says_yes(self) -> None:
        if ask := self.asked():
            asking.answer(ask, yes=True)

    def says_no(self) -> None:
        if ask := self.asked():
            asking.answer(ask, yes=False)

    def decide(self) -> None:
        if ask := CoverAsk.objects.waiting_for_leader().first():
            asking.decide(ask, yes=self.who > 0, by=self.by, reason=self.reason)

    def take(self) -> None:
        asking.take(self.session, staff=self.staff, part=Shift.Part.SECOND)

    def with_leader(self) -> None:
        """The team wants a leader's yes, or no longer."""
        asking.set_rule(self.here.team, cover_needs_leader=self.who > 0)

    def substitute(self) -> None:
        """The substitute can be asked no more, or again."""
        lent = self.here.lent
        is_willing = Substitute.objects.filter(pk=lent.pk).willing().exists()
        substitutes.set_willing(lent.agreement, staff=lent.staff, is_willing=not is_willing)

    # --- Those who come -------------------------------------------------------------------
    def join(self) -> None:
        signups.join(self.session, participant=self.person)

    def not_now(self) -> None:
        signups.not_now(self.session, participant=self.person)

    # --- The timer ------------------------------------------------------------------------
    def timer(self) -> None:
        self.pass_time(1)

    def rest(self) -> None:
        self.pass_time(6)

    def pass_time(self, minutes: int) -> int:
        """Let a while pass, and the timer run; return how many were told anything."""
        self.clock.shift(timedelta(minutes=minutes))
        asking.give_what_waits()
        cover_asks.close_unneeded()
        return shift_notices.tell_due() + move_notices.tell_due()


ACTS: dict[Callable[[Act], Any], int] = {
    Act.move: 4, Act.pull: 3, Act.fill: 2, Act.put_on: 2, Act.swap: 2, Act.exchange: 1,
    Act.take_off: 2, Act.several: 1, Act.copies: 1, Act.normal_week: 1, Act.of_series: 3,
    Act.publish: 4, Act.cancel: 1, Act.undo: 6, Act.away: 2, Act.at_work: 1, Act.ill: 2,
    Act.back: 1, Act.ask: 3, Act.ask_for_gap: 2, Act.ask_to_swap: 2, Act.withdraw: 1,
    Act.says_yes: 4, Act.says_no: 1, Act.decide: 2, Act.take: 1, Act.with_leader: 1,
    Act.substitute: 1, Act.join: 5, Act.not_now: 2, Act.timer: 2, Act.rest: 3,
}  # fmt: skip
"""Each act, and how often it is drawn."""
