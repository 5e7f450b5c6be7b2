"""What passes a yearly threshold, as a list for payroll. Only reads; no tax status is stated.

Payroll knows who a code is: no national identity number is stored (rules.md#need-to-know).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, Sum

from ledger import spreadsheets
from participants.models import Participant
from payouts import thresholds
from payouts.models import Payout, Threshold


@dataclass(frozen=True)
class PayrollLine:
    """Somebody's year with one legal payer, over all teams and payment methods. Sums are øre.

    `promised_ore` is for what was in the year, paid or not. `paid_ore` was paid in the year,
    whenever it was for.
    """

    participant: Participant
    promised_ore: int
    paid_ore: int


def passed(threshold: Threshold, *, year: int) -> list[PayrollLine]:
    """Return whose promised or paid sum in `year` has passed it, by name, in three queries."""
    number = threshold.organisation_number
    earned = thresholds.earned_of(number, year=year).order_by().values_list("participant")
    promised = dict(earned.annotate(Sum("ore")))
    of_payer = Q(earning__session__team__organisation_number=number) | Q(
        earning__care_visit__work__team__organisation_number=number
    )
    in_year = Payout.objects.filter(of_payer, state=Payout.State.PAID, settled_at__year=year)
    paid = dict(in_year.values_list("earning__participant").annotate(Sum("earning__ore")))
    over = {key for sums in (promised, paid) for key, ore in sums.items() if ore > threshold.ore}
    people = Participant.objects.filter(pk__in=over).select_related("team", "ledger_person")
    lines = [PayrollLine(one, promised.get(one.pk, 0), paid.get(one.pk, 0)) for one in people]
    return sorted(lines, key=lambda line: line.participant.chosen_name.casefold())


def export(lines: Iterable[PayrollLine], *, threshold: Threshold) -> str:
    """Return a CSV: who pays, whose code and number in the ledger, and the two sums in kroner."""
    columns = ["Organisasjonsnummer", "Kode", "Nummer i regnskapet", "Lovet", "Betalt"]
    rows = (
        (
            threshold.organisation_number,
            line.participant.code,
            str(getattr(getattr(line.participant, "ledger_person", None), "number", "")),
            spreadsheets.kroner(line.promised_ore),
            spreadsheets.kroner(line.paid_ore),
        )
        for line in lines
    )
    return "".join(spreadsheets.lines(columns, rows))
