"""A message to those of a session: writing it, looking it over, and whom it reached."""

from collections import Counter
from itertools import chain
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import PLANNING
from activities.models import MessageReceiver, Session, SessionMessage
from activities.taking_part import message_corrections, session_messages
from core.errors import RuleBroken
from core.hidden_fields import digest, must_be_unchanged
from core.text import row_key
from participants.models import Channel, Participant
from portals.staff.shared import refusals
from portals.staff.shared.own_rows import own_session, teams_with
from portals.staff.shared.page_access import StaffRequest, seen, staff_form, staff_page
from portals.staff.shared.pages import ask_first, form_page, what_was_shown
from portals.staff.today.session_messages_forms import DRAFTS, SessionMessageForm, draft_of

Way = MessageReceiver.Way
SENDS, WRITES = "send", "skriv"
"""What the buttons of the second page say in `step`: send it, or go on writing."""


def of_sessions(sessions: list[Session]) -> dict[int, list[SessionMessage]]:
    """Return what was written about each of `sessions`, the newest first. One query."""
    found: dict[int, list[SessionMessage]] = {session.pk: [] for session in sessions}
    rows = SessionMessage.objects.standing().filter(session__in=found).select_related("written_by")
    for row in rows.newest_first():
        found[row.session_id].append(row)
    return found


@staff_form(shows="list")
def session_write(request: StaffRequest, pk: int) -> HttpResponse:
    """Write to those who come, wait in line or work; look it over; send it."""
    session = own_session(request, pk)
    back_url = reverse("staff:sheet", args=[session.pk])
    try:
        session_messages.must_be_writable(session)
    except RuleBroken as broken:
        messages.error(request, refusals.in_words(broken))
        return redirect(back_url)
    groups = session_messages.groups(session, by=request.user)
    old = _to_correct(request, session)
    begins = {"to": ["coming"], "text": draft_of(session, request.GET.get("mal", ""))}
    if old is not None:
        begins = {"to": message_corrections.groups_of(old), "text": old.text}
    form = SessionMessageForm(
        request.POST or None,
        initial=begins,
        counts={name: len(people) for name, people in groups.items()},
    )
    step = request.POST.get("step", "")
    if request.method == "POST" and step != WRITES and form.is_valid():
        answer = _look_over(request, session, form, groups, old=old, sends=step == SENDS)
        if answer is not None:
            return answer
    return form_page(
        request, form, template="portals/staff/today/session_write.html",
        title=_("Skriv en ny") if old else _("Skriv til de som kommer"),
        lead=session.name, back_url=back_url,
        submit_label=_("Se hvem som får den"), session=session,
        drafts=[(name, label) for name, (label, _words) in DRAFTS.items()],
        chosen=request.GET.get("mal", ""), old=old,
    )  # fmt: skip


def _to_correct(request: StaffRequest, session: Session) -> SessionMessage | None:
    """Return the message that new words shall stand instead of (`?retter=`), if any."""
    wanted = row_key(request.GET.get("retter", ""))
    found: SessionMessage | None = session.messages.filter(pk=wanted).first() if wanted else None
    return found


