"""What became of payouts that went to the bank: arrived, did not, came back.

One person has one payment in a batch (`payouts.bank.batches`), and it arrives or comes back as a
whole: what is said of one payout holds for all that were sealed under the same EndToEndId.

Locks: the earnings sorted by number, then the batch, then the voucher counter. Nothing is ever
sent again by itself: a payout that did not arrive is over, and its honorarium waits for a new one.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import dates
from core.errors import RuleBroken, must_say_why
from ledger import chart, plain_rows
from ledger.models import Entry
from payouts import bookings, corrections, settlement_dates
from payouts.bank import batches, pain002
from payouts.models import BankAnswer, Batch, Earning, Payout


def settle(payout: Payout, *, by: User, moved_on: date | None = None) -> Payout:
    """Say that a payout arrived, with all of its payment. A repeat changes nothing.

    `moved_on` is when the bank paid; without it, the day it was asked to. Raises RuleBroken for a
    day that cannot be.
    """
    with transaction.atomic():
        row, together, batch = _locked(payout)
        if row.state in Payout.OVER:
            raise RuleBroken(_("Denne er ført som ikke kommet fram. Se om den er betalt på nytt."))
        if row.state == Payout.State.QUEUED:
            raise RuleBroken(_("Bunken er ikke sendt ennå."))
        if row.state == Payout.State.SENDING:
            day = moved_on or settlement_dates.asked_for(batch)
            moment = settlement_dates.moment(day, made_at=batch.created_at)
            _settle(dict.fromkeys(_on_their_way(together), moment), by=by)
            _close(batch)
    row.refresh_from_db()
    return row


def fail(payout: Payout, *, reason: str, by: User) -> Payout:
    """Say that a payout did not arrive, and why: its honorarium can be paid again. Idempotent."""
    with transaction.atomic():
        row, together, batch = _locked(payout)
        if row.state in Payout.OVER:
            return row
        if row.state != Payout.State.SENDING:
            raise RuleBroken(_("Bare en utbetaling som er på vei, kan føres som ikke kommet fram."))
        for one in _on_their_way(together):
            _fail(one, reason=reason, by=by)
        _close(batch)
    row.refresh_from_db()
    return row


def reverse(payout: Payout, *, reason: str, by: User) -> Payout:
    """Say that money which had arrived came back from the bank, and why. Idempotent.

    The honorarium can be paid again. It is for what lies on our account again, never for asking
    somebody to pay back (rules.md#keep-promises). What was booked as lost meanwhile is a loss no
    more.
    """
    with transaction.atomic():
        row, together, _batch = _locked(payout)
        if row.state not in (*Payout.OVER, Payout.State.PAID):
            raise RuleBroken(_("Bare en utbetaling som kom fram, kan komme tilbake."))
        for one in together:
            if one.state in Payout.OVER:
                corrections.found_again(one, account=chart.BANK, by=by)
            elif one.state == Payout.State.PAID:
                must_say_why(reason)
                bookings.book_return(one, reason=_("Kom tilbake fra banken"), by=by)
                _is_failed(one, reason=reason)
    row.refresh_from_db()
    return row


def arrived_after_all(
    payout: Payout, *, reason: str, by: User, moved_on: date | None = None
) -> list[Entry]:
    """Say that a payment which was booked as not arrived did arrive: all of it, or nothing.

    What it does with each honorarium, and when it is refused, is `corrections.arrived_after_all`.
    """
    with transaction.atomic():
        row, together, _batch = _locked(payout)
        others = booked_as_not_arrived(together) - {row.pk}
        return [
            corrections.arrived_after_all(
                one, account=chart.BANK, reason=reason, by=by, moved_on=moved_on
            )
            for one in (row, *(one for one in together if one.pk in others))
        ]


def apply_answer(
    batch: Batch, data: bytes, *, by: User, moved_on: date | None = None
) -> BankAnswer:
    """Take in a pain.002 about `batch`; the same file twice is one answer.

    What arrived moved on the day that the file tells; where it tells none, on `moved_on`, and
    without that on the day that the bank was asked to pay. What the bank has not decided stays on
    its way. Raises RuleBroken, and changes nothing, for a file that is about another batch (by its
    name, or by how many payments it had and their sums, where it tells), says the opposite of what
    is booked, says that the bank had it before while nobody knows what became of that, or tells a
    day that cannot be.
    """
    answer = pain002.read(data)
    if answer.message_id != batch.message_id:
        raise RuleBroken(
            _("Fila gjelder en annen bunke (%(theirs)s). Denne heter %(ours)s.")
            % {"theirs": answer.message_id, "ours": batch.message_id}
        )
    sha256 = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        _lock_earnings(Earning.objects.filter(payouts__batch=batch))
        row = Batch.objects.locked(batch.pk)
        known = BankAnswer.objects.filter(batch=row, sha256=sha256).first()
        if known:
            return known
        _must_be_in_the_bank(row, by=by)
        arrived, refused = _sorted(row, answer)
        _settle(_moments(arrived, answer=answer, batch=row, told=moved_on), by=by)
        for payout, why in refused:
            _fail(payout, reason=_("Banken: %(why)s") % {"why": why or "RJCT"}, by=by)
        _close(row)
        brought = BankAnswer(
            batch=row,
            sha256=sha256,
            settled=len(arrived),
            failed=len(refused),
            brought_by=by,
            at=timezone.now(),
        )
        brought.save()
    return brought


def booked_as_lost(payouts: Iterable[Payout]) -> set[int]:
    """Return the ids of those of `payouts` whose money left us and is booked as our loss today."""
    lost = [row.pk for row in payouts if row.state in (Payout.State.LOST, Payout.State.PAID_TWICE)]
    return set(lost) - _with_entry(lost, Entry.Kind.RECOVER)


def booked_as_not_arrived(payouts: Iterable[Payout]) -> set[int]:
    """Return the ids of those of `payouts` that were sent and, by the books, never arrived.

    It is these that `corrections.arrived_after_all` is for.
    """
    failed = [row.pk for row in payouts if row.state == Payout.State.FAILED]
    entries = Entry.objects.filter(payout__in=failed).order_by()
    booked = defaultdict(set)
    for pk, kind in entries.values_list("payout", "kind"):
        booked[pk].add(kind)
    return {pk for pk, kinds in booked.items() if Entry.Kind.ARRIVE_LATE not in kinds}


def _came_back(payouts: Iterable[Payout]) -> set[int]:
    """Return the ids of those of `payouts` that arrived, and came back: heard of, and over."""
    over = [row.pk for row in payouts if row.state in Payout.OVER]
    return _with_entry(over, Entry.Kind.RETURN, Entry.Kind.RETURN_LATE)


def _with_entry(payouts: Collection[int], *kinds: str) -> set[int]:
    """Return those of `payouts` that an entry of one of `kinds` is about."""
    entries = Entry.objects.filter(payout__in=payouts, kind__in=kinds)
    return set(entries.order_by().values_list("payout", flat=True))


def _must_be_in_the_bank(batch: Batch, *, by: User) -> None:
    """Mark a sealed file as sent: an answer proves it, whatever has been ticked."""
    if batch.state == Batch.State.SEALED:
        batches.send(batch, by=by)
    elif batch.state == Batch.State.VOID:
        raise RuleBroken(
            _("Bunken er lagt bort, men banken har den. Ring banken før noe betales på nytt.")
        )
    elif batch.state == Batch.State.DRAFT:
        raise RuleBroken(_("Bunken er ikke sendt ennå."))


def _sorted(batch: Batch, answer: pain002.Answer) -> tuple[list[Payout], list[tuple[Payout, str]]]:
    """Return what has arrived and what was refused since last, with the reasons."""
    rows = Payout.objects.filter(batch=batch).select_related("earning__participant")
    # What was taken from the draft never stood in the file.
    payouts = list(rows.exclude(sealed_as="").order_by("pk"))
    said = _each_once(answer)
    lost = booked_as_lost(payouts)
    came_back = _came_back(payouts)
    not_arrived = booked_as_not_arrived(payouts)
    _must_be_about(payouts, answer)
    arrived: list[Payout] = []
    refused: list[tuple[Payout, str]] = []
    for payout in payouts:
        code, why = said.get(payout.sealed_as, (answer.code, answer.why))
        code = code or answer.code
        has_left = payout.state == Payout.State.PAID or payout.pk in lost
        if code in pain002.ARRIVED and payout.pk not in came_back:
            _must_not_be_over(payout, not_arrived)
            if not has_left:
                _must_be_open(payout)
                arrived.append(payout)
        elif code in pain002.REFUSED and pain002.is_had_before(why):
            _must_be_known(payout)
        elif code in pain002.REFUSED and (has_left or payout.state not in Payout.OVER):
            _must_be_open(payout)
            refused.append((payout, why))
    return arrived, refused


def _must_be_about(payouts: list[Payout], answer: pain002.Answer) -> None:
    """Raise RuleBroken unless `answer` names, counts and sums `payouts`, where it says so.

    An old backup gives the same numbers out anew, and the bank may answer the file that was lost.
    """
    sums: Counter[str] = Counter()
    for payout in payouts:
        sums[payout.sealed_as] += payout.earning.ore
    if {row.end_to_end_id for row in answer.rows} - sums.keys():
        raise RuleBroken(_("Fila har utbetalinger som ikke er i bunken. Den er ikke tatt inn."))
    told = [(answer.count, len(sums)), (answer.ore, sum(sums.values()))]
    told += [(row.ore, sums[row.end_to_end_id]) for row in answer.rows]
    if any(said is not None and said != ours for said, ours in told):
        raise RuleBroken(
            _("Fila har et annet antall eller en annen sum enn bunken. Den er ikke tatt inn.")
        )


def _moments(
    arrived: list[Payout], *, answer: pain002.Answer, batch: Batch, told: date | None
) -> dict[Payout, datetime]:
    """Return when the money of each of `arrived` moved."""
    rows = {row.end_to_end_id: row for row in answer.rows}
    asked, made_at = settlement_dates.asked_for(batch), batch.created_at
    days: dict[date, datetime] = {}
    found = {}
    for payout in arrived:
        row = rows.get(payout.sealed_as, pain002.Row())
        day = row.settled_on or told or asked
        if row.accepted_on and not row.settled_on:
            # A bank may accept today what it was asked to pay next week.
            accepted = dates.must_be_possible(row.accepted_on, made_at=made_at)
            day = accepted if accepted >= asked else day
        found[payout] = days.get(day) or days.setdefault(
            day, settlement_dates.moment(day, made_at=made_at)
        )
    return found


def _each_once(answer: pain002.Answer) -> dict[str, tuple[str, str]]:
    """Return {end-to-end id: (code, why)}; raise RuleBroken for one that is told two things."""
    said: dict[str, tuple[str, str]] = {}
    for row in answer.rows:
        before = said.setdefault(row.end_to_end_id, (row.code, row.why))
        if before[0] != row.code:
            raise RuleBroken(
                _("Fila sier to ting om %(payment)s. Den er ikke tatt inn. Ring banken.")
                % {"payment": row.end_to_end_id[:40]}
            )
    return said


def _must_not_be_over(payout: Payout, not_arrived: set[int]) -> None:
    """Raise RuleBroken for a payout that arrived after we booked that it had not."""
    if payout.pk in not_arrived:
        raise RuleBroken(
            _(
                "Banken sier at pengene til %(name)s kom fram."
                " Før det som «Kom fram likevel», og ta inn fila på nytt."
            )
            % {"name": payout.earning.participant.chosen_name}
        )


def _must_be_known(payout: Payout) -> None:
    """Raise RuleBroken while nobody knows what became of what the bank says that it had before.

    The same file sent twice is refused the second time: the first one pays all the same.
    """
    if payout.state == Payout.State.SENDING:
        raise RuleBroken(
            _(
                "Banken sier at den har fått betalingen til %(name)s før. Da er den kanskje betalt."
                " Ring banken, og før først om den kom fram. Ta så inn fila på nytt."
            )
            % {"name": payout.earning.participant.chosen_name}
        )


def _must_be_open(payout: Payout) -> None:
    if payout.state != Payout.State.SENDING:
        raise RuleBroken(
            _("Banken sier noe annet om pengene til %(name)s enn det som er ført. Ring banken.")
            % {"name": payout.earning.participant.chosen_name}
        )


def _locked(payout: Payout) -> tuple[Payout, list[Payout], Batch]:
    """Return the payout afresh, its whole payment, and the batch, under locks."""
    payout.refresh_from_db(fields=["sealed_as"])
    _lock_earnings(Earning.objects.filter(payouts__in=Payout.objects.of_payment(payout)))
    batch = Batch.objects.locked(payout.batch_id)
    payout.refresh_from_db(fields=["sealed_as"])
    payment = Payout.objects.of_payment(payout)
    together = list(payment.select_related("earning").order_by("pk"))
    return next(row for row in together if row.pk == payout.pk), together, batch


def _on_their_way(payouts: list[Payout]) -> list[Payout]:
    return [row for row in payouts if row.state == Payout.State.SENDING]


def _lock_earnings(earnings: QuerySet[Earning]) -> None:
    list(earnings.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def _settle(moments: Mapping[Payout, datetime], *, by: User) -> None:
    """Say that each of these payouts arrived, and when its money moved."""
    now = timezone.now()
    together: dict[datetime, list[int]] = defaultdict(list)
    for payout, moment in moments.items():
        together[moment].append(payout.pk)
    for moment, keys in together.items():
        for start in range(0, len(keys), plain_rows.AT_A_TIME):
            some = keys[start : start + plain_rows.AT_A_TIME]
            changed = Payout.objects.filter(pk__in=some, state=Payout.State.SENDING).update(
                state=Payout.State.PAID, settled_at=moment, heard_at=now, changed_at=now
            )
            _must_be_all(changed, of=len(some))
    bookings.settle_all(list(moments), account=chart.BANK, by=by)


def _fail(payout: Payout, *, reason: str, by: User) -> None:
    must_say_why(reason)
    bookings.fail(payout, reason=_("Kom ikke fram"), by=by)
    _is_failed(payout, reason=reason)


def _is_failed(payout: Payout, *, reason: str) -> None:
    before, payout.state = payout.state, Payout.State.FAILED
    payout.failed_reason = reason.strip()[:200]
    changed = Payout.objects.filter(pk=payout.pk, state=before).update(
        state=payout.state, failed_reason=payout.failed_reason, changed_at=timezone.now()
    )
    _must_be_all(changed, of=1)


def _must_be_all(changed: int, *, of: int) -> None:
    if changed != of:
        raise RuleBroken(_("Noen endret det samme nå. Last siden på nytt."))


def _close(batch: Batch) -> None:
    """Say that a sent batch is done when nothing of it is on its way. Its lock is held."""
    if Payout.objects.filter(batch=batch, state=Payout.State.SENDING).exists():
        return
    now = timezone.now()
    Batch.objects.filter(pk=batch.pk, state=Batch.State.SENT).update(
        state=Batch.State.SETTLED, settled_at=now, changed_at=now
    )
