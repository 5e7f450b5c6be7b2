"""Paying through Stripe: one transfer to a connected account for one honorarium. Off as shipped.

Three steps, so that a crash or a lost answer never pays twice: the payout, its key and its entry
are stored; Stripe is asked outside any transaction; what it answered is stored. A payout that
stays `sending` is asked for again with the same key within 23 hours, and after that looked up at
Stripe first; what is not found there, a person decides.

Locks: the earning, then the payout, then the voucher counter.
"""

import logging
from datetime import date, datetime, timedelta
from secrets import token_hex

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.languages import Words
from accounts.models import User
from accounts.second_person import must_be_two
from core.errors import RuleBroken, must_say_why
from core.money import kroner
from core.stripe_api import GatewayError, GatewayRefused
from ledger import chart
from notices import tasks
from notices.models import Task
from payouts import losses, payable, postings, settlement_dates
from payouts.models import Earning, Payout, StripeRecipient, StripeTransfer
from payouts.stripe import client

KEY_IS_GOOD_FOR = timedelta(hours=23)
"""Stripe may forget a key after 24 hours; then the same key would pay once more."""
ANSWER_MAY_COME_FOR = timedelta(minutes=2)
"""Longer than a process waits for Stripe: before that, nobody may say that nothing came of it."""

log = logging.getLogger(__name__)


def must_be_on() -> None:
    """Raise RuleBroken unless this payment method is turned on."""
    if not client.is_on():
        raise RuleBroken(_("Stripe er slått av her. Betal kontant, med gavekort eller til konto."))


def no_contact() -> RuleBroken:
    """Return what is said when Stripe is away."""
    return RuleBroken(_("Vi får ikke kontakt med Stripe nå. Ingenting er endret. Prøv igjen."))


def send(earning: Earning, *, by: User, shown_ore: int | None = None) -> Payout:
    """Pay an approved honorarium to its owner's account. A repeat returns the first payout.

    The payout is `paid` when Stripe has answered, `failed` when it said no, and `sending` when no
    answer came. `shown_ore` is the sum on the button. Four eyes: not by who connected the owner,
    and could have told Stripe their own account. Raises RuleBroken when it cannot be sent, and
    RuntimeError inside a transaction: what was stored must survive whatever Stripe answers.
    """
    must_be_on()
    payout, is_new = _begin(earning, by=by, shown_ore=shown_ore)
    return _ask(payout, by=by) if is_new else payout


def retry(payout: Payout, *, by: User | None) -> Payout:
    """Ask again with the stored key; after 23 hours look at Stripe instead. Idempotent.

    Raises RuleBroken when Stripe is away, and RuntimeError inside a transaction, as `send` does.
    """
    must_be_on()
    now = timezone.now()
    with transaction.atomic(durable=True):
        row, asked = _locked(payout)
        if row.state != Payout.State.SENDING:
            return row
        is_good = now - asked.asked_at < KEY_IS_GOOD_FOR
        if is_good:
            asked.last_asked_at = now
            asked.save(update_fields=["last_asked_at", "changed_at"])
    return _ask(row, by=by) if is_good else reconcile(row, by=by)


def reconcile(payout: Payout, *, by: User | None) -> Payout:
    """Look at Stripe for the transfer: found, the payout is settled; else it stays for a person."""
    return _look_up(payout, by=by)[0]


def _look_up(payout: Payout, *, by: User | None) -> tuple[Payout, client.Transfer | None]:
    """Do as `reconcile`, and tell what was found. Raises RuleBroken when Stripe is away."""
    must_be_on()
    row = Payout.objects.select_related("stripe_transfer").get(
        pk=payout.pk, method=Payout.Method.STRIPE
    )
    try:
        found = client.find(key=row.stripe_transfer.idempotency_key, group=row.end_to_end_id)
    except GatewayError as away:
        raise no_contact() from away
    if found:
        row = settle(row, found, by=by)
        if found.reversed_ore:
            reverse(found)
            row.refresh_from_db()
    return row, found


def arrived(payout: Payout, *, reason: str, by: User, moved_on: date | None = None) -> Payout:
    """Say that the money arrived though Stripe's list does not show it. `reason` is how we know.

    `moved_on` is the day that it went, today without. Raises RuleBroken for one that cannot be.
    """
    must_be_on()
    must_say_why(reason)
    row, found = _look_up(payout, by=by)
    if found:
        return row
    with transaction.atomic():
        row, asked = _locked(payout)
        if row.state == Payout.State.SENDING:
            postings.settle(row, account=chart.STRIPE, by=by, reason=reason.strip())
            day = moved_on or timezone.localdate()
            row.state = Payout.State.PAID
            settlement_dates.record(row, moved_on=day, made_at=asked.asked_at)
        elif row.state in Payout.OVER:
            raise RuleBroken(_("Dette er ført som ikke kommet fram. Last siden på nytt."))
    return row


