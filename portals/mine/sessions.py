"""What is next for me, what else there is, and saying yes or not now."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from activities.calendar_feeds import personal_calendar
from activities.calendar_feeds.ics_writer import calendar_feed
from activities.models import Session, SignUp, Wish
from activities.taking_part import alternatives, signups
from cms.publishing import story_questions
from core.errors import RuleBroken
from portals.mine import recurring_signups, session_summaries
from portals.mine.access import CardRequest, card_button, card_page, in_words, page, see_other
from portals.mine.pages import page_number, page_of
from portals.mine.session_messages import written_to

SHOWN_BESIDE_NEXT = 3
MOST_NOTICES = 3
_READ_OF_SAID_YES = 12


@card_page
def home(request: CardRequest) -> HttpResponse:
    """Show what is next for me, what was called off, and what I can join."""
    participant = request.participant
    said_yes = list(session_summaries.said_yes(participant)[:_READ_OF_SAID_YES])
    to_join, more = session_summaries.page_to_join(participant)
    seen = session_summaries.summaries([*said_yes, *to_join], participant=participant)
    mine, joinable = seen[: len(said_yes)], seen[len(said_yes) :]
    coming = [summary for summary in mine if summary.is_coming]
    waiting = [summary for summary in mine if summary.is_in_line]
    called_off = list(session_summaries.called_off(participant)[:MOST_NOTICES])
    ended_key = request.GET.get("angre", "")
    next_at = coming[0].session.starts_at if coming else datetime.max.replace(tzinfo=UTC)
    context = {
        "next": coming[0] if coming else None,
        "next_written": written_to(participant, coming[0].session) if coming else [],
        "also_coming": coming[1 : 1 + SHOWN_BESIDE_NEXT],
        "more_coming": len(coming) > 1 + SHOWN_BESIDE_NEXT or len(mine) == _READ_OF_SAID_YES,
        "waiting": waiting[:MOST_NOTICES],
        # Nobody shall set out for something that is called off, nor lose what is next behind it.
        "called_off_first": [row for row in called_off if row.starts_at <= next_at],
        "called_off_later": [row for row in called_off if row.starts_at > next_at],
        "joinable": joinable,
        "more": more,
        "recurring_signups": recurring_signups.of(participant),
        "questions": [one for one in story_questions.open_for(participant) if one.is_new],
        "no_place_left": "fullt" in request.GET,
        "ended": recurring_signups.ended_just_now(ended_key, participant=participant),
        "ended_key": ended_key,
    }
    return page(request, "home", context)


@card_page
def upcoming(request: CardRequest) -> HttpResponse:
    """Show page by page what I can join."""
    number = page_number(request)
    found, more = session_summaries.page_to_join(request.participant, number=number)
    context = {
        "joinable": session_summaries.summaries(found, participant=request.participant),
        "earlier": number - 1,
        "later": number + 1 if more else 0,
    }
    return page(request, "upcoming", context)


@card_page
def coming(request: CardRequest) -> HttpResponse:
    """Show everything that I have said yes to."""
    rows = page_of(session_summaries.said_yes(request.participant), request=request)
    seen = session_summaries.summaries(rows.object_list, participant=request.participant)
    return page(request, "coming", {"summaries": seen, "page": rows})


@card_page
def session(request: CardRequest, pk: int) -> HttpResponse:
    """Show one session whole."""
    return _session_page(request, _own(request, pk))


@card_button
def join(request: CardRequest, pk: int) -> HttpResponse:
    """Say «I'm coming»."""
    return _answer(request, pk, signups.join)


@card_button
def not_now(request: CardRequest, pk: int) -> HttpResponse:
    """Say «not now»."""
    return _answer(request, pk, signups.not_now)


@card_button
def wish(request: CardRequest, pk: int) -> HttpResponse:
    """Keep what I wish for this time, and whether somebody comes along.

    Who has not said yes is led to the page on which one can.
    """
    row, participant = _own(request, pk), request.participant
    with suppress(RuleBroken):
        signups.wish(row, participant=participant, wishes=request.POST.getlist("wish"))
        brings = request.POST.get("companion") == "yes"
        signups.bring_companion(row, participant=participant, brings=brings)
    return see_other("mine:session", row.pk)


@card_page
def calendar(request: CardRequest, pk: int) -> HttpResponse:
    """Give the session as an entry for the calendar of a phone, which others may see."""
    row = _own(request, pk)
    entry = personal_calendar.appointment(row, url=request.build_absolute_uri(reverse("mine:home")))
    return HttpResponse(
        calendar_feed([entry], name="Reir"),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="reir-{row.pk}.ics"'},
    )


def _own(request: CardRequest, pk: int) -> Session:
    return get_object_or_404(session_summaries.visible_to(request.participant), pk=pk)


def _answer(request: CardRequest, pk: int, verb: Any) -> HttpResponse:
    row = _own(request, pk)
    try:
        verb(row, participant=request.participant)
    except RuleBroken as broken:
        return _session_page(request, row, notice=in_words(request, broken), status=409)
    return see_other("mine:session", row.pk)


def _session_page(
    request: CardRequest, row: Session, *, notice: str = "", status: int = 200
) -> HttpResponse:
    participant = request.participant
    summary = session_summaries.summaries([row], participant=participant)[0]
    context: dict[str, Any] = {"summary": summary, "notice": notice, "alternatives": []}
    context["written"] = written_to(participant, row)
    context["helps_to_make"] = participant.co_organising.filter(activity=row.activity_id).exists()
    if summary.is_open:
        context["is_full"] = (summary.is_in_line or not summary.answer) and _is_full(row)
        if summary.is_in_line or context["is_full"]:
            others = alternatives.of(participant, instead_of=row)
            context["alternatives"] = session_summaries.summaries(others, participant=participant)
        if summary.signup and (summary.is_coming or summary.is_in_line):
            context["wishes"] = _wishes_of(summary.signup)
    if row.state == Session.State.CANCELLED and summary.answer != SignUp.State.NOT_NOW:
        context["kept_ore"] = session_summaries.kept_by(participant).filter(session=row).total()
    return page(request, "session", context, status=status)


def _wishes_of(signup: SignUp) -> list[tuple[str, str, bool]]:
    """Return (value, words, ticked) for each wish of the list."""
    ticked = set(signup.wishes.values_list("kind", flat=True))
    return [(value, str(label), value in ticked) for value, label in Wish.Kind.choices]


def _is_full(row: Session) -> bool:
    return row.places is not None and row.signups.coming().count() >= row.places
