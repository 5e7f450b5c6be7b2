"""What we know about me, who has looked at it, changing it, and leaving."""

from typing import Any, NamedTuple

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from accounts.models import AccessEvent, Membership, Role
from activities.taking_part import leaving
from core.errors import RuleBroken
from core.hidden_fields import FIELD, Changed, digest, must_be_unchanged
from core.templatetags.formats import weekday_date
from core.text import phone_in_words
from participants import enrolment
from participants.models import Participant
from portals import card_cookie
from portals.mine import session_summaries
from portals.mine.about_forms import QUESTIONS
from portals.mine.access import (
    CardRequest,
    card_form,
    card_page,
    in_words,
    page,
    primary_contact,
    see_other,
)
from portals.mine.pages import page_of

EVENTS_ON_A_PAGE = 20


class Fact(NamedTuple):
    """One thing we know, and the question by which it is changed ("" when a person does that)."""

    label: str
    value: str
    question: str = ""


@card_page
def about(request: CardRequest) -> HttpResponse:
    """Show what we know about me, and the ways on."""
    return page(request, "about", {"facts": facts_about(request.participant)})


@card_page
def access_log(request: CardRequest) -> HttpResponse:
    """Show who has looked at me."""
    events = AccessEvent.objects.about(request.participant.pk)
    rows = page_of(events, request=request, size=EVENTS_ON_A_PAGE)
    return page(request, "access_log", {"events": _in_words(list(rows)), "page": rows})


@card_form
def change(request: CardRequest, what: str) -> HttpResponse:
    """Ask one question about me, and keep the answer."""
    question = QUESTIONS.get(what)
    if question is None:
        raise Http404
    answer = request.POST if request.method == "POST" else None
    form = question.for_person(request.participant, answer)
    if form.is_bound and form.is_valid():
        try:
            enrolment.edit(request.participant, by=None, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, in_words(request, broken))
        else:
            return see_other("mine:about")
    return page(request, "change", {"form": form})


@card_form
def leave(request: CardRequest) -> HttpResponse:
    """Ask once, then let the person go. Nothing that is theirs is lost."""
    facts = request.participant.pk, primary_contact(request.participant).first_name
    notice = ""
    if request.method == "POST":
        try:
            must_be_unchanged(request.POST.get(FIELD, ""), *facts)
        except Changed as changed:
            notice = changed.message
        else:
            leaving.leave(request.participant)
            response = see_other("mine:left")
            card_cookie.remove(response)
            return response
    return page(request, "leave", {"shown": digest(*facts), "notice": notice})


def facts_about(participant: Participant) -> list[Fact]:
    """Return what we know about `participant` beside what they have done, for them to change."""
    interests = ", ".join(interest.name for interest in participant.interests.all())
    contacts = filter(None, (participant.primary_contact, participant.deputy_contact))
    return [
        Fact(_("Navn"), participant.chosen_name),
        Fact(_("Kode"), participant.code),
        Fact(_("Team"), str(participant.team)),
        Fact(_("Kontakt"), session_summaries.listed(map(str, contacts))),
        Fact(_("Vi sier fra"), participant.get_channel_display(), "mate"),
        Fact(_("Telefon"), phone_in_words(participant.phone), "telefon"),
        Fact(_("E-post"), participant.email, "e-post"),
        Fact(_("Språk"), participant.get_language_display(), "sprak"),
        Fact(_("Du liker"), interests, "liker"),
        Fact(_("Med siden"), weekday_date(participant.created_at)),
    ]


def _in_words(events: list[Any]) -> list[Any]:
    """Give each of `events` its words, and what the person is in the team. One query."""
    held = (
        Membership.objects.filter(user__in={event.user_id for event in events})
        .order_by("created_at")
        .values_list("user_id", "team_id", "role")
    )
    roles: dict[tuple[int, int | None], str] = {}
    for user, team, role in held:
        # `None` answers for an event that names no team.
        roles[user, team] = roles[user, None] = str(Role(role).label)
    for event in events:
        event.role = roles.get((event.user_id, event.team_id), "")
        event.in_words = _what(event)
    return events


def _what(event: AccessEvent) -> str:
    """Return what they did, and with which kind of page, from the page's name."""
    act = event.get_act_display()
    name = event.what.rpartition(":")[2]
    for part, words in (
        ("card", _("kortet ditt")),
        ("consent", _("hva du har sagt ja til")),
        ("pay", _("honorar")),
        ("session", _("en økt")),
        ("sheet", _("en økt")),
        ("today", _("økter i dag")),
        ("week", _("økter i uka")),
        ("day_pack", _("økter på papir")),
        ("work", _("verk")),
        ("job", _("oppdrag")),
        ("idea", _("forslag")),
        ("participant", _("siden om deg")),
    ):
        if part in name:
            return f"{act}: {words}"
    return act