def fail(payout: Payout, *, reason: str, by: User | None) -> Payout:
    """Say that the money did not arrive: it is owed again. A repeat changes nothing.

    Raises RuleBroken when Stripe has the transfer after all, or an answer may still come, and
    RuntimeError inside a transaction: it would undo that the transfer was found.
    """
    must_be_on()
    must_say_why(reason)
    with transaction.atomic(durable=True):
        row, asked = _locked(payout)
        if row.state in Payout.OVER:
            return row
        if row.state == Payout.State.PAID:
            raise RuleBroken(_("Dette er ført som kommet fram. Last siden på nytt."))
        if timezone.now() - asked.last_asked_at < ANSWER_MAY_COME_FOR:
            raise RuleBroken(_("Svaret fra Stripe kan fortsatt komme. Vent to minutter."))
    _row, found = _look_up(row, by=by)
    if found:
        raise RuleBroken(_("Stripe har overføringen. Den kan ikke føres som ikke kommet fram."))
    return _give_up(row, reason=reason.strip(), last_asked_at=asked.last_asked_at, by=by)


def settle(payout: Payout, found: client.Transfer, *, by: User | None) -> Payout:
    """Book that Stripe has the transfer. A repeat changes nothing.

    A transfer of another sum, currency or account is never booked: a leader is asked to look.
    """
    with transaction.atomic():
        row, asked = _locked(payout)
        agrees = (
            found.ore == row.earning.ore
            and found.currency == client.CURRENCY
            and found.account == asked.account_id
        )
        if not agrees:
            words = gettext_lazy(
                "Stripe har en annen sum eller konto enn vi ba om. Se i Stripe: %(id)s"
            )
            _ask_leader(row, step="other", text=lambda: words % {"id": found.id[:64]})
        elif row.state in Payout.OVER:
            if asked.transfer_id or found.reversed_ore == found.ore:
                return row  # it is back already
            _arrived_after_all(row, asked, found)
        elif row.state == Payout.State.SENDING:
            asked.transfer_id = found.id
            asked.save(update_fields=["transfer_id", "changed_at"])
            postings.settle(row, account=chart.STRIPE, by=by)
            row.state = Payout.State.PAID
            settlement_dates.record(row, moved_on=_day_of(found, asked), made_at=asked.asked_at)
    return row


def _arrived_after_all(row: Payout, asked: StripeTransfer, found: client.Transfer) -> None:
    """Book what was given up and was transferred all the same.

    A leader is asked when it cannot be booked yet, and told when it became a loss.
    """
    reason = _("Stripe overførte det etter at det var ført som ikke kommet fram")
    try:
        entry = losses.arrived_after_all(
            row, account=chart.STRIPE, reason=reason, by=None, moved_on=_day_of(found, asked)
        )
    except RuleBroken as broken:
        said = broken.message
    else:
        asked.transfer_id = found.id
        asked.save(update_fields=["transfer_id", "changed_at"])
        row.refresh_from_db()
        if entry.debit != chart.LOSS:
            return
        said = _("Honoraret er betalt to ganger. Det er ført som tap.")
    late = gettext_lazy(
        "Stripe overførte %(sum)s etter at vi førte det som ikke kommet fram: %(id)s"
    )
    words = {"sum": kroner(found.ore), "id": found.id[:64]}
    _ask_leader(row, step="late", text=lambda: f"{late % words}. {said}")


def reverse(told: client.Transfer) -> None:
    """Book that Stripe took a transfer back: the honorarium is owed again, and a leader is told.

    A part of a sum is not booked; the leader is asked. Idempotent.
    """
    asked = settle_from_event(told)  # the news that it arrived may not have come yet
    if asked is None:
        log.error("Stripe took back transfer %s, which is none we know.", told.id)
        return
    with transaction.atomic():
        row, _asked = _locked(asked.payout)
        if told.reversed_ore < row.earning.ore:
            part = gettext_lazy("Stripe tok tilbake en del, %(sum)s. Se i Stripe: %(id)s")
            words = {"sum": kroner(told.reversed_ore), "id": told.id[:64]}
            _ask_leader(row, step=f"part-{told.reversed_ore}", text=lambda: part % words)
        elif row.state in Payout.OVER:
            losses.found_again(row, account=chart.STRIPE, by=None)
        elif row.state == Payout.State.PAID:
            reason = _("Stripe tok pengene tilbake")
            postings.book_return(row, reason=reason, by=None)
            _is_failed(row, reason=reason)
            back = gettext_lazy(
                "Stripe tok tilbake %(sum)s. Honoraret kan betales på en annen måte."
            )
            sent = {"sum": kroner(row.earning.ore)}
            _ask_leader(row, step="back", text=lambda: back % sent)


