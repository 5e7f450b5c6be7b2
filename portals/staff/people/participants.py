"""«Deltakere»: finding people, knowing them rightly, coming in, leaving, and the paper card."""

from typing import Any

from django.contrib import messages
from django.db.models import Case, Exists, OuterRef, Prefetch, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.models import ALL_STAFF, PLANNING, SEEING_PEOPLE, Team, User
from activities.models import Session, SignUp
from activities.taking_part import leaving
from participants import cards, consents, enrolment
from participants.models import Participant
from participants.permissions import can_edit_participant, can_issue_card
from payouts.models import Earning, Payout, Way
from payouts.permissions import can_pay, can_see_bank_accounts, can_see_pay
from portals.idempotency import shows_once
from portals.staff.people.participants_forms import ParticipantForm
from portals.staff.people.people_lists import ParticipantList
from portals.staff.shared.guests import became_new
from portals.staff.shared.own_rows import chosen_team, own_teams
from portals.staff.shared.page_access import StaffRequest, seen, staff_form, staff_page
from portals.staff.shared.pages import ask_first, form_page
from portals.staff.shared.people import own_participant

MOST_EARNINGS = 20


@staff_page(shows="list")
def participants(request: StaffRequest) -> HttpResponse:
    """List the people of my teams, mine first; with `?ut=ja` those who have left."""
    teams = own_teams(request.user, SEEING_PEOPLE)
    gone = request.GET.get("ut") == "ja"
    mine = Case(
        When(primary_contact=request.user, then=0),
        When(deputy_contact=request.user, then=1),
        default=2,
    )
    people = (
        Participant.objects.filter(team__in=teams, left_at__isnull=not gone)
        .select_related("team", "primary_contact", "deputy_contact")
        .order_by(mine, "chosen_name", "pk")
    )
    table = ParticipantList.of(request, people, teams=teams)
    seen(request, table.shown)
    context = {
        "table": table,
        "gone": gone,
        "may_enrol": Team.objects.of(request.user, PLANNING).exists(),
    }
    return render(request, "portals/staff/people/participants.html", context)


