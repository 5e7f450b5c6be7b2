"""Asking colleagues to take a shift, and their answer: the first yes gets it (docs/decisions/028).

Everybody who answers, and the leader, comes through the lock of the session; what is given is given
by `activities.staffing.cover`.
"""

from collections.abc import Iterable
from contextlib import suppress

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import LEADING, Membership, Team, User
from activities.models import CoverAsk, Session, Shift
from activities.staffing import cover, cover_asks, over_limits, shifts
from activities.staffing.cover_asks import STATE, Ended, link, tell, when
from core.errors import RuleBroken
from notices import waiting_states


@transaction.atomic
def ask(
    shift: Shift, *, staff: Iterable[User], by: User, in_return: Session | None = None
) -> list[CoverAsk]:
    """Ask each of `staff` whether they can take `shift`, and return the new asks.

    Nobody is asked twice for the same shift, nor after a no, until the need is over and comes anew.
    With `in_return`, a session that the one of `staff` works, it is a swap; who said no to the
    shift, or to swap it for another, can be asked that. Raises RuleBroken.
    """
    session = Session.objects.select_for_update(of=("self",)).get(pk=shift.session_id)
    if session.state != Session.State.PUBLISHED or session.ends_at <= timezone.now():
        raise RuleBroken(_("Økta er ikke åpen, så ingen kan spørres om vakten."))
    if not Shift.objects.filter(pk=shift.pk, staff=shift.staff_id).exists():
        raise RuleBroken(_("%(name)s har ikke vakten lenger.") % {"name": shift.staff})
    chosen = {one.pk: one for one in staff}
    works_here = Membership.objects.planning().filter(team=session.team_id, user__in=chosen)
    there = set(works_here.values_list("user", flat=True)) - {shift.staff_id}
    if not chosen or set(chosen) - there:
        raise RuleBroken(_("Velg noen som jobber i teamet."))
    if in_return:
        theirs = Shift.objects.filter(session=in_return, staff__in=chosen)
        if len(chosen) != 1 or not theirs.exists() or in_return.team_id != session.team_id:
            raise RuleBroken(_("Velg en vakt som en kollega har nå."))
    own = CoverAsk.objects.filter(session=session, instead_of=shift.staff, closed_at=None)
    if in_return:
        for row in own.filter(said_yes=False, staff__in=chosen).exclude(in_return=in_return):
            cover_asks.close_one(row, ended=Ended.NOT_NEEDED)
    asked = set(own.values_list("staff", flat=True))
    return [
        _ask(session, shift.staff, one, by=by, in_return=in_return)
        for pk, one in sorted(chosen.items())
        if pk not in asked
    ]


def _ask(
    session: Session, instead_of: User, staff: User, *, by: User, in_return: Session | None
) -> CoverAsk:
    token, token_hash = cover_asks.new_token()
    row = CoverAsk.objects.create(
        session=session, instead_of=instead_of, staff=staff, asked_by=by, in_return=in_return,
        token_hash=token_hash,
    )  # fmt: skip

    def body() -> str:
        words = {
            "when": when(session), "place": session.place,
            "page": link("staff:cover_answer", token),
        }  # fmt: skip
        if in_return is None:
            return _("Kan du ta en vakt %(when)s, %(place)s? Svar her: %(page)s") % words
        words["other"] = when(in_return)
        return (
            _("Vil du bytte vakt? Du får %(when)s, %(place)s. Du gir %(other)s. Svar her: %(page)s")
            % words
        )

    tell(staff, session, key=f"cover-ask:{row.pk}", body=body, gives_access=True)
    return row


@transaction.atomic
def answer(ask: CoverAsk, *, yes: bool) -> CoverAsk:
    """Answer for whoever was asked. The first yes gets the shift; a repeat changes nothing.

    Where the team wants it so (`needs_leader`), a yes waits for a leader's. Raises RuleBroken when
    the shift is gone, and as `cover.take_over`: then nothing is answered.
    """
    row = _locked(ask)
    if row.closed_at and (not yes or row.ended == Ended.GOT_IT):
        return row
    if not yes:
        row.said_yes, row.answered_at = False, timezone.now()
        row.save()
        waiting_states.refresh(STATE, row)
        return row
    if gone := why_gone(row):
        raise RuleBroken(gone)
    if row.said_yes:
        return row
    shift = _shift_of(row)
    row.said_yes, row.answered_at = True, timezone.now()
    if not needs_leader(row):
        return _give(row, shift, by=row.staff)
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
    gone = "" if row.said_yes and not row.closed_at else _("Byttet er trukket tilbake.")
    if gone := gone or why_gone(row):
        raise RuleBroken(gone)
    if yes:
        return _give(row, _shift_of(row), by=by, reason=reason)
    row.closed_at, row.ended = timezone.now(), Ended.LEADER_NO
    row.save()
    waiting_states.refresh(STATE, row)
    for user in (row.staff, row.instead_of):
        tell(
            user,
            row.session,
            key=f"cover-no:{row.pk}:{user.pk}",
            body=lambda: (
                _("Lederen sa nei til byttet %(when)s. Alt er som før.")
                % {"when": when(row.session)}
            ),
        )
    return row