def _look_over(
    request: StaffRequest,
    session: Session,
    form: Any,
    groups: Any,
    *,
    old: SessionMessage | None,
    sends: bool,
) -> HttpResponse | None:
    """Show who gets it and how; when that is what was shown before, send it.

    None leaves a sentence on the form.
    """
    text, to = form.cleaned_data["text"], form.cleaned_data["to"]
    if old is not None:
        to = sorted({*to, *message_corrections.groups_of(old)})
    people = list(chain.from_iterable(groups[name] for name in to))
    new = session_messages.not_yet_told(session, text=text, people=people)
    if not people:
        form.add_error("to", _("Det er ingen der akkurat nå. Velg noen andre."))
        return None
    if not new and not sends:
        form.add_error("text", _("Alle har fått akkurat disse ordene. Skriv noe annet."))
        return None
    way = {one: session_messages.way_to(one) for one in new}
    facts = (text, [(type(one).__name__, one.pk, how) for one, how in way.items()])
    if sends:
        try:
            if new:  # a second press finds nobody left, and is a success
                must_be_unchanged(what_was_shown(request), *facts)
            if old is not None:
                sent = message_corrections.correct(old, text=text, to=to, by=request.user)
            else:
                sent = session_messages.send(session, text=text, to=to, by=request.user)
        except RuleBroken as broken:
            messages.error(request, refusals.in_words(broken))
        else:
            messages.success(request, _("Beskjeden er sendt."))
            return redirect("staff:session_message", session.pk, sent.pk)
    own = teams_with(request.user, PLANNING)
    in_person = [one for one, how in way.items() if how == Way.IN_PERSON]
    seen(request, [one for one in in_person if isinstance(one, Participant)])
    ways = Counter(way.values())
    context = {
        "session": session, "old": old, "text": text, "to": to, "shown": digest(*facts),
        "number": len(new),
        "ways": [(how.label, ways[how]) for how in Way if ways[how]],
        "to_ring": [(one, *_to_ring(one, own)) for one in in_person],
        "already": len(people) - len(new), "sends": SENDS, "writes": WRITES,
        "inside": session_messages.kept_inside(session, text),
        "waits": not session_messages.cannot_wait(session.starts_at),
        "back_url": reverse("staff:sheet", args=[session.pk]),
    }  # fmt: skip
    return render(request, "portals/staff/today/session_write_look.html", context)


def _to_ring(person: Any, own: Any) -> tuple[Any, Any]:
    """Return whom one rings instead of `person`, or None, and the number.

    Whose team is not among `own` is reached by their contact: their number is for their own team.
    """
    if isinstance(person, Participant):
        if person.team_id not in own:
            contact = person.primary_contact
            return contact, contact.phone if contact else ""
        if person.channel == Channel.NONE:
            return None, ""
    return None, person.phone


@staff_page(shows="list")
def session_message(request: StaffRequest, pk: int, message_pk: int) -> HttpResponse:
    """Show one message: how it reached them, and who must be rung, to be ticked one by one.

    Who belongs to a team of somebody else is told by that team.
    """
    session = own_session(request, pk)
    found = session.messages.with_counts().select_related("written_by", "replaced_by")
    message = get_object_or_404(found, pk=message_pk)
    rows = session_messages.to_say(message)
    seen(request, [row.participant for row in rows])
    own = teams_with(request.user, PLANNING)
    for row in rows:
        row.may_tick = row.task is not None and row.task.team_id in own  # type: ignore[attr-defined]
        is_ours = row.participant is not None and row.participant.team_id in own
        is_lost = row.task is None and row.notice is not None and row.notice.told_at is None
        row.waits_in_list = is_ours and is_lost  # type: ignore[attr-defined]
        row.contact, row.phone = _to_ring(row.person, own)  # type: ignore[attr-defined]
    corrects = message.replaces.exists()
    context = {
        "session": session,
        "message": message,
        "to_say": rows,
        "may_write": message.replaced_by is None and session_messages.is_writable(session),
        "corrects": corrects,
        "may_withdraw": not corrects and message_corrections.is_unheard(message),
    }
    return render(request, "portals/staff/today/session_message.html", context)


@staff_form(shows="list")
def session_message_withdraw(request: StaffRequest, pk: int, message_pk: int) -> HttpResponse:
    """Ask once, then take back what nobody has been sent. A second press changes nothing."""
    session = own_session(request, pk)
    message = session.messages.filter(pk=message_pk).first()
    sheet = reverse("staff:sheet", args=[session.pk])
    if message is None:
        return redirect(sheet)
    page = reverse("staff:session_message", args=[session.pk, message.pk])

    def ask() -> dict[str, Any]:
        return {
            "question": _("Trekke beskjeden?"),
            "consequence": _(
                "Ingen har fått den ennå. Den blir ikke sendt, og står ikke på siden til noen."
            ),
            "confirm_label": _("Trekk beskjeden"), "back_url": page, "facts": message.text,
        }  # fmt: skip

    return ask_first(
        request, ask, lambda: message_corrections.withdraw(message),
        said=_("Beskjeden er trukket. Ingen har fått den."), to=sheet,
    )  # fmt: skip
