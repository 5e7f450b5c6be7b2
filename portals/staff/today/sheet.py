"""The sheet of one session: who came, who is in line, who works, what has been promised."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db.models import Case, Q, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import SEEING_PEOPLE, Team
from activities.models import OverLimit, Session
from activities.permissions import with_may_edit
from activities.taking_part import (
    attendance,
    attendance_history,
    guests,
    session_messages,
    signups,
)
from core.errors import RuleBroken
from core.hidden_fields import digest
from core.money import kroner
from core.text import row_key, whole_number
from participants.models import Participant
from payouts.earnings import promises
from payouts.models import Earning
from portals.staff.shared import plan_undo
from portals.staff.shared.lists import CHOSEN, looked_for
from portals.staff.shared.page_access import StaffRequest, seen, staff_button, staff_page
from portals.staff.shared.pages import back_to, carry_out
from portals.staff.shared.people_rows import (
    PersonRow,
    expected,
    how_many,
    in_line,
    is_correctable,
    is_recordable,
    recordable_people,
    row_of,
    rows_of,
    with_people,
)
from portals.staff.shared.session_money import SessionMoney, with_money
from portals.staff.shared.weeks import name_of_week
from portals.staff.shared.words import Words
from portals.staff.today import lent
from portals.staff.today.taking_part import recordable, say_when_it_begins, words_when_it_begins

MOST_OTHERS = 30


@staff_page(shows="list")
def sheet(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the session. Editors see it without people; a substitute sees their own shift's."""
    if mine := lent.shift_in(request.user, pk):
        return lent.sheet_of(request, mine)
    found = with_may_edit(Session.objects.visible_to(request.user), request.user)
    found = attendance_history.with_corrections(with_money(with_people(found)))
    session = get_object_or_404(found, pk=pk)
    may_edit: bool = session.may_edit  # type: ignore[attr-defined]
    seeing = Team.objects.of(request.user, SEEING_PEOPLE).filter(pk=session.team_id)
    words, problem = looked_for(request)
    sees_people = may_edit or seeing.exists()
    people = _people(request, session, None if problem else words) if sees_people else {}
    corrects = is_correctable(session) and "rett" in request.GET
    context = {
        "session": session,
        "may_edit": may_edit,
        "may_record": may_edit and (is_recordable(session) or corrects),
        "may_correct": may_edit and is_correctable(session),
        "mine": next((one for one in session.shifts.all() if one.staff == request.user), None),
        "sees_people": bool(people),
        "is_early": is_recordable(session) and attendance.is_early(session),
        "early_until": attendance.early_until(session),
        "week": name_of_week(session),
        "wanted": words.text,
        "problem": problem,
        "opening": _opening(session) if may_edit else None,
        "undo": plan_undo.of(request, session.team, session=session) if may_edit else None,
        "over_limits": _over_limits(session),
        "resources": session.resources.all() if session.state in Session.EDITABLE else [],
        "written": list(_written(session)) if people else [],
        "may_write": may_edit and session_messages.is_writable(session),
        **_chosen(request, people),
        **people,
    }
    return render(request, "portals/staff/today/sheet.html", context)


def _over_limits(session: Session) -> Any:
    """Return why leaders let somebody who works it pass a limit of working time."""
    return OverLimit.objects.filter(shift__session=session).select_related("decided_by")


def _written(session: Session) -> Any:
    return session.messages.with_counts().select_related("written_by").newest_first()


