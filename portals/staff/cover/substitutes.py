"""«Vikarer på tvers»: what two teams' leaders have agreed, and each colleague's own yes."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import ALL_STAFF, LEADING, Membership, Substitute, SubstituteAgreement, Team
from accounts.permissions import can_lead
from activities.permissions import can_plan
from activities.staffing import substitutes as pool
from portals.staff.cover.cover_forms import AskTeamForm
from portals.staff.shared.own_rows import allow, for_team, own_team
from portals.staff.shared.page_access import StaffRequest, staff_button, staff_form, staff_page
from portals.staff.shared.pages import ask_first, back_to, carry_out, form_page


@dataclass(frozen=True)
class Line:
    """An agreement as one team sees it: what it says, who is willing, and what I may do."""

    agreement: SubstituteAgreement
    other: Team
    willing: list[str]
    leads_both: str
    """Who of those who asked and agreed leads both teams, "" for nobody."""
    may_answer: bool
    must_be_another: bool
    may_end: bool
    may_take_back: bool
    am_willing: bool | None
    """Whether I have said yes; None when it is not mine to say."""


@staff_page
def substitutes(request: StaffRequest) -> HttpResponse:
    """Show whom the team may ask in other teams, and which teams may ask here."""
    team, team_links = own_team(request)
    lines = _lines(request, team)
    context = {
        **team_links,
        "borrowing": [one for one in lines if one.agreement.borrows_id == team.pk],
        "lending": [one for one in lines if one.agreement.lends_id == team.pk],
        "may_lead": can_lead(request.user, team),
    }
    return render(request, "portals/staff/cover/substitutes.html", context)


@staff_form(one_at_a_time=True)
def substitutes_ask(request: StaffRequest) -> HttpResponse:
    """Ask another team's leader, for a team that I lead. `?team=` names mine."""
    team, team_links = own_team(request, LEADING)
    form = AskTeamForm(request.POST or None, team=team)
    return form_page(
        request, form,
        lambda: pool.ask(team, by=request.user, **form.cleaned_data),
        said=lambda made: _("Lederen i %(team)s er spurt.") % {"team": made.lends},
        title=_("Spør et annet team om vikarer"), lead=team.name, **team_links,
        notice=_("Lederen der svarer, og hver kollega sier ja for seg selv."),
        submit_label=_("Spør"), back_url=for_team("staff:substitutes", team),
    )  # fmt: skip


@staff_button
def substitutes_answer(request: StaffRequest, pk: int) -> HttpResponse:
    """Answer, as a leader of the team that would lend."""
    found = _own(request, pk)
    allow(can_lead(request.user, found.lends))
    yes = request.POST.get("answer") == "yes"
    said = _("Avtalen gjelder. Nå kan kollegene si ja.") if yes else _("Greit. De får vite det.")
    carry_out(request, lambda: pool.answer(found, yes=yes, by=request.user), said=said)
    return back_to(request, "staff:substitutes")


@staff_form
def substitutes_end(request: StaffRequest, pk: int) -> HttpResponse:
    """End an agreement, as a leader of either team; or take back what is not answered."""
    found = _own(request, pk)
    allow(can_lead(request.user, found.lends) or can_lead(request.user, found.borrows))
    if found.agreed_at is None:
        return ask_first(
            request,
            lambda: {
                "question": _("Trekke tilbake spørsmålet til %(team)s?") % {"team": found.lends},
                "consequence": _("Lederen der blir ikke spurt mer. Dere kan spørre på nytt."),
                "confirm_label": _("Ja, trekk tilbake"), "back_url": reverse("staff:substitutes"),
            },
            lambda: pool.end(found, by=request.user), said=_("Spørsmålet er trukket tilbake."),
        )  # fmt: skip
    return ask_first(
        request,
        lambda: {
            "question": _("Avslutte avtalen mellom %(lends)s og %(borrows)s?")
            % {"lends": found.lends, "borrows": found.borrows},
            "consequence": _("Ingen blir spurt mer. Vakter noen har sagt ja til, står."),
            "confirm_label": _("Ja, avslutt"), "back_url": reverse("staff:substitutes"),
        },
        lambda: pool.end(found, by=request.user), said=_("Avtalen er avsluttet."),
    )  # fmt: skip


@staff_button
def substitutes_me(request: StaffRequest, pk: int) -> HttpResponse:
    """Say for myself whether I may be asked."""
    found = _own(request, pk)
    allow(can_plan(request.user, found.lends))
    yes = request.POST.get("answer") == "yes"
    carry_out(
        request,
        lambda: pool.set_willing(found, staff=request.user, is_willing=yes),
        said=_("Takk! Du kan bli spurt, og kan si nei hver gang.") if yes
        else _("Greit. Ingen spør deg derfra."),
    )  # fmt: skip
    return back_to(request, "staff:substitutes")


def _own(request: StaffRequest, pk: int) -> SubstituteAgreement:
    mine = SubstituteAgreement.objects.of(Team.objects.of(request.user, ALL_STAFF))
    return get_object_or_404(mine.select_related("lends", "borrows"), pk=pk)


def _lines(request: StaffRequest, team: Team) -> list[Line]:
    """Return the agreements of `team` that are asked or in force. Six queries."""
    rows = SubstituteAgreement.objects.open().of([team])
    found = list(
        rows.select_related("lends", "borrows", "asked_by", "agreed_by").order_by("until", "pk")
    )
    willing = Substitute.objects.willing().at_work().filter(agreement__in=found)
    willing = willing.select_related("staff")
    people: dict[int, dict[int, str]] = {one.pk: {} for one in found}
    for one in willing.order_by("staff__first_name", "pk"):
        people[one.agreement_id][one.staff_id] = str(one.staff)
    roles = Membership.objects.active().filter(role__in=LEADING, user__is_active=True)
    leading = set(roles.values_list("user", "team"))
    me, works_here = request.user, can_plan(request.user, team)
    return [
        _line(one, team, people[one.pk], leading, me=me, works_here=works_here) for one in found
    ]


def _line(
    one: SubstituteAgreement,
    team: Team,
    willing: dict[int, str],
    leading: set[tuple[int, int]],
    *,
    me: Any,
    works_here: bool,
) -> Line:
    teams = (one.lends_id, one.borrows_id)
    both = [
        str(user)
        for user in (one.asked_by, one.agreed_by)
        if user and all((user.pk, key) in leading for key in teams)
    ]
    lends_here = one.lends_id == team.pk
    may_lead = any((me.pk, key) in leading for key in teams)
    answers = (me.pk, one.lends_id) in leading and one.agreed_at is None
    return Line(
        agreement=one,
        other=one.borrows if lends_here else one.lends,
        willing=list(willing.values()),
        leads_both=", ".join(both),
        may_answer=answers and me.pk != one.asked_by_id,
        must_be_another=answers and me.pk == one.asked_by_id,
        may_end=may_lead and one.agreed_at is not None,
        may_take_back=one.agreed_at is None and (me.pk, one.borrows_id) in leading,
        am_willing=me.pk in willing if lends_here and works_here and one.agreed_at else None,
    )