def settle_from_event(told: client.Transfer) -> StripeTransfer | None:
    """Book a transfer of ours that Stripe tells about by itself; return what we asked for.

    None when it is not ours, or its person is forgotten. Idempotent.
    """
    asked = StripeTransfer.objects.filter(
        idempotency_key=told.key, payout__earning__participant__isnull=False
    ).first()
    if asked is not None:
        settle(asked.payout, told, by=None)
    return asked


def _begin(earning: Earning, *, by: User, shown_ore: int | None) -> tuple[Payout, bool]:
    """Store the payout, its key and its entry, and tell whether it is new."""
    with transaction.atomic(durable=True):
        row = Earning.objects.select_for_update().get(pk=earning.pk)
        live = Payout.objects.filter(earning=row, state__in=Payout.LIVE).first()
        if live and live.method == Payout.Method.STRIPE:
            return live, False
        if live:
            raise payable.paid_already(live)
        if row.state != Earning.State.APPROVED:
            raise payable.not_approved(row)
        payable.must_be_as_shown([row], shown_ore)
        recipient = StripeRecipient.objects.filter(participant=row.participant_id).first()
        if recipient is None or not recipient.can_receive:
            raise RuleBroken(
                _("%(name)s er ikke klar hos Stripe. Fullfør der, eller betal på en annen måte.")
                % {"name": row.participant.chosen_name}
            )
        must_be_two(recipient.connected_by, by)
        payout = Payout.objects.create(
            earning=row, method=Payout.Method.STRIPE, state=Payout.State.SENDING
        )
        now = timezone.now()
        StripeTransfer.objects.create(
            payout=payout,
            account_id=recipient.account_id,
            idempotency_key=f"reir-p{payout.pk}-{token_hex(8)}",
            asked_at=now,
            last_asked_at=now,
        )
        postings.send(payout, by=by)
    return payout, True


def _ask(payout: Payout, *, by: User | None) -> Payout:
    """Ask Stripe; believe a no only when it has no such transfer either."""
    asked = StripeTransfer.objects.get(payout=payout)
    known_as = {"key": asked.idempotency_key, "group": payout.end_to_end_id}
    found: client.Transfer | None
    why = ""
    try:
        try:
            found = client.transfer(account=asked.account_id, ore=payout.earning.ore, **known_as)
        except GatewayRefused as refused:
            why = str(refused)
            found = client.find(**known_as)
    except GatewayError as away:
        log.warning("No answer from Stripe about payout %s: %s", payout.pk, away)
        return payout
    if found:
        return settle(payout, found, by=by)
    reason = _("Stripe sa nei: %(why)s") % {"why": why[:80]}
    return _give_up(payout, reason=reason, last_asked_at=asked.last_asked_at, by=by)


def _give_up(payout: Payout, *, reason: str, last_asked_at: datetime, by: User | None) -> Payout:
    """End a payout that never left, unless somebody has asked Stripe again meanwhile."""
    with transaction.atomic():
        row, asked = _locked(payout)
        if row.state in Payout.OVER:
            return row
        if row.state != Payout.State.SENDING or asked.last_asked_at != last_asked_at:
            raise RuleBroken(_("Noen gjorde noe med utbetalingen samtidig. Last siden på nytt."))
        postings.fail(row, reason=reason[:120], by=by)
        _is_failed(row, reason=reason)
    return row


def _locked(payout: Payout) -> tuple[Payout, StripeTransfer]:
    Earning.objects.select_for_update(of=("self",)).get(pk=payout.earning_id)
    row = Payout.objects.select_for_update().get(pk=payout.pk, method=Payout.Method.STRIPE)
    return row, StripeTransfer.objects.get(payout=row)


def _day_of(found: client.Transfer, asked: StripeTransfer) -> date:
    """Return the day that Stripe made the transfer; its clock and ours may differ at midnight."""
    made = max(found.made_at, asked.asked_at)
    return min(timezone.localdate(made), timezone.localdate())


def _is_failed(row: Payout, *, reason: str) -> None:
    row.state, row.failed_reason = Payout.State.FAILED, reason[:200]
    row.save(update_fields=["state", "failed_reason", "changed_at"])


def _ask_leader(payout: Payout, *, step: str, text: Words) -> None:
    """Put it before the team's leader: who was paid stands on the task, not in its text."""
    participant = payout.earning.participant
    tasks.ask(
        key=f"stripe-payout:{payout.pk}:{step}",
        team=participant.team,
        kind=Task.Kind.FIND_MONEY,
        about=payout,
        participant=participant,
        assigned_to=tasks.leader_of(participant.team),
        text=text,
    )
