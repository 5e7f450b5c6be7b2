"""What I have earned: waiting for money, promised, on its way, paid."""

from typing import Any

from django.db.models import Case, Exists, OuterRef, Prefetch, Q, Sum, Value, When
from django.http import HttpResponse
from django.utils import timezone

from participants.models import Participant
from payouts import preferences as choices
from payouts import thresholds
from payouts.models import Earning, Payout, VaultEntry, Way
from payouts.vault import bank_accounts as vault
from portals.mine.access import CardRequest, card_page, page
from portals.mine.pages import page_of

STEPS = ("unfunded", "promised", "on_its_way", "paid")


@card_page
def earnings(request: CardRequest) -> HttpResponse:
    """Show the sums, and each honorarium with the day and what it is for."""
    me, today = request.participant, timezone.localdate()
    live = Payout.objects.filter(state__in=Payout.LIVE).select_related("cash_receipt__paid_by")
    # One with a live payout is on its way by the bank: it can no longer be wanted in another way.
    mine = _earnings_of(me).with_what()
    with_payouts = mine.prefetch_related(Prefetch("payouts", live, to_attr="live_payouts"))
    sums = _sums(me)
    context = {
        "page": page_of(with_payouts, request=request),
        "sums": sums,
        "always": choices.always(me),
        # Whether, and not which: the page needs no key of the vault.
        "account": VaultEntry.objects.filter(participant=me).values("confirmed_at").first(),
        "lacks_account": sums[Way.BANK] and not vault.has_account(me),
        "year": today.year,
        # Where I stand beside the yearly thresholds of who pays in my team.
        "standings": thresholds.standings([me], team=me.team, day=today).get(me.pk, []),
    }
    return page(request, "earnings", context)


def _earnings_of(participant: Participant) -> Any:
    """Return their honoraria, each with the one of `STEPS` at which it is, and how it is wanted."""
    paid = Payout.objects.filter(earning=OuterRef("pk"), state=Payout.State.PAID)
    step = Case(
        When(Exists(paid), then=Value("paid")),
        When(state__in=[Earning.State.UNFUNDED, Earning.State.PROMISED], then="state"),
        default=Value("on_its_way"),
    )
    return Earning.objects.owed().filter(participant=participant).with_way().annotate(step=step)


def _sums(participant: Participant) -> dict[str, int]:
    """Return the øre at each of `STEPS`, and what is on its way by how it is wanted."""
    steps = {step: Q(step=step) for step in STEPS}
    ways = {way.value: Q(step="on_its_way", wanted=way) for way in Way}
    sums = {name: Sum("ore", filter=rule) for name, rule in (steps | ways).items()}
    return {name: ore or 0 for name, ore in _earnings_of(participant).aggregate(**sums).items()}
