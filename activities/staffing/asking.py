"""Asking colleagues to take a shift, and their answer: the first yes gets it (docs/decisions/028).

Everybody who answers, and the leader, comes through the session's lock; `cover` gives the shift.
"""

from collections.abc import Iterable
from contextlib import suppress
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import LEADING, Membership, Substitute, Team, User
from activities.models import CoverAsk, Session, Shift
from activities.staffing import cover, cover_asks, over_limits, shifts
from activities.staffing.cover_asks import STATE, Ended, tell
from core.errors import RuleBroken
from notices import waiting_states


@transaction.atomic
def ask(
    shift: Shift, *, staff: Iterable[User], by: User, in_return: Session | None = None
) -> list[CoverAsk]:
    """Ask each of `staff` whether they can take `shift`, and return the new asks.

    Nobody is asked twice to come to the session, nor after a no, until it is needed anew; nor who
    is on it by now.
    With `in_return`, a session that the one of `staff` works, it is a swap; who said no to the
    shift, or to swap it for another, can be asked that. Raises RuleBroken.
    """
    session = _open(shift.session_id)
    if not Shift.objects.filter(pk=shift.pk, staff=shift.staff_id).exists():
        raise RuleBroken(_("%(name)s har ikke vakten lenger.") % {"name": shift.staff})
    chosen = _not_there(session, staff)
    lent = _lent(session, chosen, is_swap=in_return is not None)
    if in_return:
        is_open = Session.objects.filter(pk=in_return.pk, state=Session.State.PUBLISHED)
        is_open = is_open.exclude(shifts__staff=shift.staff_id)  # they are not both there
        theirs = Shift.objects.filter(session__in=is_open, staff__in=chosen)
        if len(chosen) != 1 or not theirs.exists() or in_return.team_id != session.team_id:
            raise RuleBroken(_("Velg en vakt som en kollega har nå."))
    own = CoverAsk.objects.filter(session=session, instead_of=shift.staff, closed_at=None)
    if in_return:
        for row in own.filter(said_yes=False, staff__in=chosen).exclude(in_return=in_return):
            cover_asks.close_one(row, ended=Ended.NOT_NEEDED)
    asked = own if in_return else own | cover_asks.to_come(session)
    known = set(asked.values_list("staff", flat=True))
    return [
        _ask(session, shift.staff, one, by=by, in_return=in_return, lent_by=lent.get(pk))
        for pk, one in sorted(chosen.items())
        if pk not in known
    ]


@transaction.atomic
def ask_for_gap(session: Session, *, staff: Iterable[User], by: User) -> list[CoverAsk]:
    """Ask each of `staff` to come to `session`, which lacks somebody; otherwise as `ask`."""
    row = _open(session.pk)
    if not row.missing_staff:
        raise RuleBroken(_("Økta mangler ingen nå."))
    chosen = _not_there(row, staff)
    lent = _lent(row, chosen)
    asked = set(cover_asks.to_come(row).values_list("staff", flat=True))
    return [
        _ask(row, None, one, by=by, in_return=None, lent_by=lent.get(pk))
        for pk, one in sorted(chosen.items())
        if pk not in asked
    ]


@transaction.atomic
def take(session: Session, *, staff: User, part: str) -> Shift | CoverAsk:
    """Let `staff` take a place in `session` that nobody has: the shift, or a yes that waits.

    It waits for a leader where it passes a limit of working time. Raises RuleBroken as
    `cover.fill`.
    """
    User.objects.select_for_update(no_key=True).get(pk=staff.pk)
    row = _open(session.pk)
    is_there = Shift.objects.filter(session=row, staff=staff).exists()
    if is_there or not row.missing_staff or not over_limits.passed_by(row, staff):
        return cover.fill(row, staff=staff, part=part, by=staff)
    _lent(row, {staff.pk: staff})
    shifts.must_be_available(row, staff)
    _token, token_hash = cover_asks.new_token()
    ask, _is_new = CoverAsk.objects.update_or_create(
        session=row, staff=staff, instead_of=None, closed_at=None,
        defaults={"said_yes": True, "past_limit": True, "answered_at": timezone.now()},
        create_defaults={
            "said_yes": True, "past_limit": True, "answered_at": timezone.now(),
            "asked_by": staff, "token_hash": token_hash,
        },
    )  # fmt: skip
    waiting_states.refresh(STATE, ask)
    return ask