@staff_page(shows="view")
def participant(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what we know about one person, which is little."""
    teams = Team.objects.of(request.user, SEEING_PEOPLE)
    person = get_object_or_404(
        Participant.objects.filter(team__in=teams)
        .select_related("team", "primary_contact", "deputy_contact", "pay_choice")
        .annotate(has_card=Exists(cards.live_cards().filter(participant=OuterRef("pk"))))
        .prefetch_related("interests", "works"),
        pk=pk,
    )
    seen(request, [person])
    sees_pay = can_see_pay(request.user, person.team)
    context = {
        "person": person,
        "may_edit": can_edit_participant(request.user, person),
        "sees_pay": sees_pay,
        "way": Way(person.pay_choice.way if hasattr(person, "pay_choice") else Way.IN_HAND).label,
        "may_pay": sees_pay and can_pay(request.user, person.team),
        "may_open_vault": sees_pay and can_see_bank_accounts(request.user, person.team),
        "upcoming": _upcoming(person, by=request.user),
        "earnings": _earnings(person) if sees_pay else [],
        "consents": consents.shown_about(person),
        "this_year": timezone.localdate().year,
    }
    return render(request, "portals/staff/people/participant.html", context)


REACH = ("channel", "phone", "email", "language")


@staff_form
def participant_new(request: StaffRequest) -> HttpResponse:
    """Take somebody into the team. `?team=` names it for those who work in several."""
    teams = own_teams(request.user, PLANNING)
    team = chosen_team(request, teams)
    form = ParticipantForm(
        request.POST or None, team=team, initial={"primary_contact": request.user}
    )

    def act() -> HttpResponse:
        values = dict(form.cleaned_data)
        reach = enrolment.Reach(**{name: values.pop(name) for name in REACH})
        person = enrolment.enrol(team=team, by=request.user, reach=reach, **values)
        _warn_of_load(request, person)
        return became_new(request, person) or redirect("staff:participant", person.pk)

    return form_page(
        request, form, act, title=_("Ny deltaker"), lead=str(team), teams=teams, team=team,
        notice=enrolment.warning_for(request.user), back_url=reverse("staff:participants"),
    )  # fmt: skip


@staff_form(shows="view", one_at_a_time=True)
def participant_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change name, contacts, channel and interests."""
    person = own_participant(request, pk, question=can_edit_participant)
    form = ParticipantForm(request.POST or None, team=person.team, participant=person)

    def act() -> HttpResponse:
        _warn_of_load(request, enrolment.edit(person, by=request.user, **form.cleaned_data))
        return redirect("staff:participant", person.pk)

    back = reverse("staff:participant", args=[person.pk])
    return form_page(request, form, act, title=_("Endre"), lead=person.chosen_name, back_url=back)


@staff_form(shows="view")
def participant_leave(request: StaffRequest, pk: int) -> HttpResponse:
    """Let somebody go who wishes to; nothing that is theirs is lost."""
    person = own_participant(request, pk, question=can_edit_participant)

    def ask() -> dict[str, Any]:
        return {
            "question": _("Vil %(name)s gå ut?") % {"name": person.chosen_name},
            "consequence": _("Kortet slutter å virke. Honorar, verk og samtykker blir som de er."),
            "confirm_label": _("Ja, gå ut"),
            "back_url": reverse("staff:participant", args=[person.pk]),
        }  # fmt: skip

    return ask_first(
        request, ask, lambda: leaving.leave(person, by=request.user), row=person,
        said=enrolment.farewell(),
    )  # fmt: skip


@staff_form(shows="view")
def participant_readmit(request: StaffRequest, pk: int) -> HttpResponse:
    """Take somebody in again."""
    person = own_participant(request, pk, question=can_edit_participant)

    def ask() -> dict[str, Any]:
        return {
            "question": _("Skal %(name)s være med igjen?") % {"name": person.chosen_name},
            "consequence": _("Alt som var der før, er der fortsatt."), "color": "spruce",
            "confirm_label": _("Ja, ta inn igjen"),
            "back_url": reverse("staff:participant", args=[person.pk]),
        }  # fmt: skip

    return ask_first(
        request, ask,
        lambda: enrolment.readmit(
            person, by=request.user, exception_reason=request.POST.get("exception_reason", "")
        ),
        said=_("%(name)s er med igjen. Skriv ut et nytt kort.") % {"name": person.chosen_name},
        row=person,
    )  # fmt: skip


# --- The paper card ------------------------------------------------------------
@never_cache
@staff_form(shows="print")
def card(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask first, then show the new card. The one before stops at that moment."""
    person = own_participant(request, pk, question=can_issue_card)
    back = reverse("staff:participant", args=[person.pk])

    def ask() -> dict[str, Any]:
        return {
            "question": _("Lage nytt kort til %(name)s?") % {"name": person.chosen_name},
            "consequence": _(
                "Kortet vises én gang. Skriv det ut med det samme. Et eldre kort slutter å virke."
            ),
            "confirm_label": _("Lag kort"), "back_url": back,
        }  # fmt: skip

    def act() -> HttpResponse:
        _card, token = cards.issue(person, by=request.user)
        shows_once(request, leads_to=back)
        context = {"person": person, "qr": cards.qr_of(token), "back_url": back}
        return render(request, "portals/staff/people/card.html", context)

    return ask_first(request, ask, act, row=person)


@staff_form(shows="view")
def card_stop(request: StaffRequest, pk: int) -> HttpResponse:
    """Stop a card that is lost or in other hands. A new one can be made at any time."""
    person = own_participant(request, pk, question=can_issue_card)
    back = reverse("staff:participant", args=[person.pk])

    def ask() -> dict[str, Any]:
        live = cards.live_cards().filter(participant=person).first()
        consequence = _(
            "Kortet åpner ingenting fra nå av. Alt som er skrevet, er der fortsatt."
            " Dere kan lage et nytt kort når som helst."
        )
        return {
            "question": _("Stoppe kortet til %(name)s?") % {"name": person.chosen_name},
            "consequence": consequence if live else _("Det finnes ikke noe kort som virker nå."),
            "facts": live and live.pk, "confirm_label": _("Stopp kortet"), "back_url": back,
        }  # fmt: skip

    def act() -> None:
        for live in cards.live_cards().filter(participant=person):
            cards.revoke(live, by=request.user)

    return ask_first(request, ask, act, said=_("Kortet er stoppet."), row=person)


def _warn_of_load(request: StaffRequest, person: Participant) -> None:
    messages.success(request, _("Lagret."))
    if warning := enrolment.warning_for(person.primary_contact):
        messages.warning(request, warning)


def _upcoming(person: Participant, *, by: User) -> Any:
    """Return what the person has said yes to and what they wait for.

    `is_mine` tells whether `by` can open it: people come to what other teams have on, too.
    """
    said = (SignUp.State.COMING, SignUp.State.IN_LINE)
    return (
        SignUp.objects.filter(participant=person, state__in=said)
        .filter(session__in=Session.objects.upcoming().order_by().values("pk"))
        .select_related("session__activity", "session__place")
        .annotate(
            is_mine=Exists(Team.objects.of(by, ALL_STAFF).filter(pk=OuterRef("session__team")))
        )
        .order_by("session__starts_at")
    )


def _earnings(person: Participant) -> Any:
    paid = Payout.objects.filter(state=Payout.State.PAID)
    return (
        Earning.objects.owed()
        .filter(participant=person)
        .with_what()
        .prefetch_related(Prefetch("payouts", paid, to_attr="paid"))[:MOST_EARNINGS]
    )
