"""Going past a limit of working time: a leader may, with a reason that stands on the shift.

The limits are `working_time`'s. Whoever puts somebody on a shift, or moves one, comes by here, so
that no page is a way past it (docs/decisions/035). What came to be past a limit in another way (a
series that goes on by itself, an undone change, hours written down later) is refused to nobody: it
stands in `ahead` until a leader has written why.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.contacts import contact_of
from accounts.models import LEADING, Membership, Team, User
from accounts.permissions import can_lead
from activities.models import Limit, OverLimit, Session, Shift
from activities.staffing import assignees, hours, working_time
from activities.staffing.working_time import AROUND, Broken, Span
from core.dates import midnight
from core.errors import RuleBroken, must_be_valid
from core.text import phone_in_words

LONGEST_REASON = 500


@dataclass(frozen=True)
class Passed:
    """A limit that a colleague passes in the weeks ahead: the shift that is last in that time.

    `reasons` are what leaders have written about it.
    """

    staff: User
    team: Team
    broken: Broken
    shift: Shift
    reasons: list[OverLimit] = field(default_factory=list)


def passed_by(session: Session, staff: User) -> list[Broken]:
    """Return the limits that `session` passes beside everything else that `staff` is to work.

    What has ended passes nothing any more. Two queries.
    """
    if session.ends_at <= timezone.now():
        return []
    theirs = _duties([staff.pk], session.starts_at, session.ends_at)
    times = theirs.exclude(session=session.pk).values_list("session__starts_at", "session__ends_at")
    return working_time.broken_by(
        working_time.span(session.starts_at, session.ends_at),
        [working_time.span(*one) for one in times],
        working_time.rules_of(session.team),
        contract=hours.contracts([staff.pk]).get(staff.pk),
    )


def foreseen(
    sessions: Iterable[Session], *, staff: Iterable[User], without: Q | None = None
) -> list[tuple[Session, str]]:
    """Return (session, sentence) for what `staff` would pass were they to work all of `sessions`.

    The sessions, saved or not, are of one team. `without` are those that they take the place of:
    themselves, unless given. Two queries.
    """
    rows, people = list(sessions), {one.pk: one for one in staff}
    if not rows or not people:
        return []
    known = without or Q(pk__in=[one.pk for one in rows if one.pk])
    busy: dict[int, list[Span]] = defaultdict(list)
    last = max(one.ends_at for one in rows)
    for key, starts_at, ends_at in (
        _duties(people, min(one.starts_at for one in rows), last)
        .exclude(session__in=Session.objects.filter(known))
        .values_list("staff", "session__starts_at", "session__ends_at")
    ):
        busy[key].append(working_time.span(starts_at, ends_at))
    spans, rules = working_time.spans_of(rows), working_time.rules_of(rows[0].team)
    contract = hours.contracts(people)
    found = []
    for number, session in enumerate(rows):
        beside = [*spans[:number], *spans[number + 1 :]]
        for key, person in people.items():
            others, agreed = [*busy[key], *beside], contract.get(key)
            passed = working_time.broken_by(spans[number], others, rules, contract=agreed)
            found += [(session, f"{person}: {one.words}.") for one in passed]
    return found


def _duties(staff: Iterable[int], first: datetime, last: datetime) -> Any:
    """Return what `staff` (ids) work around the time from `first` to `last`."""
    near = Shift.objects.worked_between(first - AROUND, last + AROUND)
    return near.filter(staff__in=list(staff))


def settle(session: Session, *, staff: User, by: User | None, reason: str) -> list[Broken]:
    """Return the limits that `staff` would pass in `session` and that `by` goes past for `reason`.

    Raises RuleBroken with what it is about: for a leader without a reason, and for anybody else,
    who hears which leader to ask. A timer, by nobody, is stopped by nothing. Whoever calls holds
    the person's row.
    """
    passed = passed_by(session, staff) if by is not None else []
    if not passed:
        return []
    said = f"{staff}: {in_words(passed)}."
    if by is None or not can_lead(by, session.team):
        raise RuleBroken(f"{said} {whom_to_ask(session.team, by=by)}")
    if not reason.strip():
        raise RuleBroken(f"{said} " + _("Skriv hvorfor det må bli slik."))
    return passed


def in_words(passed: Iterable[Broken]) -> str:
    """Return what is passed, with the sources."""
    return ", ".join(one.words for one in passed)


def whom_to_ask(team: Team, *, by: User | None) -> str:
    """Return the sentence for who may plan and does not lead: which leader to call."""
    leader = assignees.assignee_in(team, unlike=[by.pk if by else None], roles=LEADING)
    if leader is None or not can_lead(leader, team):
        return _("Bare en leder kan gå videre. Spør en leder i teamet.")
    contact = contact_of(leader, team=team)
    words = {"name": contact.name, "phone": phone_in_words(contact.phone), "team": contact.phone_of}
    if not contact.phone:
        return _("Bare en leder kan gå videre. Spør %(name)s.") % words
    if contact.phone_of:
        return _("Bare en leder kan gå videre. Spør %(name)s (%(team)s: %(phone)s).") % words
    return _("Bare en leder kan gå videre. Ring %(name)s, %(phone)s.") % words


def write(shift: Shift, passed: Sequence[Broken], *, by: Any, reason: str) -> None:
    """Keep why a leader lets `shift` pass these limits; what it passes no more is forgotten."""
    shift.over_limits.exclude(limit__in=[one.code for one in passed]).delete()
    for one in passed:
        OverLimit.objects.update_or_create(
            shift=shift, limit=one.code,
            defaults={
                "minutes": one.found // 60, "decided_by": by,
                "reason": reason.strip()[:LONGEST_REASON],
            },
        )  # fmt: skip


def settle_moved(session: Session, *, by: User | None, reason: str = "") -> None:
    """Hold everybody on `session`, which has other times than before, against the limits.

    What was decided stands where it is no worse. Raises RuleBroken as `settle`. Whoever calls holds
    the session's row.
    """
    shifts = Shift.objects.working().filter(session=session)
    for shift in shifts.select_related("staff").prefetch_related("over_limits"):
        passed = passed_by(session, shift.staff)
        if by is not None and undecided(shift, passed):
            settle(session, staff=shift.staff, by=by, reason=reason)
            write(shift, passed, by=by, reason=reason)
        else:
            shift.over_limits.exclude(limit__in=[one.code for one in passed]).delete()


def undecided(shift: Shift, passed: Iterable[Broken]) -> list[Broken]:
    """Return of `passed` what nobody has written a reason for on `shift`, or for less of it."""
    decided = {one.limit: one.minutes for one in shift.over_limits.all()}
    return [one for one in passed if not _is_decided(one, decided.get(one.code))]


def _is_decided(one: Broken, minutes: int | None) -> bool:
    if minutes is None:
        return False
    is_rest = one.found < one.limit
    return one.found // 60 >= minutes if is_rest else one.found // 60 <= minutes


@transaction.atomic
def explain(shift: Shift, *, by: User, reason: str) -> list[OverLimit]:
    """Write why `shift`, which is there already, may pass the limits that it passes.

    A repeat writes the same. Raises RuleBroken as `settle`, and when it passes none.
    """
    User.objects.select_for_update(no_key=True).get(pk=shift.staff_id)
    session = Session.objects.select_for_update(of=("self",)).get(pk=shift.session_id)
    row = Shift.objects.filter(pk=shift.pk).select_related("staff").first()
    if row is None:
        raise RuleBroken(_("%(name)s har ikke vakten lenger.") % {"name": shift.staff})
    passed = settle(session, staff=row.staff, by=by, reason=reason)
    if not passed:
        raise RuleBroken(_("Denne vakten går ikke over noen grense nå."))
    write(row, passed, by=by, reason=reason)
    return list(row.over_limits.all())


@transaction.atomic
def set_rules(team: Team, *, by: User, **columns: Any) -> Team:
    """Let these be the limits of `team`: minutes, or None (`working_time.SOURCES`). Repeatable.

    Raises RuleBroken for who does not lead it, and for what is other than the law without saying
    what it builds on. What was decided of shifts before stands.
    """
    if not can_lead(by, team):
        raise RuleBroken(_("En leder i teamet gjør dette."))
    row = Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    for name, value in columns.items():
        setattr(row, name, value)
    is_law = all(getattr(row, one.column) == one.default for one in working_time.LAWS)
    if not is_law and not row.working_time_agreement:
        raise RuleBroken(_("Skriv hvilken avtale det bygger på."))
    must_be_valid(row)
    row.save(update_fields=[*columns, "changed_at"])
    return row


def ahead(teams: Iterable[Team], *, monday: date, weeks: int) -> list[Passed]:
    """Return who of `teams` passes a limit in one of the `weeks` from `monday`. Five queries.

    All their duties count, wherever they are; each colleague is held against the rules of the
    first of `teams` that they work in. What is over is left out. What a substitute's shift passes
    is seen in the team that borrows them, by its rules, and not in the one that lends.
    """
    first, last = midnight(monday), midnight(monday + weeks * timedelta(days=7))
    people = _people_in(list(teams), first, last)
    contract = hours.contracts(people)
    theirs: dict[int, list[Any]] = defaultdict(list)
    rows = _duties(people, first, last).select_related("session")
    rows = rows.prefetch_related("over_limits__decided_by")
    for shift in rows.order_by("session__starts_at", "pk"):
        session = shift.session
        theirs[shift.staff_id].append(
            (working_time.span(session.starts_at, session.ends_at), shift)
        )
    found, now, of_week = [], timezone.now(), working_time.span(first, last)
    for key, pairs in theirs.items():
        spans = [one for one, _shift in pairs]
        for user, team, is_lent in people[key]:
            rules = working_time.rules_of(team)
            for broken in working_time.broken(spans, rules, contract=contract.get(key)):
                if not of_week.starts <= broken.during.starts < of_week.ends:
                    continue
                held = [shift for one, shift in pairs if _is_of(one, broken)]
                if not held or held[-1].session.ends_at <= now:
                    continue
                if not _is_seen(held[-1], team, is_lent=is_lent):
                    continue
                found.append(Passed(user, team, broken, held[-1], _reasons(held, broken)))
    return sorted(found, key=lambda one: (one.broken.during, str(one.staff), one.staff.pk))


def _people_in(
    teams: list[Team], first: datetime, last: datetime
) -> dict[int, list[tuple[User, Team, bool]]]:
    """Return {who: (they, the team, whether it borrows them)} of `teams`. Two queries."""
    people: dict[int, list[tuple[User, Team, bool]]] = {}
    members = Membership.objects.planning().filter(team__in=teams)
    for member in members.select_related("user", "team").order_by("pk"):
        people.setdefault(member.user_id, [(member.user, member.team, False)])
    lent = Shift.objects.working().filter(
        lent_by__isnull=False, session__team__in=teams,
        session__starts_at__gte=first, session__starts_at__lt=last,
    )  # fmt: skip
    for shift in lent.select_related("staff", "session__team").order_by("pk"):
        line = (shift.staff, shift.session.team, True)
        if line not in people.setdefault(shift.staff_id, []):
            people[shift.staff_id].append(line)
    return people


def _is_seen(shift: Shift, team: Team, *, is_lent: bool) -> bool:
    """Tell whether what `shift` passes is a matter for `team`, which may borrow its person."""
    if is_lent:
        return shift.lent_by_id is not None and shift.session.team_id == team.pk
    return shift.lent_by_id is None


def _reasons(held: list[Shift], broken: Broken) -> list[OverLimit]:
    return [row for shift in held for row in shift.over_limits.all() if row.limit == broken.code]


def _is_of(one: Span, broken: Broken) -> bool:
    """Tell whether a duty is of what is passed; what ends a rest that is too short is."""
    during = broken.during
    last = during.ends if broken.code == Limit.DAILY_REST else during.ends - 1
    return one.starts <= last and one.ends > during.starts
