"""What I have earned: waiting for money, promised, on its way, paid."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Sum
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from participants.models import Participant
from payouts import preferences as choices
from payouts import thresholds
from payouts.models import Earning, Payout, VaultEntry, Way
from payouts.models.rate import Reason
from payouts.vault import bank_accounts as vault
from portals.mine.access import CardRequest, card_page, page
from portals.mine.pages import page_of


class EarningSummary:
    """An honorarium as the one who earned it sees it. Fetched by `_earnings_of`.

    One that `is_sent` is on its way by the bank: it can no longer be wanted in another way.
    """

    def __init__(self, earning: Any) -> None:
        self.earning, self.is_sent = earning, bool(earning.live_payouts)
        paid = [one for one in earning.live_payouts if one.state == Payout.State.PAID]
        self.payout: Payout | None = paid[0] if paid else None

    @property
    def step(self) -> str:
        """Return «unfunded», «promised», «on_its_way» or «paid»."""
        if self.payout:
            return "paid"
        if self.earning.state == Earning.State.UNFUNDED:
            return "unfunded"
        return "promised" if self.earning.state == Earning.State.PROMISED else "on_its_way"

    @property
    def step_words(self) -> str:
        """Return the step as a word."""
        return {
            "unfunded": _("venter på penger"),
            "promised": _("lovet"),
            "on_its_way": _("på vei"),
            "paid": _("betalt"),
        }[self.step]

    @property
    def way_words(self) -> str:
        """Return how it is wanted."""
        return {
            Way.IN_HAND: _("Du får dem i hånden."),
            Way.SAVED: _("Vi tar vare på dem for deg."),
            Way.GIFT_CARD: _("Du får et gavekort."),
            Way.BANK: _("De går til kontoen din."),
        }[Way(self.earning.wanted)]

    @property
    def how_paid(self) -> str:
        """Return in which shape it came, or ""."""
        if self.payout is None or self.payout.cash_receipt:
            return ""
        return {
            Payout.Method.GIFT_CARD: _("Du fikk et gavekort."),
            Payout.Method.BANK: self._in_the_bank(self.payout),
        }.get(Payout.Method(self.payout.method), "")

    @staticmethod
    def _in_the_bank(payout: Payout) -> str:
        said = _("De gikk til kontoen din.")
        if not payout.sealed_as:
            return said
        # Several honoraria come in one sum: this is how they are found in it.
        told = _("Der står de som «Utbetaling %(number)s».") % {"number": payout.number}
        return f"{said} {told}"

    @property
    def why(self) -> str:
        """Return in a sentence what it is for."""
        return {
            Reason.TOOK_PART: _("Du var med."),
            Reason.CANCELLED_BY_US: _("Vi måtte avlyse. Du får pengene likevel."),
            Reason.CARE_VISIT: _("Du så til et verk."),
            Reason.CO_ORGANISING: _("Du var med og planla."),
        }[Reason(self.earning.reason)]

    @property
    def paid_at(self) -> datetime | None:
        """Return when it was handed over."""
        if self.payout is None:
            return None
        receipt = self.payout.cash_receipt
        return receipt.at if receipt else self.payout.settled_at

    @property
    def paid_by(self) -> str:
        """Return the first name of who put it in my hand, or ""."""
        receipt = self.payout.cash_receipt if self.payout else None
        return receipt.paid_by.first_name if receipt else ""


@card_page
def earnings(request: CardRequest) -> HttpResponse:
    """Show the sums, and each honorarium with the day and what it is for."""
    rows = page_of(_earnings_of(request.participant), request=request)
    me, today = request.participant, timezone.localdate()
    sums = _sums(me)
    context = {
        "summaries": [EarningSummary(earning) for earning in rows],
        "page": rows,
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


def _earnings_of(participant: Participant) -> QuerySet[Earning]:
    live = Payout.objects.filter(state__in=Payout.LIVE).select_related("cash_receipt__paid_by")
    return (
        Earning.objects.owed()
        .filter(participant=participant)
        .with_what()
        .with_way()
        .prefetch_related(Prefetch("payouts", queryset=live, to_attr="live_payouts"))
    )


def _sums(participant: Participant) -> dict[str, int]:
    """Return the øre unfunded, promised, on its way and paid. An honorarium stands in one of them.

    What is on its way is also there by how it is wanted.
    """
    paid = Payout.objects.filter(earning=OuterRef("pk"), state=Payout.State.PAID)
    promised = Q(state=Earning.State.PROMISED)
    unfunded = Q(state=Earning.State.UNFUNDED)
    on_its_way = ~promised & ~unfunded & Q(is_paid=False)
    found = (
        Earning.objects.owed()
        .filter(participant=participant)
        .with_way()
        .annotate(is_paid=Exists(paid))
        .aggregate(
            unfunded=Sum("ore", filter=unfunded),
            promised=Sum("ore", filter=promised & Q(is_paid=False)),
            on_its_way=Sum("ore", filter=on_its_way),
            paid=Sum("ore", filter=Q(is_paid=True)),
            **{way.value: Sum("ore", filter=on_its_way & Q(wanted=way)) for way in Way},
        )
    )
    return {step: ore or 0 for step, ore in found.items()}