def _people(request: StaffRequest, session: Any, words: Words | None) -> dict[str, Any]:
    """Return the people whom the sheet names; whoever may edit sees what is promised, and others.

    The others are of the team and can be added, by name; `words` narrow them. What staff should
    know of each and a threshold comes with all, in one query.
    """
    rows, money = rows_of(session), None
    others: list[PersonRow] = []
    if session.may_edit:
        money = SessionMoney(session)
        here = {row.participant.pk for row in rows}
        listed, addable = Q(pk__in=here), Q(team=session.team, left_at=None)
        if words and words.text:
            addable &= Q(pk__in=_called(session, words))
        found = money.with_standing(Participant.objects.filter(listed | addable)).order_by(
            Case(When(listed, then=0), default=1), "chosen_name", "pk"
        )[: len(here) + MOST_OTHERS]
        told = {person: money.about_threshold(person) for person in found}
        rows = [replace(row, about_threshold=told[row.participant]) for row in rows]
        others = [
            PersonRow(session, person, None, took_part=False, about_threshold=said)
            for person, said in told.items()
            if person.pk not in here
        ]
    corrected = attendance_history.of(session)
    seen(request, [row.participant for row in (*rows, *others)])
    seen(request, [correction.participant for correction in corrected])
    return {
        "rows": expected(rows),
        "line": in_line(rows),
        "not_now": [row for row in rows if row.is_not_now],
        "others": others,
        "money": money,
        "corrections": corrected,
        "guests": session.guests.filter(participant=None),
    }


def _chosen(request: StaffRequest, people: dict[str, Any]) -> dict[str, Any]:
    """Return whom the address opens beside the list, with what they are promised, if any."""
    wanted = request.GET.get(CHOSEN, "")
    listed = [row for name in ("rows", "line", "not_now") for row in people.get(name, ())]
    chosen = next((row for row in listed if str(row.participant.pk) == wanted), None)
    if chosen is None or not people["money"]:
        return {"chosen": chosen}
    own = Earning.objects.live().filter(session=chosen.session, participant=chosen.participant)
    return {"chosen": chosen, "chosen_earning": own.first()}


def _called(session: Session, words: Words) -> list[int]:
    """Return whom of those who can be recorded the words are about, by name or whole code."""
    people = recordable_people(session).order_by().values_list("pk", "chosen_name", "code")
    return [key for key, name, code in people if words.within(name) or words.are(code)]


@staff_button
def attendance_save(request: StaffRequest, pk: int) -> HttpResponse:
    """Save the whole tick list: record whom was ticked, take back whom was ticked before.

    Somebody whom a colleague recorded meanwhile was not on this page's list and stays.
    """
    session = recordable(request, pk)
    ticked = set(request.POST.getlist("took_part"))
    before = set(request.POST.getlist("took_part_before"))
    team = {str(person.pk): person for person in recordable_people(session)}
    acts: list[tuple[Any, str]] = [(promises.record, key) for key in sorted(ticked - before)]
    acts += [(promises.reverse, key) for key in sorted(before - ticked)]
    known = [(verb, team[key]) for verb, key in acts if key in team]
    sentences = _each(known, request=request, session=session) + _guests_on_paper(request, session)
    for sentence in sentences:
        messages.error(request, sentence)
    if not sentences:
        messages.success(request, how_many(session))
        say_when_it_begins(request, session)
    return redirect(_sheet_with(session, request.POST.get(CHOSEN, "")))


def _sheet_with(session: Session, chosen: str) -> str:
    """Return the sheet's address, with whom was opened beside the list without JavaScript."""
    address = reverse("staff:sheet", args=[session.pk])
    corrects = "rett=1&" if is_correctable(session) else ""
    return f"{address}?{corrects}{CHOSEN}={row_key(chosen)}#valgt" if chosen else address


@staff_button(shows="view")
def attendance_record(request: StaffRequest, pk: int, participant_pk: int) -> HttpResponse:
    """Record that one person took part; a repeat changes nothing."""
    return _one_tap(request, pk, participant_pk, promises.record)


@staff_button(shows="view")
def attendance_reverse(request: StaffRequest, pk: int, participant_pk: int) -> HttpResponse:
    """Undo a tap; a repeat changes nothing."""
    return _one_tap(request, pk, participant_pk, promises.reverse)


