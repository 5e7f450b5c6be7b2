"""Our mistakes with money: a loss with a reason, never claimed back (rules.md#keep-promises)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.second_person import must_be_two
from core.errors import RuleBroken, must_say_why
from core.hidden_fields import must_be_unchanged
from core.text import checked_line
from ledger import chart, posting
from ledger.models import Entry
from ledger.models.entry import Kind
from payouts import postings, settlement_dates
from payouts.models import Batch, Earning, Payout
from payouts.over_the_table import receipt_mistakes
from payouts.permissions import can_correct_payments

MOST_REASON = 120


def facts(earning: Earning, payout: Payout | None = None) -> tuple[object, ...]:
    """Return what a page that corrects has shown, for the digest: whose, how much, which."""
    return earning.pk, earning.participant_id, earning.ore, payout and payout.pk


def write_off(earning: Earning, *, reason: str, by: User, shown: str | None = None) -> Entry:
    """Book that an honorarium was promised by our mistake: from expense to loss.

    The person keeps it, and is paid it when they have not been. A repeat changes nothing. Raises
    Changed when it is not what was shown.
    """
    said = _reason(reason)
    with transaction.atomic():
        row = _locked(earning, by=by)
        if row.state != Earning.State.APPROVED:
            raise RuleBroken(_("Dette er ikke godkjent ennå. Ta bort krysset på økta i stedet."))
        must_be_unchanged(shown, *facts(row))
        return posting.post(
            Kind.WRITE_OFF,
            about=postings.about_earning(row),
            debit=chart.LOSS,
            credit=chart.EXPENSE,
            ore=row.ore,
            reason=said,
            by=by,
        )


def pay_again_to_loss(payout: Payout, *, reason: str, by: User, shown: str | None = None) -> Entry:
    """Book that money which the books call paid never reached the person: it is owed again.

    What left us is a loss; the payout is marked as not arrived, so that the honorarium can be
    paid once more by any payment method. Four eyes: not by the one who handed it over or said
    that it arrived. A repeat changes nothing; raises RuleBroken for what is not paid, and Changed
    when it is not what was shown.
    """
    said = _reason(reason)
    with transaction.atomic():
        earning = _locked(payout.earning, by=by)
        row = Payout.objects.select_for_update(of=("self",)).get(pk=payout.pk)
        existing = _booked(row).get(Kind.LOSE)
        if existing:
            return existing
        must_be_unchanged(shown, *facts(earning, row))
        if row.state != Payout.State.PAID:
            raise RuleBroken(_("Dette er ikke utbetalt."))
        said_paid = _who_said_paid(row)
        if said_paid is not None and by.pk == said_paid.pk:
            raise RuleBroken(_("En annen enn den som ga pengene, må rette dette."))
        must_be_two(said_paid, by)
        row.state = Payout.State.LOST
        row.failed_reason = said
        row.save(update_fields=["state", "failed_reason", "changed_at"])
        if receipt := row.cash_receipt or row.gift_card_receipt:
            receipt_mistakes.close_reports(receipt)
        return postings.book(
            row, Kind.LOSE, debit=chart.LOSS, credit=chart.OWED, by=by, reason=said
        )


def arrived_after_all(
    payout: Payout, *, account: str, reason: str, by: User | None, moved_on: date | None = None
) -> Entry:
    """Book that money which was booked as not arrived did arrive: it has left `account`.

    When the honorarium has not been paid meanwhile, this is what paid it. When it has, the person
    keeps both, and the second sum is our loss (rules.md#keep-promises). A repeat changes nothing;
    raises RuleBroken for what never left us, while the honorarium is on its way anew, and for a day
    that cannot be. `moved_on` is when it arrived, the day we asked for without. `by` is None when
    Stripe says so itself.
    """
    said = _reason(reason)
    with transaction.atomic():
        earning = _locked(payout.earning, by=by)
        batch = Batch.objects.locked(payout.batch_id) if payout.batch_id is not None else None
        row = Payout.objects.select_for_update(of=("self",)).get(pk=payout.pk)
        booked = _booked(row)
        if existing := _arrived_before(booked):
            return existing
        if row.state != Payout.State.FAILED or Kind.FAIL not in booked:
            raise RuleBroken(_("Bare penger som er ført som ikke kommet fram, kan føres slik."))
        if _is_paid_anew(earning):
            row.state = Payout.State.PAID_TWICE
            row.save(update_fields=["state", "changed_at"])
            kind, debit = Kind.PAID_TWICE, chart.LOSS
        else:
            day = moved_on or settlement_dates.asked_for(batch)
            row.state = Payout.State.PAID
            settlement_dates.record(row, moved_on=day, made_at=(batch or row).created_at)
            kind, debit = Kind.ARRIVE_LATE, chart.OWED
        return postings.book(row, kind, debit=debit, credit=account, by=by, reason=said)


def _arrived_before(booked: dict[Kind, Entry]) -> Entry | None:
    """Return what a repeat is answered with; raise RuleBroken for what was corrected since."""
    existing = booked.get(Kind.ARRIVE_LATE) or booked.get(Kind.PAID_TWICE)
    if existing and not booked.keys() & {Kind.LOSE, Kind.RETURN_LATE, Kind.RECOVER}:
        return existing
    if existing or Kind.LOSE in booked:
        raise RuleBroken(_("Dette er rettet før. Se i bøkene hva som er ført."))
    return None


def _is_paid_anew(earning: Earning) -> bool:
    """Tell whether another payout has paid `earning`; raise RuleBroken while one is under way."""
    live = (
        Payout.objects.filter(earning=earning, state__in=Payout.LIVE)
        .select_related("batch")
        .defer("batch__file")
        .first()
    )
    if live is None or live.state == Payout.State.PAID:
        return live is not None
    if live.state == Payout.State.SENDING or live.batch is None:
        raise RuleBroken(_("Honoraret er på vei på nytt. Vent på svar, og før så dette."))
    name = {"batch": live.batch.message_id}
    if live.batch.state == Batch.State.DRAFT:
        words = _("Honoraret ligger i %(batch)s. Ta det ut der først.")
        raise RuleBroken(words % name, about=live.batch)
    words = _("Honoraret ligger i %(batch)s, som er forseglet. Legg bort bunken først.")
    raise RuleBroken(words % name, about=live.batch)


def _locked(earning: Earning, *, by: User | None) -> Earning:
    row = (
        Earning.objects.select_for_update(of=("self",))
        .select_related("participant__team")
        .get(pk=earning.pk)
    )
    if by is not None and not can_correct_payments(by, row.participant.team):
        raise RuleBroken(_("Bare leder og økonomi kan føre noe som tap."))
    return row


def found_again(payout: Payout, *, account: str, by: User | None) -> Entry | None:
    """Book that money which was booked as lost lies on `account` again; None when it was not.

    The person has been promised or paid it anew, so only our loss becomes less. A repeat
    changes nothing.
    """
    lost = payout.entries.filter(kind__in=(Kind.LOSE, Kind.PAID_TWICE)).first()
    return lost and posting.post(
        Kind.RECOVER,
        about=posting.about_entry(lost),
        debit=account,
        credit=chart.LOSS,
        ore=lost.ore,
        reason=_("Kom tilbake etter at det var ført som tap"),
        by=by,
    )


def _who_said_paid(payout: Payout) -> User | None:
    """Return who handed it over, or said that it arrived; who sent it when a machine said so."""
    booked = _booked(payout)
    last = Kind.ARRIVE_LATE if Kind.ARRIVE_LATE in booked else Kind.SETTLE
    people = [booked[kind].by for kind in (last, Kind.SEND) if kind in booked]
    return next(filter(None, people), None)


def _booked(payout: Payout) -> dict[Kind, Entry]:
    """Return what is booked of `payout`, by kind."""
    return {Kind(entry.kind): entry for entry in payout.entries.all()}


def _reason(text: str) -> str:
    said = checked_line(text)
    must_say_why(said)
    if len(said) > MOST_REASON:
        raise RuleBroken(_("Skriv det kortere, med under 120 tegn."))
    return said
