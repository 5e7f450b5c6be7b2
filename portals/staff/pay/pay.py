"""«Betaling»: who has something to come, handing over cash to one or to a group, the receipt."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import ALL_STAFF, PAYING, Team
from activities.models import Session
from core.money import kroner
from participants.models import Participant
from payouts.models import CashBox, CashReceipt, Earning, GiftCard, Way
from payouts.over_the_table import cash
from payouts.permissions import can_pay
from payouts.reports import owed
from portals.staff.pay import mistakes
from portals.staff.pay.pay_forms import GroupPayForm, PayForm
from portals.staff.pay.pay_lists import DueList, GroupList
from portals.staff.shared.forms.fields import choose_among
from portals.staff.shared.own_rows import SEEING_PAY, chosen_team, own_row, own_teams, teams_with
from portals.staff.shared.page_access import StaffRequest, seen, staff_form, staff_page
from portals.staff.shared.pages import rules_on, sum_on_button
from portals.staff.shared.people import own_payee

LOOKED_BACK = timedelta(days=60)


@staff_page(shows="list")
def pay(request: StaffRequest) -> HttpResponse:
    """List who has something to come, with sums."""
    teams = own_teams(request.user, SEEING_PAY)
    dues = owed.by_person(Earning.objects.filter(participant__team__in=teams).with_way())
    paying = teams_with(request.user, PAYING)
    table = DueList(request, dues, paying=paying)
    seen(request, [due.participant for due in table.shown])
    context = {
        "table": table,
        "dues": dues,
        "total_ore": sum(due.ore for due in dues),
        "paying": paying,
    }
    return render(request, "portals/staff/pay/pay.html", context)


@staff_form(shows="view")
def pay_person(request: StaffRequest, pk: int) -> HttpResponse:
    """Hand over cash to one person; a second tap shows the first receipt."""
    participant = own_payee(request, pk, question=can_pay)
    boxes = CashBox.objects.in_use().filter(team=participant.team).order_by("name")
    # What has just been paid may be sent again by a second tap: the verb answers with the receipt.
    earnings = participant.earnings.filter(state=Earning.State.APPROVED)
    form = PayForm(request.POST or None, team=participant.team, by=request.user)
    choose_among(form, earnings=earnings, box=boxes)
    if request.method == "POST" and form.is_valid():
        with rules_on(form):
            receipt = cash.pay(
                participant,
                earnings=[earning.pk for earning in form.cleaned_data["earnings"]],
                box=form.cleaned_data["box"],
                by=request.user,
                shown_ore=sum_on_button(request),
                **form.confirmed(),
            )
            messages.success(request, _("%(sum)s er betalt.") % {"sum": kroner(receipt.ore)})
            return redirect("staff:receipt", receipt.pk)
    due = owed.of_person(participant)
    chosen = set(request.POST.getlist("earnings")) if form.is_bound else due.wanted_as(Way.IN_HAND)
    cards = GiftCard.objects.filter(team=participant.team, state=GiftCard.State.IN_STOCK)
    context = {
        "form": form,
        "due": due,
        "boxes": boxes,
        "chosen": chosen,
        "ticked_ore": due.ore_of(chosen),
        "has_gift_cards": cards.exists(),
        **mistakes.to_correct(request, participant),
    }
    return render(request, "portals/staff/pay/pay_person.html", context)


@staff_page(shows="view")
def receipt(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a receipt that can be printed."""
    receipts = CashReceipt.objects.filter(box__team__in=Team.objects.of(request.user, ALL_STAFF))
    return mistakes.show_receipt(
        request, pk, receipts.select_related("box__team"), title=_("Kvittering"),
        template="portals/staff/pay/receipt.html",
        wrong_url=reverse("staff:receipt_wrong", args=[pk]),
    )  # fmt: skip