@staff_button
def signup_join(request: StaffRequest, pk: int, participant_pk: int) -> HttpResponse:
    """Say «I'm coming» for somebody who asked us to."""
    session, participant = _session_and_person(request, pk, participant_pk)
    if carry_out(request, lambda: signups.join(session, participant=participant)):
        state = session.signups.get(participant=participant).state
        said = {
            "coming": _("%(name)s står på lista."),
            "in_line": _("Det er fullt akkurat nå. %(name)s står i køen."),
        }
        messages.success(request, said[state] % {"name": participant.chosen_name})
    return back_to(request, "staff:sheet", session.pk)


@staff_button
def signup_not_now(request: StaffRequest, pk: int, participant_pk: int) -> HttpResponse:
    """Say «not now» for somebody who asked us to."""
    session, participant = _session_and_person(request, pk, participant_pk)
    carry_out(
        request,
        lambda: signups.not_now(session, participant=participant, unless_here=True),
        said=_("%(name)s kommer ikke denne gangen.") % {"name": participant.chosen_name},
    )
    return back_to(request, "staff:sheet", session.pk)


def _session_and_person(
    request: StaffRequest, pk: int, participant_pk: int
) -> tuple[Session, Participant]:
    session = recordable(request, pk)
    people = recordable_people(session).select_related("primary_contact", "team")
    return session, get_object_or_404(people, pk=participant_pk)


def _one_tap(request: StaffRequest, pk: int, participant_pk: int, verb: Any) -> HttpResponse:
    """Run `verb` for one person; htmx gets the row back, everybody else the page."""
    session, participant = _session_and_person(request, pk, participant_pk)
    sentences = _each([(verb, participant)], request=request, session=session)
    if not request.htmx:
        for sentence in sentences:
            messages.error(request, sentence)
        say_when_it_begins(request, session)
        return back_to(request, "staff:sheet", session.pk)
    seen(request, [participant])
    shape = "tick_row" if request.POST.get("row") == "tick" else "person_row"
    words = SessionMoney(session).words_about(participant)
    context = {
        "row": replace(row_of(session, participant), about_threshold=words),
        "error": " ".join(sentences),
        "notice": words_when_it_begins(session),
        "session": session,
        "may_record": True,
        "next": request.POST.get("next", ""),
    }
    return render(request, f"portals/staff/today/parts/{shape}.html", context)


def _opening(session: Session) -> dict[str, Any] | None:
    """Return what opening a draft sets aside, in øre, and the digest that its button posts back."""
    if session.state != Session.State.DRAFT:
        return None
    ore = promises.needed([session])[session.pk]
    return {"ore": ore, "shown": digest(session.pk, ore)}


def _each(
    acts: list[tuple[Any, Participant]], *, request: StaffRequest, session: Session
) -> list[str]:
    """Run each verb on its person; return the sentences of rules that were broken."""
    sentences = []
    for verb, participant in acts:
        try:
            done = verb(session, participant=participant, by=request.user)
        except RuleBroken as broken:
            sentences.append(f"{participant.chosen_name}: {broken.message}")
            continue
        if isinstance(done, Earning):  # an approved honorarium stays
            said = _(
                "%(sum)s til %(name)s var alt på vei."
                " Pengene blir stående, og ingen krever dem tilbake."
            )
            name = participant.chosen_name
            messages.info(request, said % {"sum": kroner(done.ore), "name": name})
    return sentences


def _guests_on_paper(request: StaffRequest, session: Session) -> list[str]:
    """Add the guests that a paper sheet counts; return what stands in the way."""
    written = whole_number(request.POST.get("guests", ""))
    if not written:
        return []
    if not written.isascii() or not written.isdigit() or len(written) > 3:
        return [_("Skriv hvor mange gjester det var, med et tall.")]
    try:
        guests.fill_up(session, count=int(written), by=request.user)
    except RuleBroken as broken:
        return [broken.message]
    return []
