"""What holds after each step of a walk through a week, and what everybody knows at its end.

What a person knows is told again from the messages alone, and held against what is so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from hypothesis import event

from activities.models import Absence, CoverAsk, PlanChange, Session, Shift, ShiftNotice, SignUp
from activities.staffing import over_limits
from activities.staffing.cover_asks import when
from core.errors import RuleBroken
from notices.models import Message
from payouts.models import Earning, Reservation
from tests.payouts.walks.week import HOURS, REASON, Act, Week

COLUMNS = (
    "starts_at", "ends_at", "series", "occurrence_on", "place", "min_staff", "stands_alone",
    "state", "published_at", "places",
)  # fmt: skip
OPEN, DRAFT, CANCELLED = Session.State.PUBLISHED, Session.State.DRAFT, Session.State.CANCELLED
NOW_OR_LATER = (OPEN, DRAFT)
BY_THEMSELVES = ("says_yes", "take", "timer", "rest")
"""After these a colleague knows what they did, or the timer for them, without a message."""
TIME = r"(\w+ \d+\. \w+ \d\d\.00–\d\d\.00)"
SHIFT_LINES = {
    "put on": re.compile(rf"Du er satt på vakt {TIME}, Parken\."),
    "moved": re.compile(rf"Vakten din {TIME} er flyttet til {TIME}, Parken\."),
    "taken off": re.compile(rf"Du har ikke lenger vakt {TIME}\."),
    "drawn back": re.compile(rf"Vakten din {TIME} er trukket tilbake\. Den er ikke avgjort ennå\."),
    "cancelled": re.compile(rf"Vakten din {TIME} er avlyst\."),
}
BEGINS = r"(\d\d\.\d\d\.) klokka (\d\d)\.00"
MOVE = re.compile(rf"Vi flytter {BEGINS} til {BEGINS}")
PLACE = re.compile(rf"Det er plass til deg {BEGINS}")
CALLED_OFF = re.compile(rf"Vi må avlyse {BEGINS}")


@dataclass(frozen=True)
class Seen:
    """The plan at one moment: the columns of each session, and who works it as what."""

    sessions: dict[int, dict[str, Any]]
    shifts: dict[tuple[int, int], str]

    def stands(self, pk: int) -> Any:
        """Return all of a session that an undone press gives back; None when it is gone."""
        if (row := self.sessions.get(pk)) is None:
            return None
        who = sorted((staff, part) for (at, staff), part in self.shifts.items() if at == pk)
        return *[row[name] for name in COLUMNS[:7]], who

    @property
    def plan(self) -> dict[int, Any]:
        """Return how each session stands."""
        return {pk: self.stands(pk) for pk in self.sessions}

    def in_state(self, *states: str) -> set[int]:
        """Return the sessions in these."""
        return {pk for pk, row in self.sessions.items() if row["state"] in states}


def look() -> Seen:
    rows = Session.objects.order_by().values("pk", *COLUMNS)
    shifts = Shift.objects.order_by().values_list("session", "staff", "part")
    return Seen({row["pk"]: row for row in rows}, {(at, who): part for at, who, part in shifts})


class Watch:
    """One walk: what stood before, and what each has been told so far."""

    def __init__(self, here: Week, clock: Any) -> None:
        self.here, self.clock = here, clock
        self.seen = look()
        self.undoable: dict[Any, dict[int, Any]] = {}
        self.said_yes: set[tuple[int, int]] = set()
        self.thinks: dict[tuple[int, str], tuple[str, str]] = {}
        """{(colleague, hour): whether «on» or it «waits», and when they believe that it is}."""
        self.knows: dict[tuple[int, str], str] = {}
        """{(who comes by e-mail, hour): the day that they know, or «cancelled»}."""
        self.unsure: set[int] = set()
        """Who was told only that more was moved than the message names."""
        self.read = here.first_message
        self.newest = 0
        self.won: set[int] = set()

    # --- A step ---------------------------------------------------------------------------
    def step(self, what: str, where: int, who: int, leader: int) -> None:
        """Carry out an act; what it did, and what it refused, holds every rule."""
        session = self.here.row(where)
        if session is None:
            return
        act = Act(self.here, self.clock, session, where=where, who=who)
        act.by, act.reason = self.here.leaders[leader], REASON if leader else ""
        before, result, done = self.seen, None, True
        if what in ("timer", "rest"):
            self.send()
        try:
            with transaction.atomic():
                result = getattr(Act, what)(act)
        except RuleBroken:
            done = False
            event(f"refused {what}")
        self.seen = look()
        if not done:
            assert self.seen == before
            return
        self.note_changes(before)
        if what == "undo" and result:
            self.undone(*result)
        self.keep_rules(what, act, before)
        self.keep_signups(what, act)
        self.keep_money(what, act)
        self.hear(what, act, before)

    def note_changes(self, before: Seen) -> None:
        """Keep how all that a press changed stood before it."""
        for change in PlanChange.objects.filter(pk__gt=self.newest).order_by("pk"):
            own = self.undoable.setdefault(change.press, {})
            own[change.session_id] = before.stands(change.session_id)
            self.newest = change.pk

    def undone(self, change: PlanChange, done: Any) -> None:
        """What a press changed is as before, or drafts again where nobody has answered."""
        before = self.undoable.pop(change.press)
        assert done is not None
        if change.verb != PlanChange.Verb.OPENED:
            assert {pk: self.seen.stands(pk) for pk in before} == before
            event(f"undone {change.verb}, {len(before)} at once")
            return
        drafts = {row.pk for row in done.drafts}
        assert drafts <= self.seen.in_state(DRAFT)
        assert not SignUp.objects.filter(session__in=drafts).exists()
        assert {pk: self.seen.stands(pk) for pk in drafts} == {pk: before[pk] for pk in drafts}
        assert drafts | {one.pk for one, _why in done.kept} == set(before)
        event(f"drew back {len(done.drafts)}, kept {len(done.kept)}")

    # --- The rules of the verbs -----------------------------------------------------------
    def keep_rules(self, what: str, act: Act, before: Seen) -> None:
        now = self.seen
        new = now.shifts.keys() - before.shifts.keys()
        for pk, staff in new:
            assert self.is_free(pk, staff), (what, pk, staff)
        if what != "undo":
            self.keep_limits(new, before)
        changed = {
            pk
            for pk, row in now.sessions.items()
            if row["state"] != before.sessions.get(pk, {"state": DRAFT})["state"]
        }
        for row in Session.objects.filter(pk__in=changed) if changed else ():
            assert {OPEN: what == "publish", DRAFT: what == "undo", CANCELLED: what == "cancel"}[
                row.state
            ]
            assert row.state != OPEN or row.missing_staff == 0
            event(f"became {row.state}")
        for pk, row in now.sessions.items():
            assert row["published_at"] or row["state"] != OPEN, pk

    def is_free(self, pk: int, staff: int) -> bool:
        """Tell whether nothing keeps somebody from a session: what `shifts.assign` promises."""
        row = self.seen.sessions[pk]
        theirs = [
            other
            for at, other in self.seen.sessions.items()
            if at != pk and (at, staff) in self.seen.shifts and other["state"] in NOW_OR_LATER
        ]
        beside = any(
            one["starts_at"] < row["ends_at"] and one["ends_at"] > row["starts_at"]
            for one in theirs
        )
        away = Absence.objects.during(row["starts_at"], row["ends_at"]).filter(staff=staff)
        return not beside and not away.exists()

    def keep_limits(self, new: Any, before: Seen) -> None:
        """Who was put on, or moved, passes no limit of working time without a reason."""
        moved = {
            pk
            for pk, row in self.seen.sessions.items()
            if (was := before.sessions.get(pk)) and self.times(row) != self.times(was)
        }
        touched = [one for one in self.seen.shifts if one in new or one[0] in moved]
        if not touched:
            return
        rows = Shift.objects.working().filter(session__in={pk for pk, _staff in touched})
        for shift in rows.select_related("session__team", "staff").prefetch_related("over_limits"):
            if (shift.session_id, shift.staff_id) not in touched:
                continue
            passed = over_limits.passed_by(shift.session, shift.staff)
            assert over_limits.undecided(shift, passed) == []
            reasons = {one.reason for one in shift.over_limits.all()}
            assert reasons <= {REASON}
            if reasons:
                event("past a limit with a reason")

    def times(self, row: dict[str, Any]) -> tuple[datetime, datetime]:
        return row["starts_at"], row["ends_at"]

    def keep_signups(self, what: str, act: Act) -> None:
        """Who said yes is there still, no place is given twice, and nobody waits for a free one."""
        mine = act.session.pk, act.person.pk
        if what == "join":
            is_new = mine not in self.said_yes
            self.said_yes.add(mine)
            if is_new:
                self.learns(act.person.pk, act.session)
        elif what == "not_now":
            self.said_yes.discard(mine)
            self.knows.pop((act.person.pk, hour_of(act.session.starts_at)), None)
        rows = SignUp.objects.exclude(state=SignUp.State.NOT_NOW)
        found = list(rows.values_list("session", "participant", "state"))
        assert {(pk, person) for pk, person, _state in found} == self.said_yes
        coming = [pk for pk, _person, state in found if state == SignUp.State.COMING]
        for pk in set(coming):
            assert coming.count(pk) <= self.seen.sessions[pk]["places"]
        for pk in {pk for pk, _person, state in found if state == SignUp.State.IN_LINE}:
            event("somebody in line")
            assert coming.count(pk) == self.seen.sessions[pk]["places"]  # none waits beside a place

    def keep_money(self, what: str, act: Act) -> None:
        """Every krone that is promised is set aside, and none besides."""
        rows = list(Reservation.objects.all())
        budget = self.here.budget
        budget.refresh_from_db()
        assert budget.committed_ore == sum(one.ore for one in rows) <= budget.amount_ore
        held = {one.session_id: (one.count, one.rate_ore) for one in rows if not one.released_at}
        assert held == dict.fromkeys(self.seen.in_state(OPEN), (2, 10_000))
        if what == "cancel":
            coming = act.session.signups.coming().values_list("participant", flat=True)
            earned = Earning.objects.filter(session=act.session)
            assert sorted(earned.values_list("participant", "ore", "state")) == sorted(
                (one, 10_000, Earning.State.APPROVED) for one in coming
            )
            event(f"cancelled with {len(coming)} coming")

    # --- What colleagues hear -------------------------------------------------------------
    def hear(self, what: str, act: Act, before: Seen) -> None:
        """Read what was sent in this step: each line is news to who gets it, and follows."""
        if what in BY_THEMSELVES:
            for pk, staff in self.did_themselves(what, act, before):
                self.knows_by_own_act(pk, staff)
        new = Message.objects.filter(pk__gt=self.read, channel="email", key__startswith="shifts:")
        for one in new.order_by("pk"):
            self.read = one.pk
            for line in one.body.split("\n")[:-1]:
                if "for få" not in line:
                    self.hear_line(one.user_id, line)

    def did_themselves(self, what: str, act: Act, before: Seen) -> Iterator[tuple[int, int]]:
        """Yield (session, colleague) where somebody themselves got a shift, or gave one."""
        won = CoverAsk.objects.filter(ended=CoverAsk.Ended.GOT_IT, said_yes=True)
        new = dict(won.exclude(pk__in=self.won).values_list("pk", "staff"))
        self.won |= new.keys()
        who = {act.staff.pk} if what == "take" else set(new.values())
        for pk, staff in before.shifts.keys() ^ self.seen.shifts.keys():
            if staff in who:
                event(f"{what}: by themselves")
                yield pk, staff

    def knows_by_own_act(self, pk: int, staff: int) -> None:
        session = Session.objects.get(pk=pk)
        mine = staff, hour_of(session.starts_at)
        if (pk, staff) in self.seen.shifts:
            self.thinks[mine] = "on", when(session)
        else:
            self.thinks.pop(mine, None)

    def hear_line(self, staff: int, line: str) -> None:
        read = {kind: pattern.fullmatch(line) for kind, pattern in SHIFT_LINES.items()}
        [(kind, found)] = [(kind, match) for kind, match in read.items() if match]
        mine = staff, found[1].split()[-1][:2]
        state, believed = self.thinks.get(mine, ("off", ""))
        event(f"told {kind}")
        assert staff in {one.pk for one in self.here.can_work}, line
        shown = [row for row in self.seen.sessions.values() if row["published_at"]]
        assert mine[1] in {hour_of(row["starts_at"]) for row in shown}, line
        if kind == "put on":
            assert state in ("off", "waits"), (line, state)
            self.thinks[mine] = "on", found[1]
            return
        assert believed == found[1], (line, believed)
        if kind == "moved":
            assert state == "on" and found[1] != found[2], (line, state)
            self.thinks[mine] = "on", found[2]
        elif kind == "drawn back":
            assert state == "on", (line, state)
            self.thinks[mine] = "waits", believed
        else:
            assert state in ("on", "waits"), (line, state)
            del self.thinks[mine]

    # --- What those who come hear ---------------------------------------------------------
    def learns(self, person: int, session: Session) -> None:
        """Who says yes sees when it is."""
        if person in {one.pk for one in self.here.people[:2]}:
            mine = person, hour_of(session.starts_at)
            self.knows[mine] = f"{timezone.localtime(session.starts_at):%d.%m.}"

    def send(self) -> None:
        """Let what waits for those who come leave: each line is news to who gets it."""
        waiting = Message.objects.filter(participant__isnull=False, state="waiting").order_by("pk")
        rows = list(waiting)
        for one in rows:
            self.read_by(one.participant_id, one.body)
        if rows:
            keys = [one.pk for one in rows]
            Message.objects.filter(pk__in=keys).update(state="sent", sent_at=timezone.now())

    def read_by(self, person: int, body: str) -> None:
        if "til er flyttet" in body:
            self.unsure.add(person)
        moves, given, off = MOVE.findall(body), PLACE.findall(body), CALLED_OFF.findall(body)
        assert moves or given or off, body
        for then, hour, day, _same in moves:
            event("who comes hears of a move")
            assert then != day, body
            assert person in self.unsure or self.knows[person, hour] == then, body
            self.knows[person, hour] = day
        for day, hour in given:
            event("who waited hears of a place")
            self.knows[person, hour] = day
        for day, hour in off:
            event("who comes hears that it is off")
            assert person in self.unsure or self.knows[person, hour] == day, body
            self.knows[person, hour] = "cancelled"

    # --- At the end -----------------------------------------------------------------------
    def end(self) -> None:
        """When all has come to rest everybody knows what is so, and nothing more is told."""
        self.step("rest", 0, 0, 0)
        self.send()
        session = self.here.row(0)
        assert session
        assert Act(self.here, self.clock, session, where=0, who=0).pass_time(0) == 0
        assert not ShiftNotice.objects.untrue().exists()
        for where in range(len(HOURS)):
            if row := self.here.row(where):
                self.all_know(row)
        self.keep_asks()

    def all_know(self, row: Session) -> None:
        """Each colleague and each who comes believes of `row` what is so."""
        away = set(Absence.objects.during(row.starts_at, row.ends_at).values_list("staff", flat=1))
        hour = hour_of(row.starts_at)
        for one in self.here.can_work:
            state, believed = self.thinks.get((one.pk, hour), ("off", ""))
            assert state == "off" or row.published_at
            if one.pk in away:
                continue
            has_shift = (row.pk, one.pk) in self.seen.shifts
            if row.state == OPEN and has_shift:
                assert (state, believed) == ("on", when(row)), one
            else:
                assert state == "off" or (state, row.state, has_shift) == ("waits", DRAFT, True)
        for person in {one.pk for one in self.here.people[:2]} - self.unsure:
            if (row.pk, person) in self.said_yes:
                day = f"{timezone.localtime(row.starts_at):%d.%m.}"
                assert self.knows[person, hour] == ("cancelled" if row.state == CANCELLED else day)

    def keep_asks(self) -> None:
        """Nobody is asked twice about one shift, nor about what they have; each ends once."""
        rows = list(CoverAsk.objects.all())
        sent = Message.objects.filter(channel="email", key__startswith="cover-")
        told: dict[tuple[int, int], list[str]] = {}
        for key, user in sent.values_list("key", "user"):
            kind, pk = key.split(":")[:2]
            told.setdefault((int(pk), user), []).append(kind)
        open_now = [row for row in rows if row.closed_at is None]
        for row in open_now:
            assert (row.session_id, row.staff_id) not in self.seen.shifts
            assert row.session_id in self.seen.in_state(OPEN, DRAFT)
        asked = [(row.session_id, row.staff_id) for row in open_now if row.in_return_id is None]
        assert len(asked) == len(set(asked))
        for row in rows:
            kinds = told.get((row.pk, row.staff_id), [])
            assert kinds.count("cover-ask") <= 1
            ends = [kind for kind in kinds if kind in ("cover-over", "cover-given", "cover-no")]
            assert len(ends) <= 1, kinds
            event(f"asked: {row.ended}")


def hour_of(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H}"
