"""«Betaling»: who has something to come, handing it over in cash, and the receipt."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import second_person
from accounts.models import HOLDING_BUDGETS, PAYING, Role, Team
from core.money import kroner
from participants.models import Participant
from payouts.models import CashBox, CashReceipt, Earning, GiftCard, Payout, Way
from payouts.over_the_table import cash
from payouts.permissions import can_pay, can_see_pay
from portals.staff.pay import corrections, mistakes
from portals.staff.pay.pay_forms import PayForm
from portals.staff.shared.access import (
    StaffRequest,
    allow,
    own_teams,
    seen,
    shows_people,
    staff_page,
)
from portals.staff.shared.pages import form_view, rules_on, sum_on_button

SEEING_PAY = PAYING | {Role.AUDITOR}
SEEING_BANK = HOLDING_BUDGETS | {Role.AUDITOR}


@dataclass
class Due:
    """What one person has to come."""

    participant: Participant
    earnings: list[Earning] = field(default_factory=list)

    @property
    def ore(self) -> int:
        """Return the sum."""
        return sum(earning.ore for earning in self.earnings)

    @property
    def wishes(self) -> list[str]:
        """Return in words how it is wanted, when that is something else than in the hand."""
        wanted = {earning.wanted: None for earning in self.earnings}  # type: ignore[attr-defined]
        return [str(Way(way).label) for way in wanted if way != Way.IN_HAND]

    @property
    def suggested(self) -> set[str]:
        """Return the ids ticked to begin with: what is wanted in the hand, or all when none is."""
        return self.wanted_as(Way.IN_HAND)

    def wanted_as(self, way: str) -> set[str]:
        """Return the ids of what is wanted in this way, or all when nothing is."""
        wanted = [row for row in self.earnings if row.wanted == way]  # type: ignore[attr-defined]
        return {str(row.pk) for row in wanted or self.earnings}

    def ore_of(self, ticked: set[str]) -> int:
        """Return the sum of those whose ids are `ticked`."""
        return sum(row.ore for row in self.earnings if str(row.pk) in ticked)


def _owed(teams: Iterable[Team]) -> list[Due]:
    """Return everybody in `teams` with something to come, by name."""
    waiting = (
        Earning.objects.waiting_for_payment()
        .filter(participant__team__in=teams)
        .with_what()
        .with_way()
        .select_related("participant")
        .reverse()
    )
    dues: dict[int, Due] = {}
    for earning in waiting:
        dues.setdefault(earning.person_id, Due(earning.participant)).earnings.append(earning)
    return sorted(dues.values(), key=lambda due: due.participant.chosen_name.casefold())


@require_GET
@staff_page
@shows_people
def pay(request: StaffRequest) -> HttpResponse:
    """List who has something to come, with sums."""
    teams = own_teams(request.user, SEEING_PAY)
    dues = _owed(teams)
    seen(request, [due.participant for due in dues])
    paying = {team.pk for team in Team.objects.of(request.user, PAYING)}
    context = {
        "dues": dues,
        "total_ore": sum(due.ore for due in dues),
        "paying": paying,
        "sees_bank": Team.objects.of(request.user, SEEING_BANK).exists(),
    }
    return render(request, "portals/staff/pay/pay.html", context)


@form_view
@staff_page
@shows_people(act="view")
def pay_person(request: StaffRequest, pk: int) -> HttpResponse:
    """Hand over cash to one person; a second tap shows the first receipt."""
    people = Participant.objects.visible_to(request.user).select_related("team")
    participant = get_object_or_404(people, pk=pk)
    allow(can_pay(request.user, participant.team))
    seen(request, [participant])
    boxes = CashBox.objects.in_use().filter(team=participant.team).order_by("name")
    # What has just been paid may be sent again by a second tap: the verb answers with the receipt.
    earnings = participant.earnings.filter(state=Earning.State.APPROVED)
    form = PayForm(
        request.POST or None, earnings=earnings, boxes=boxes, team=participant.team, by=request.user
    )
    if request.method == "POST" and form.is_valid():
        with rules_on(form):
            receipt = _hand_over(form, participant, request)
            messages.success(request, _("%(sum)s er betalt.") % {"sum": kroner(receipt.ore)})
            return redirect("staff:receipt", receipt.pk)
    due = Due(participant, list(_waiting(participant)))
    chosen = set(request.POST.getlist("earnings")) if form.is_bound else due.suggested
    cards = GiftCard.objects.filter(team=participant.team, state=GiftCard.State.IN_STOCK)
    context = {"form": form, "due": due, "boxes": boxes, "chosen": chosen}
    context["ticked_ore"] = due.ore_of(chosen)
    context["has_gift_cards"] = cards.exists()
    context |= corrections.to_correct(request, participant)
    return render(request, "portals/staff/pay/pay_person.html", context)


@require_GET
@staff_page
@shows_people(act="view")
def receipt(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a receipt that can be printed."""
    receipts = CashReceipt.objects.filter(
        box__team__in=Team.objects.of(request.user, SEEING_PAY | {Role.PEER_WORKER, Role.EDITOR})
    )
    found = get_object_or_404(
        receipts.select_related("participant", "box__team", "paid_by", "witness").prefetch_related(
            Prefetch(
                "payouts",
                Payout.objects.prefetch_related(Prefetch("earning", Earning.objects.with_what())),
            )
        ),
        pk=pk,
    )
    allow(can_see_pay(request.user, found.box.team))
    seen(request, [found.participant])
    context = {
        "receipt": found,
        "second": second_person.of(found) if found.witness else None,
        **mistakes.of_receipt(request, found),
    }
    return render(request, "portals/staff/pay/receipt.html", context)


def _waiting(participant: Participant) -> QuerySet[Earning]:
    return participant.earnings.waiting_for_payment().with_what().with_way().reverse()


def _hand_over(form: PayForm, participant: Participant, request: StaffRequest) -> CashReceipt:
    values = form.cleaned_data
    return cash.pay(
        participant,
        earnings=[earning.pk for earning in values["earnings"]],
        box=values["box"],
        by=request.user,
        shown_ore=sum_on_button(request),
        **form.confirmed(),
    )