def _open(pk: int) -> Session:
    """Return the session, locked, to which somebody can be asked to come."""
    session = Session.objects.select_for_update(of=("self",)).get(pk=pk)
    if session.state != Session.State.PUBLISHED or session.ends_at <= timezone.now():
        raise RuleBroken(_("Økta er ikke åpen, så ingen kan spørres om vakten."))
    return session


def _not_there(session: Session, staff: Iterable[User]) -> dict[int, User]:
    """Return those of `staff` who are not on `session`, by id. Raises RuleBroken when all are."""
    chosen = {one.pk: one for one in staff}
    there = Shift.objects.filter(session=session, staff__in=chosen).values_list("staff", flat=True)
    names = [str(chosen.pop(pk)) for pk in there.order_by("pk")]
    if names and not chosen:
        words = {"names": ", ".join(names), "session": session.name}
        raise RuleBroken(_("%(names)s er på %(session)s alt. Velg noen andre.") % words)
    return chosen


def _lent(session: Session, chosen: dict[int, User], *, is_swap: bool = False) -> dict[int, Team]:
    """Return {who: their team} of the substitutes among `chosen`.

    Raises RuleBroken when one of them neither works in the team nor is willing to substitute.
    A substitute swaps nothing: what they would give is another team's.
    """
    works_here = Membership.objects.planning().filter(team=session.team_id, user__in=chosen)
    there = set(works_here.values_list("user", flat=True))
    rows = Substitute.objects.to_ask_in(session.team_id).filter(staff__in=set(chosen) - there)
    found = {} if is_swap else {
        one.staff_id: one.agreement.lends
        for one in rows.select_related("agreement__lends").order_by("-pk")
    }  # fmt: skip
    if not chosen or set(chosen) - there - set(found):
        raise RuleBroken(_("Velg noen som jobber i teamet."))
    return found


def _ask(
    session: Session,
    instead_of: User | None,
    staff: User,
    *,
    by: User,
    in_return: Session | None,
    lent_by: Team | None,
) -> CoverAsk:
    token, token_hash = cover_asks.new_token()
    row = CoverAsk.objects.create(
        session=session, instead_of=instead_of, staff=staff, asked_by=by, in_return=in_return,
        token_hash=token_hash, lent_by=lent_by,
    )  # fmt: skip
    body = partial(cover_asks.words_of_ask, row, token)
    tell(staff, session, key=f"cover-ask:{row.pk}", body=body, gives_access=True)
    return row


@transaction.atomic
def answer(ask: CoverAsk, *, yes: bool) -> CoverAsk:
    """Answer for whoever was asked. The first yes gets the shift; a repeat changes nothing.

    Where the team wants it so, or a limit of working time is passed (`needs_leader`), a yes waits
    for a leader's. Raises RuleBroken when the shift is gone, and as `cover.take_over`: then nothing
    is answered.
    """
    row = _locked(ask)
    if row.closed_at and (not yes or row.ended == Ended.GOT_IT):
        return row
    if not yes:
        row.said_yes, row.past_limit, row.answered_at = False, False, timezone.now()
        row.save()
        waiting_states.refresh(STATE, row)
        return row
    if gone := why_gone(row):
        raise RuleBroken(gone)
    if row.said_yes:
        return row
    row.said_yes, row.answered_at = True, timezone.now()
    row.past_limit = bool(limits_passed(row))
    if not needs_leader(row):
        return _give(row, by=row.staff)
    if row.in_return is None:
        shifts.must_be_available(row.session, row.staff)
    row.save()
    waiting_states.refresh(STATE, row)
    return row


@transaction.atomic
def decide(ask: CoverAsk, *, yes: bool, by: User, reason: str = "") -> CoverAsk:
    """Answer as a leader a yes that waits for it; both are told. A repeat changes nothing.

    `reason` is why a leader lets somebody pass a limit of working time by it (`limits_passed`).
    Raises RuleBroken when it waits no more, for the two whom it is about, and as `cover.take_over`.
    """
    row = _locked(ask)
    if by.pk in (row.staff_id, row.instead_of_id):
        raise RuleBroken(_("Du er med i byttet. La en annen svare."))
    if row.ended == (Ended.GOT_IT if yes else Ended.LEADER_NO):
        return row
    if gone := _gone_for_leader(row, yes=yes):
        raise RuleBroken(gone)
    if yes:
        return _give(row, by=by, reason=reason)
    row.closed_at, row.ended = timezone.now(), Ended.LEADER_NO
    row.save()
    waiting_states.refresh(STATE, row)
    others = [row.instead_of] if row.instead_of and _is_at_work(row) else []
    for user in (row.staff, *others):
        body = partial(cover_asks.words_of_no, row)
        tell(user, row.session, key=f"cover-no:{row.pk}:{user.pk}", body=body)
    return row


