"""«Jeg er syk i dag», for oneself or for who rang in, and asking those who fit best."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.contacts import Contact, contact_of
from accounts.models import ALL_STAFF, LEADING, PLANNING, Membership, Team, User
from activities.models import CoverAsk, Session, Shift
from activities.staffing import asking, assignees, candidates, cover_asks
from activities.staffing import ill as illness
from activities.staffing.candidates import Candidate
from core.errors import RuleBroken
from core.text import row_key
from portals.staff.shared.own_rows import allow, own_teams
from portals.staff.shared.page_access import StaffRequest, staff_button, staff_form
from portals.staff.shared.pages import ask_first, carry_out

BEST = 3
"""How many are shown beside a shift, and asked unless somebody unticks them."""


@dataclass(frozen=True)
class Fit:
    """Somebody who could take a shift, with whom to ring."""

    candidate: Candidate
    contact: Contact


@dataclass(frozen=True)
class Line:
    """A shift that somebody cannot work: who was asked, and who fits best of the others.

    Without `shift` it is a place in `session` that nobody has.
    """

    shift: Shift | None
    session: Session
    asked: list[CoverAsk]
    fits: list[Fit]
    is_filled: bool = False


@staff_form
def ill(request: StaffRequest) -> HttpResponse:
    """Say that I am ill today: the second tap of two."""
    own_teams(request.user, PLANNING)
    return _ask_whether(request, request.user)


@staff_form
def colleague_ill(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that a colleague who rang in is ill today."""
    return _ask_whether(request, _colleague(request, pk))


@staff_button
def colleague_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Take today's absence back: they can work after all."""
    colleague = _colleague(request, pk)
    carry_out(
        request,
        lambda: illness.take_back(colleague, by=request.user),
        said=lambda number: (
            _("Fint. Vakter som ingen har tatt, står som før.")
            if number
            else _("Ingenting er meldt i dag. Planlagt fravær endrer du der det ble lagt inn.")
        ),
    )
    return redirect("staff:cover", colleague.pk)


@staff_form
def cover(request: StaffRequest, pk: int) -> HttpResponse:
    """Show who fits best for each shift that a colleague cannot work today, and ask them."""
    colleague = _colleague(request, pk)
    shifts = _shifts_of(request, colleague)
    if request.method == "POST":
        wanted = {
            tuple(map(row_key, one.partition(":")[::2])) for one in request.POST.getlist("ask")
        }
        carry_out(request, lambda: _ask(shifts, wanted, by=request.user), said=how_many)
        return redirect("staff:cover", colleague.pk)
    lines = [line_of(shift, asker=request.user) for shift in shifts]
    context = {
        "lent": _lent(request.user) if colleague.pk == request.user.pk else [],
        "colleague": colleague,
        "is_me": colleague.pk == request.user.pk,
        "is_reported": illness.is_reported(colleague),
        "can_come_back": illness.noted_today(colleague, by=request.user).exists(),
        "lines": lines,
        "may_ask": any(line.fits for line in lines),
    }
    return render(request, "portals/staff/cover/cover.html", context)


def line_of(shift: Shift, *, asker: User, most: int | None = BEST) -> Line:
    """Return the shift with who was asked and who fits, the best first, at most `most`.

    After them as many substitutes of other teams. Never `asker`, who need not be asked.
    """
    session = shift.session
    own = CoverAsk.objects.filter(session=session, instead_of=shift.staff_id, closed_at=None)
    both = own | cover_asks.to_come(session)
    asked = list(both.select_related("staff", "lent_by"))
    known = {asker.pk, *(one.staff_id for one in asked)}
    can = fits(candidates.of(session, instead_of=shift), session, known=known)
    others = fits(candidates.substitutes(session, instead_of=shift), session, known=known)
    return Line(shift, session, asked, [*can[:most], *others[:most]])


def fits(found: list[Candidate], session: Session, *, known: set[int]) -> list[Fit]:
    """Return those of `found` who can, and are not `known` already, with whom to ring."""
    return [
        Fit(one, contact_of(one.staff, team=one.lent_by or session.team))
        for one in found
        if not one.cannot and one.staff.pk not in known
    ]


def _ask_whether(request: StaffRequest, colleague: User) -> HttpResponse:
    is_me = colleague.pk == request.user.pk

    def ask() -> dict[str, Any]:
        question = _("Er du syk i dag?")
        if not is_me:
            question = _("Er %(name)s syk i dag?") % {"name": colleague}
        return {
            "question": question,
            "consequence": _(
                "Lederen og den som har vakttelefonen, får vite det med en gang. Grunnen skriver"
                " vi ingen steder: der står det bare «borte»."
            ),
            "confirm_label": _("Ja, borte i dag"),
            "back_url": reverse("staff:me" if is_me else "staff:colleagues"),
        }

    return ask_first(
        request, ask, lambda: illness.report(colleague, by=request.user),
        said=_("Det er notert. God bedring!") if is_me else _("Det er notert."),
        to=reverse("staff:cover", args=[colleague.pk]),
    )  # fmt: skip


@transaction.atomic
def _ask(shifts: list[Shift], wanted: set[Any], *, by: User) -> int:
    """Ask for all the shifts or, when one of them cannot be asked for, for none."""
    number, keys = 0, {one.pk for one in shifts}
    if not wanted or {shift for shift, _staff in wanted} - keys:
        raise RuleBroken(_("Kryss av for hvem du vil spørre."))
    for shift in sorted(shifts, key=lambda one: one.session_id):  # the order of locks
        staff = [pk for shift_pk, pk in wanted if shift_pk == shift.pk]
        if staff:
            number += len(asking.ask(shift, staff=User.objects.filter(pk__in=staff), by=by))
    return number


def how_many(number: int) -> str:
    """Return what is said when so many were asked."""
    if not number:
        return _("De er spurt alt. Du får vite det når noen svarer.")
    return ngettext(
        "%(n)s kollega er spurt. Den som svarer ja først, får vakten.",
        "%(n)s kolleger er spurt. Den som svarer ja først, får vakten.",
        number,
    ) % {"n": number}


def _shifts_of(request: StaffRequest, colleague: User) -> list[Shift]:
    """Return the shifts that I may see to, in the teams where I plan: there I know who could."""
    planned = Team.objects.of(request.user, PLANNING)
    return list(illness.shifts_of_today(colleague).filter(session__team__in=planned))


def _lent(me: Any) -> list[tuple[Shift, Contact | None]]:
    """Return what I was to work today as a substitute, with the leader there, whom I can ring."""
    planned = Team.objects.of(me, PLANNING)
    found = illness.shifts_of_today(me).filter(lent_by__isnull=False)
    lines = []
    for shift in found.exclude(session__team__in=planned):
        team = shift.session.team
        leader = assignees.assignee_in(team, unlike=[me.pk], roles=LEADING)
        lines.append((shift, contact_of(leader, team=team) if leader else None))
    return lines


def _colleague(request: StaffRequest, pk: int) -> User:
    """Return who works in a team of mine: 404 for others, 403 where I do not plan."""
    at_work = Membership.objects.planning()
    mine = at_work.filter(team__in=Team.objects.of(request.user, ALL_STAFF))
    colleague = get_object_or_404(User.objects.filter(pk__in=mine.values("user")), pk=pk)
    if colleague.pk == request.user.pk:
        return colleague
    planned = at_work.filter(team__in=Team.objects.of(request.user, PLANNING), user=colleague)
    allow(planned.exists())
    return colleague
