"""«Publiser uka»: what it would change for whom, and doing it in one press (decision 027).

What is shown is read here and not done; `publish` decides everything anew. Locks: one publisher of
a team at a time, the drafts in order, then budgets; nobody waits for a colleague's row.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, Team, User
from activities.models import RecurringSignUp, Session, Shift, ShiftNotice
from activities.planning import opening_blockers
from activities.staffing import plan_changes, shift_notices
from core.dates import midnight
from core.errors import RuleBroken
from core.saving import alone_at
from payouts.budgets import reservations
from payouts.earnings import opening, promises
from payouts.models import Budget

Told = ShiftNotice.Told
A_WEEK = timedelta(days=7)


@dataclass
class Kept:
    """A draft that cannot be opened now, the sentences why, and whether it is money that lacks."""

    session: Session
    why: list[str]
    lacks_money: bool = False


@dataclass
class Hears:
    """What one colleague is to hear of one session: `then` is when they thought that it was."""

    told: Told
    session: Session
    then: tuple[Any, Any] | None = None


@dataclass
class Outlook:
    """What publishing the week of `team` from `monday` would do, pressed now.

    `needed` is {session id: øre set aside}, `free_ore` what is free before in the budgets that
    cover it. `news` is for each colleague what they hear; `places` how many get a place that is
    theirs each time, and `people` how many participants that is.
    """

    opening: list[Session] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    needed: dict[int, int] = field(default_factory=dict)
    free_ore: int = 0
    news: list[tuple[User, list[Hears]]] = field(default_factory=list)
    people: int = 0
    places: int = 0

    @property
    def needed_ore(self) -> int:
        """Return what is set aside in all (øre)."""
        return sum(self.needed[one.pk] for one in self.opening)

    @property
    def does_something(self) -> bool:
        """Tell whether there is anything to open or to tell."""
        return bool(self.opening or self.news)


@dataclass(frozen=True)
class Published:
    """What a press did: what is open now, what is not and why, how many colleagues were told.

    `waiting` are those who hear in the morning, since nobody is woken.
    """

    opened: list[Session]
    kept: list[tuple[Session, RuleBroken]]
    told: int
    waiting: int


def publish(team: Team, *, monday: date, by: User) -> Published:
    """Open each draft of the week that can be, and tell each colleague once, in one message.

    A draft that a rule holds back stays one, and the others are opened. A repeat opens and tells
    nothing more.
    """
    with alone_at(address(team.pk)):
        locked = _drafts(team, monday).select_for_update(of=("self",)).order_by("pk")
        drafts = sorted(locked, key=_by_time)
        list(_budgets(team, monday).select_for_update(of=("self",)))  # all, in their order
        opened: list[Session] = []
        kept: list[tuple[Session, RuleBroken]] = []
        for session in drafts:
            try:
                with transaction.atomic():
                    opened.append(promises.offer(session, by=by))
            except RuleBroken as broken:
                kept.append((session, broken))
        plan_changes.note_all_opened(opened, by=by)
        rows = ShiftNotice.objects.filter(_of_week(team, monday))
        told = shift_notices.tell_now(set(rows.values_list("session", flat=True)))
        waiting = rows.untrue().values("staff").distinct().count()
    return Published(opened, kept, told, waiting)


def address(team: int) -> str:
    """Return where one at a time opens a week of the team (its key), or draws one back."""
    return f"publish {team}"


@dataclass(frozen=True)
class DrawnBack:
    """What undoing a press did: what is a draft again, and what stays open and why.

    `hear` is how many colleagues are to hear of it, since they were told.
    """

    drafts: list[Session]
    kept: list[tuple[Session, RuleBroken]]
    hear: int


def draw_back(opened: Iterable[Session], *, by: User) -> DrawnBack:
    """Let those of `opened` that nobody has answered be drafts again; the others stay open.

    The rows of `opened` are held, and so is the `address` of the team. Raises RuleBroken when all
    must stay open.
    """
    with transaction.atomic():
        rows = list(opened)
        reservations.lock_for(rows)
        done: list[Session] = []
        kept: list[tuple[Session, RuleBroken]] = []
        for session in rows:
            try:
                done.append(promises.draw_back(session, by=by))
            except RuleBroken as broken:
                kept.append((session, broken))
        if not done:
            raise RuleBroken(_("Noen har svart på alt som ble åpnet. Flytt eller avlys i stedet."))
        untold = ShiftNotice.objects.filter(session__in=done).untrue()
        hear = untold.values("staff").distinct().count()
    return DrawnBack(done, kept, hear)


def foreseen(team: Team, *, monday: date, by: User) -> Outlook:
    """Return what `publish` would do. As many queries, however many sessions and colleagues."""
    drafts = list(
        _drafts(team, monday).select_related("activity", "place").with_staff().order_by("pk")
    )
    drafts.sort(key=_by_time)
    stopped = opening_blockers.of_many(drafts, team=team)
    outlook = Outlook(needed=promises.needed(drafts))
    outlook.kept = [Kept(one, stopped[one.pk]) for one in drafts if one.pk in stopped]
    _take_money(outlook, [one for one in drafts if one.pk not in stopped], monday)
    series = {one.pk: one.series_id for one in outlook.opening if one.series_id}
    held = RecurringSignUp.objects.filter(
        series__in=set(series.values()), participant__left_at__isnull=True
    ).values_list("series", "participant")
    of_series: dict[int, set[int]] = defaultdict(set)
    for key, participant in held:
        of_series[key].add(participant)
    outlook.people = len({one for some in of_series.values() for one in some})
    outlook.places = sum(len(of_series[key]) for key in series.values())
    outlook.news = _news(team, monday, outlook.opening, by=by)
    return outlook


def _drafts(team: Team, monday: date) -> Any:
    rows = Session.objects.filter(team=team, state=Session.State.DRAFT, ends_at__gt=timezone.now())
    return rows.on_days(monday, monday + A_WEEK - timedelta(days=1))


def _by_time(session: Session) -> Any:
    return session.starts_at, session.pk


def _of_week(team: Team, monday: date) -> Q:
    """Keep what is about a session of the week, as it is or as somebody was told that it is."""
    first, after = midnight(monday), midnight(monday + A_WEEK)
    now = Q(session__starts_at__gte=first, session__starts_at__lt=after)
    then = Q(told_starts_at__gte=first, told_starts_at__lt=after)
    return Q(session__team=team) & (now | then)


def _take_money(outlook: Outlook, ready: Iterable[Session], monday: date) -> None:
    """Sort `ready` by whether a budget has enough left, in the order in which they are opened."""
    ready = list(ready)
    if not any(outlook.needed[one.pk] for one in ready):
        outlook.opening = ready
        return
    asked = [(one, outlook.needed[one.pk]) for one in ready]
    done = opening.by_money(asked, _budgets(ready[0].team, monday))
    outlook.opening = [one for one, _ore in done.able]
    outlook.kept += [Kept(one, [why], lacks_money=True) for one, why in done.lacking]
    outlook.free_ore = done.free_ore
    outlook.kept.sort(key=lambda one: _by_time(one.session))


def _budgets(team: Team, monday: date) -> Any:
    """Return the approved budgets that hold for any day of the week, in the order of locking."""
    week = {"starts_on__lt": monday + A_WEEK, "ends_on__gt": monday}
    return Budget.objects.filter(team=team, approved_by__isnull=False, **week).in_order()


def _news(
    team: Team, monday: date, opens: list[Session], *, by: User
) -> list[tuple[User, list[Hears]]]:
    """Return what each colleague is to hear: of what is open already, and of what opens."""
    found: dict[int, list[Hears]] = defaultdict(list)
    staff: dict[int, User] = {}
    rows = {one.pk: one for one in opens}
    for one in shift_notices.untold(ShiftNotice.objects.filter(_of_week(team, monday))):
        row = one.row
        if row.session_id in rows and row.has_shift:  # type: ignore[attr-defined]
            continue  # it opens now, and is told as it is then
        if one.told is None or row.told_starts_at is None:
            then = None
        else:
            then = row.told_starts_at, row.told_ends_at
        staff[row.staff_id] = row.staff
        found[row.staff_id].append(Hears(one.told or Told.PUT_ON, row.session, then))
    theirs = Membership.objects.planning().filter(user=OuterRef("staff"), team=team)
    here = Q(Exists(theirs)) | Q(lent_by__isnull=False)
    shifts = Shift.objects.working().filter(here, session__in=rows).exclude(staff=by)
    believed = _believed(rows)
    for shift in shifts.select_related("staff").order_by("pk"):
        session = rows[shift.session_id]
        thought = believed.get((shift.session_id, shift.staff_id))
        if thought == (session.starts_at, session.ends_at, session.place_id):
            continue  # they were told so, and not that it was drawn back meanwhile
        staff[shift.staff_id] = shift.staff
        hears = Hears(Told.PUT_ON, session)
        if thought:
            hears = Hears(Told.MOVED, session, thought[:2])
        found[shift.staff_id].append(hears)
    for told in found.values():
        told.sort(key=lambda one: _by_time(one.session))
    return sorted(((staff[pk], told) for pk, told in found.items()), key=lambda one: str(one[0]))


def _believed(sessions: Iterable[int]) -> dict[tuple[int, int], tuple[Any, Any, int | None]]:
    """Return {(session, colleague): when and where} for those who believe that they work it."""
    rows = ShiftNotice.objects.filter(session__in=list(sessions), told__in=ShiftNotice.ON)
    named = rows.values_list("session", "staff", "told_starts_at", "told_ends_at", "told_place")
    return {(pk, staff): (starts, ends, place) for pk, staff, starts, ends, place in named}