def _gone_for_leader(row: CoverAsk, *, yes: bool) -> str:
    """Return why a leader has nothing to answer, or cannot say `yes`; or ""."""
    if row.ended == Ended.TAKEN:
        return _("En annen har fått vakten.")
    if row.closed_at and row.instead_of_id is None:
        return _("Økta trenger ingen flere nå.")
    if row.closed_at or not row.said_yes:
        return _("Byttet er trukket tilbake.")
    if yes and why_gone(row):
        return _("%(name)s kan ikke få vakten lenger. Se økta slik den er nå.") % {
            "name": row.staff
        }
    return ""


def give_what_waits() -> int:
    """Give each yes that waits for a leader no more, and return how many.

    Who is replaced is ill, or leads the team by now (`needs_leader`); or no limit of working time
    is passed any more. Who said it is told. What cannot be given, since they are somewhere else,
    waits as before.
    """
    given = 0
    for ask in CoverAsk.objects.waiting_for_leader().select_related("session__team"):
        if _still_waits(ask):
            continue
        with suppress(RuleBroken), transaction.atomic():
            row = _locked(ask)
            if row.said_yes and not (row.closed_at or _still_waits(row) or why_gone(row)):
                _give(row, by=row.staff)
                cover_asks.tell_given(row)  # the timer gave it: nobody else has said so
                given += 1
    return given


def _still_waits(ask: CoverAsk) -> bool:
    """Tell whether a leader is to answer still; what passes no limit now is `past_limit` no more.

    It is not saved here.
    """
    ask.past_limit = ask.past_limit and bool(limits_passed(ask))
    return needs_leader(ask)


@transaction.atomic
def withdraw(shift: Shift) -> None:
    """Ask nobody any more: whose shift it is, works it. A repeat changes nothing."""
    session = Session.objects.select_for_update(of=("self",)).get(pk=shift.session_id)
    cover_asks.close(session, instead_of=shift.staff, ended=Ended.NOT_NEEDED)


def has_it(ask: CoverAsk) -> bool:
    """Tell whether who was asked got the shift and is to work it still."""
    session = ask.session
    return (
        ask.ended == Ended.GOT_IT
        and session.state == Session.State.PUBLISHED
        and session.ends_at > timezone.now()
        and Shift.objects.filter(session=session, staff=ask.staff_id).exists()
    )


def why_gone(ask: CoverAsk) -> str:
    """Return why a yes to `ask`, which nobody has (`has_it`), gets nothing now; or "".

    A sentence for who was asked. Five queries at most. Whoever answers asks again under the lock.
    """
    if ask.ended == Ended.GOT_IT:
        return _("Du har ikke denne vakten nå. Se planen eller ring teamet.")
    if ask.ended == Ended.TAKEN:
        return _("Vakten er tatt, takk likevel.")
    if ask.ended == Ended.LEADER_NO:
        return _("Lederen sa nei til byttet. Alt er som før.")
    session = ask.session
    if ask.closed_at or session.state != Session.State.PUBLISHED:
        return _("Vakten trenger ingen likevel. Takk.")
    if session.ends_at <= timezone.now():
        return _("Vakten er over. Takk likevel.")
    if _is_filled(ask):
        return _("Vakten er tatt, takk likevel.")
    willing = Substitute.objects.to_ask_in(session.team_id).filter(staff=ask.staff_id)
    if ask.lent_by_id and not willing.exists():
        return _("Avtalen om vikarer gjelder ikke lenger. Takk likevel.")
    others = CoverAsk.objects.keeping_others().exclude(pk=ask.pk)
    if ask.instead_of_id and others.filter(session=session, instead_of=ask.instead_of_id).exists():
        return _("En annen har sagt ja, og lederen ser på det. Takk likevel.")
    return _why_not_theirs(ask) if ask.in_return_id else ""