def give_what_waits() -> int:
    """Give each yes that waits for a leader no more, and return how many.

    Who is replaced has become ill meanwhile, or leads the team by now (`needs_leader`). What cannot
    be given, since who said it is somewhere else, waits for the leader as before.
    """
    given = 0
    for ask in CoverAsk.objects.waiting_for_leader().select_related("session__team"):
        if needs_leader(ask):
            continue
        with suppress(RuleBroken), transaction.atomic():
            row = _locked(ask)
            if row.said_yes and not (row.closed_at or needs_leader(row) or why_gone(row)):
                _give(row, _shift_of(row), by=row.staff)
                given += 1
    return given


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

    It is a sentence for who was asked.
    Three queries at most. Whoever answers asks again under the lock.
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
    if not Shift.objects.filter(session=session, staff=ask.instead_of_id).exists():
        return _("Vakten er tatt, takk likevel.")
    others = CoverAsk.objects.waiting_for_leader().exclude(pk=ask.pk)
    if others.filter(session=session, instead_of=ask.instead_of_id).exists():
        return _("En annen har sagt ja, og lederen ser på det. Takk likevel.")
    theirs = Shift.objects.filter(session=ask.in_return_id, staff=ask.staff_id)
    if ask.in_return_id and not theirs.exists():
        return _("Du har ikke vakten som du skulle gi bort. Byttet gjelder ikke lenger.")
    return ""


def needs_leader(ask: CoverAsk) -> bool:
    """Tell whether a yes to `ask` waits for a leader's.

    Never for who is away, whom somebody must replace; nor when one of the two leads the team.
    """
    team = ask.session.team
    if not team.cover_needs_leader:
        return False
    two = [ask.staff_id, ask.instead_of_id]
    leading = Membership.objects.active().filter(team=team, role__in=LEADING, user__in=two)
    at_work = Shift.objects.filter(session=ask.session_id, staff=ask.instead_of_id).working()
    return at_work.exists() and not leading.exists()


def limits_passed(ask: CoverAsk) -> list[str]:
    """Return, for each limit of working time that a yes to `ask` passes, whose and which it is."""
    gone = Q(pk__in=[ask.session_id, *([ask.in_return_id] if ask.in_return_id else [])])
    found = over_limits.foreseen([ask.session], staff=[ask.staff], without=gone)
    if ask.in_return:
        found += over_limits.foreseen([ask.in_return], staff=[ask.instead_of], without=gone)
    return [sentence for _session, sentence in found]


def set_rule(team: Team, *, cover_needs_leader: bool) -> None:
    """Say whether a leader answers when colleagues of `team` give shifts to each other."""
    Team.objects.filter(pk=team.pk).update(cover_needs_leader=cover_needs_leader)


def _locked(ask: CoverAsk) -> CoverAsk:
    """Return the row under the locks of its people, then of its sessions, each kind in order."""
    both = [ask.staff_id, *([ask.instead_of_id] if ask.in_return_id else [])]
    list(User.objects.select_for_update(no_key=True).filter(pk__in=both).order_by("pk"))
    rows = [ask.session_id, *([ask.in_return_id] if ask.in_return_id else [])]
    list(Session.objects.select_for_update(of=("self",)).filter(pk__in=rows).order_by("pk"))
    return CoverAsk.objects.select_related(
        "session__team", "session__place", "in_return", "staff", "instead_of"
    ).get(pk=ask.pk)


def _shift_of(row: CoverAsk) -> Shift:
    return Shift.objects.get(session=row.session, staff=row.instead_of)


def _give(row: CoverAsk, shift: Shift, *, by: User, reason: str = "") -> CoverAsk:
    row.save()
    cover_asks.close(row.session, instead_of=row.instead_of, ended=Ended.TAKEN, won=row)
    if row.in_return is None:
        cover.take_over(shift, staff=row.staff, by=by, is_answer=True, reason=reason)
    else:
        theirs = Shift.objects.get(session=row.in_return, staff=row.staff)
        cover.exchange(shift, theirs, by=by, reason=reason)
    row.refresh_from_db()
    return row