# --- At the table ------------------------------------------------------------
@staff_page(shows="print")
def envelope_list(request: StaffRequest) -> HttpResponse:
    """Show what to put in each envelope, with the notes and coins, to be printed."""
    teams = own_teams(request.user, SEEING_PAY)
    team = chosen_team(request, teams)
    found = owed.by_person(Earning.objects.filter(participant__team=team).in_cash())
    seen(request, [envelope.participant for envelope in found])
    context = {
        "team": team,
        "teams": teams,
        "envelopes": found,
        "total_ore": sum(envelope.ore for envelope in found),
        "kinds": owed.KRONER,
        "total_pieces": owed.total_pieces(found),
        "has_rest": any(envelope.rest_ore for envelope in found),
        "today": timezone.localdate(),
    }
    return render(request, "portals/staff/pay/envelopes.html", context)


@staff_page
def pay_groups(request: StaffRequest) -> HttpResponse:
    """List the sessions of late where somebody who took part has something to come in the hand."""
    teams = own_teams(request.user, PAYING)
    waiting = Earning.objects.waiting_for_payment().in_cash()
    people = waiting.filter(participant__team__in=teams).order_by().values("participant")
    now = timezone.now()
    waits = Q(attendances__participant__in=people)
    sessions = (
        Session.objects.filter(team__in=teams, starts_at__gt=now - LOOKED_BACK, starts_at__lte=now)
        .annotate(waiting=Count("attendances", filter=waits))
        .filter(waiting__gt=0)
        .select_related("activity", "team")
        .order_by("-starts_at", "-pk")
    )
    table = GroupList(request, sessions, hidden=() if len(teams) > 1 else ("team",))
    return render(request, "portals/staff/pay/pay_groups.html", {"table": table})


@staff_form(shows="list")
def pay_group(request: StaffRequest, pk: int) -> HttpResponse:
    """Pay everybody who was at a session, in cash; a second tap pays nobody again."""
    sessions = Session.objects.visible_to(request.user).select_related("activity")
    session = own_row(request, sessions, pk, can_pay, about="team")
    people = Participant.objects.filter(team=session.team, attendances__session=session).order_by(
        "chosen_name", "pk"
    )
    theirs = Earning.objects.filter(participant__in=people.order_by(), state=Earning.State.APPROVED)
    boxes = CashBox.objects.in_use().filter(team=session.team).order_by("name")
    form = GroupPayForm(request.POST or None, team=session.team, by=request.user)
    choose_among(form, people=people, earnings=theirs, box=boxes)
    if request.method == "POST" and form.is_valid():
        with rules_on(form):
            receipts = cash.pay_group(
                form.cleaned_data["box"],
                earnings=form.chosen(),
                by=request.user,
                shown_ore=sum_on_button(request),
                **form.confirmed(),
            )
            told = ngettext(
                "%(n)s person har fått %(sum)s.",
                "%(n)s personer har fått %(sum)s til sammen.",
                len(receipts),
            )
            ore = sum(receipt.ore for receipt in receipts)
            messages.success(request, told % {"n": len(receipts), "sum": kroner(ore)})
            return redirect("staff:pay_group", session.pk)
    found, others = map(owed.by_person, (theirs.in_cash(), theirs.in_another_way()))
    given = _given_today(session)
    seen(request, [envelope.participant for envelope in (*found, *others)])
    seen(request, [receipt.participant for receipt in given])
    ticked = set(request.POST.getlist("people")) if form.is_bound else None
    context = {
        "form": form,
        "session": session,
        "boxes": boxes,
        "envelopes": found,
        "others": others,
        "total_ore": sum(envelope.ore for envelope in found),
        "ticked": ticked,
        "ticked_ore": sum(
            one.ore for one in found if ticked is None or str(one.participant.pk) in ticked
        ),
        "given": given,
    }
    return render(request, "portals/staff/pay/pay_group.html", context)


def _given_today(session: Session) -> list[CashReceipt]:
    """Return today's receipts to those who were there: from each «Noe er feil» and «Angre»."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    receipts = CashReceipt.objects.filter(
        box__team=session.team_id, at__gte=midnight, participant__attendances__session=session
    )
    return list(receipts.select_related("participant").order_by("-at", "pk"))