def _why_not_theirs(ask: CoverAsk) -> str:
    """Return why who was asked cannot give the shift of theirs in return; or ""."""
    theirs = Shift.objects.filter(session=ask.in_return_id, staff=ask.staff_id)
    state = theirs.values_list("session__state", flat=True).first()
    if state is None:
        return _("Du har ikke vakten som du skulle gi bort. Byttet gjelder ikke lenger.")
    if state != Session.State.PUBLISHED:
        return _("Vakten som du skulle gi bort, er ikke åpen nå. Byttet gjelder ikke lenger.")
    mine = Q(session=ask.session_id, staff=ask.staff_id)
    if Shift.objects.filter(mine | Q(session=ask.in_return_id, staff=ask.instead_of_id)).exists():
        return _("Dere er på samme økt nå. Byttet gjelder ikke lenger.")
    return ""


def _is_filled(ask: CoverAsk) -> bool:
    if ask.instead_of_id is None:
        return not ask.session.missing_staff
    return not Shift.objects.filter(session=ask.session_id, staff=ask.instead_of_id).exists()


def needs_leader(ask: CoverAsk) -> bool:
    """Tell whether a yes to `ask` waits for a leader's.

    Always when it is `past_limit`. By the team's rule never for who is away, whom somebody must
    replace, nor for a place that nobody has; nor when one of the two leads the team.
    """
    team = ask.session.team
    if ask.past_limit:
        return True
    if not team.cover_needs_leader or ask.instead_of_id is None:
        return False
    two = [ask.staff_id, ask.instead_of_id]
    leading = Membership.objects.active().filter(team=team, role__in=LEADING, user__in=two)
    return _is_at_work(ask) and not leading.exists()


def would_wait(ask: CoverAsk) -> bool:
    """Tell whether a yes to `ask` now would wait for a leader, by the rule or by working time."""
    return needs_leader(ask) or bool(limits_passed(ask))


def _is_at_work(ask: CoverAsk) -> bool:
    """Tell whether who would be replaced is there."""
    theirs = Shift.objects.filter(session=ask.session_id, staff=ask.instead_of_id)
    return theirs.working().exists()


def limits_passed(ask: CoverAsk) -> list[str]:
    """Return, for each limit of working time that a yes to `ask` passes, whose and which it is."""
    gone = Q(pk__in=[ask.session_id, *([ask.in_return_id] if ask.in_return_id else [])])
    found = over_limits.foreseen([ask.session], staff=[ask.staff], without=gone)
    if ask.in_return and ask.instead_of:
        found += over_limits.foreseen([ask.in_return], staff=[ask.instead_of], without=gone)
    return [sentence for _session, sentence in found]


def set_rule(team: Team, *, cover_needs_leader: bool) -> None:
    """Say whether a leader answers when colleagues of `team` give shifts to each other."""
    Team.objects.filter(pk=team.pk).update(cover_needs_leader=cover_needs_leader)


def _locked(ask: CoverAsk) -> CoverAsk:
    """Return the row under the locks of its people, then of its sessions, each kind in order."""
    other = ask.instead_of_id if ask.in_return_id else None
    both = [one for one in (ask.staff_id, other) if one]
    list(User.objects.select_for_update(no_key=True).filter(pk__in=both).order_by("pk"))
    rows = [ask.session_id, *([ask.in_return_id] if ask.in_return_id else [])]
    list(Session.objects.select_for_update(of=("self",)).filter(pk__in=rows).order_by("pk"))
    return CoverAsk.objects.select_related(
        "session__team", "session__place", "in_return", "staff", "instead_of", "lent_by"
    ).get(pk=ask.pk)


def _give(row: CoverAsk, *, by: User, reason: str = "") -> CoverAsk:
    row.save()
    session, staff, lent_by = row.session, row.staff, row.lent_by
    if row.instead_of is None:
        part = _free_part(session)
        cover.fill(session, staff=staff, by=by, part=part, reason=reason, lent_by=lent_by)
        row.refresh_from_db()
        return row
    shift = Shift.objects.get(session=session, staff=row.instead_of)
    cover_asks.close(session, instead_of=row.instead_of, ended=Ended.TAKEN, won=row)
    if row.in_return is None:
        cover.take_over(shift, staff=staff, by=by, is_answer=True, reason=reason, lent_by=lent_by)
    else:
        theirs = Shift.objects.get(session=row.in_return, staff=staff)
        cover.exchange(shift, theirs, by=by, reason=reason)
    row.refresh_from_db()
    return row


def _free_part(session: Session) -> str:
    leads = any(one.part == Shift.Part.LEAD for one in session.staff_there)
    return Shift.Part.SECOND if leads else Shift.Part.LEAD
