"""What became of payouts that went to the bank: arrived, did not, came back.

One person has one payment in a batch (`payouts.bank.batches`), and it arrives or comes back as a
whole: what is said of one payout holds for all that were sealed under the same EndToEndId.

Locks: the earnings sorted by number, then the batch, then the voucher counter. Nothing is ever
sent again by itself: a payout that did not arrive is over, and its honorarium waits for a new one.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import chain
from operator import attrgetter
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import dates
from core.errors import RuleBroken, must_say_why
from ledger import chart, plain_rows
from ledger.models import Entry
from payouts import losses, postings, settlement_dates
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
            _settle({day: _on_their_way(together)}, made_at=batch.created_at, by=by)
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
                losses.found_again(one, account=chart.BANK, by=by)
            elif one.state == Payout.State.PAID:
                must_say_why(reason)
                postings.book_return(one, reason=_("Kom tilbake fra banken"), by=by)
                _change([one], state=Payout.State.FAILED, failed_reason=reason.strip()[:200])
    row.refresh_from_db()
    return row


def arrived_after_all(
    payout: Payout, *, reason: str, by: User, moved_on: date | None = None
) -> list[Entry]:
    """Say that a payment which was booked as not arrived did arrive: all of it, or nothing.

    What it does with each honorarium, and when it is refused, is `losses.arrived_after_all`.
    """
    with transaction.atomic():
        row, together, _batch = _locked(payout)
        others = booked_as_not_arrived(together) - {row.pk}
        return [
            losses.arrived_after_all(
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
        if known := BankAnswer.objects.filter(batch=row, sha256=sha256).first():
            return known
        _must_be_in_the_bank(row, by=by)
        arrived, refused = _sorted(row, answer)
        days = _by_day(arrived, answer=answer, batch=row, told=moved_on)
        _settle(days, made_at=row.created_at, by=by)
        for payout, why in refused:
            _fail(payout, reason=_("Banken: %(why)s") % {"why": why or "RJCT"}, by=by)
        _close(row)
        return BankAnswer.objects.create(
            batch=row,
            sha256=sha256,
            settled=len(arrived),
            failed=len(refused),
            brought_by=by,
            at=timezone.now(),
        )


def booked_as_lost(payouts: Iterable[Payout]) -> set[int]:
    """Return the ids of those of `payouts` whose money left us and is booked as our loss today."""
    booked = _booked(payouts, Payout.State.LOST, Payout.State.PAID_TWICE)
    return {pk for pk, kinds in booked.items() if Entry.Kind.RECOVER not in kinds}


def booked_as_not_arrived(payouts: Iterable[Payout]) -> set[int]:
    """Return the ids of those of `payouts` that were sent and, by the books, never arrived.

    It is these that `losses.arrived_after_all` is for.
    """
    booked = _booked(payouts, Payout.State.FAILED)
    return {pk for pk, kinds in booked.items() if kinds and Entry.Kind.ARRIVE_LATE not in kinds}


def _came_back(payouts: Iterable[Payout]) -> set[int]:
    """Return the ids of those of `payouts` that arrived, and came back: heard of, and over."""
    back = {Entry.Kind.RETURN, Entry.Kind.RETURN_LATE}
    return {pk for pk, kinds in _booked(payouts, *Payout.OVER).items() if kinds & back}


def _booked(payouts: Iterable[Payout], *states: str) -> dict[int, set[str]]:
    """Return the kinds of what is booked of each of `payouts` that is in one of `states`."""
    booked: dict[int, set[str]] = {row.pk: set() for row in payouts if row.state in states}
    entries = Entry.objects.filter(payout__in=list(booked)).order_by()
    for pk, kind in entries.values_list("payout", "kind"):
        booked[pk].add(kind)
    return booked


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
            if payout.pk in not_arrived:
                raise _against(
                    payout,
                    _(
                        "Banken sier at pengene til %(name)s kom fram."
                        " Før det som «Kom fram likevel», og ta inn fila på nytt."
                    ),
                )
            if not has_left:
                _must_be_open(payout)
                arrived.append(payout)
        elif code in pain002.REFUSED and pain002.is_had_before(why):
            # The same file sent twice is refused the second time: the first one pays all the same.
            if payout.state == Payout.State.SENDING:
                raise _against(
                    payout,
                    _(
                        "Banken sier at den har fått betalingen til %(name)s før. Da er den"
                        " kanskje betalt. Ring banken, og før først om den kom fram."
                        " Ta så inn fila på nytt."
                    ),
                )
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


def _by_day(
    arrived: list[Payout], *, answer: pain002.Answer, batch: Batch, told: date | None
) -> dict[date, list[Payout]]:
    """Return `arrived` by the day on which the money moved."""
    rows = {row.end_to_end_id: row for row in answer.rows}
    asked = settlement_dates.asked_for(batch)
    days = defaultdict(list)
    for payout in arrived:
        row = rows.get(payout.sealed_as, pain002.Row())
        day = row.settled_on or told or asked
        if row.accepted_on and not row.settled_on:
            # A bank may accept today what it was asked to pay next week.
            accepted = dates.must_be_possible(row.accepted_on, made_at=batch.created_at)
            day = accepted if accepted >= asked else day
        days[day].append(payout)
    return days


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


def _must_be_open(payout: Payout) -> None:
    if payout.state != Payout.State.SENDING:
        words = _("Banken sier noe annet om pengene til %(name)s enn det som er ført. Ring banken.")
        raise _against(payout, words)


def _against(payout: Payout, words: str) -> RuleBroken:
    """Return what is said when the bank's words and our books do not go together."""
    return RuleBroken(words % {"name": payout.earning.participant.chosen_name})


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


def _settle(days: Mapping[date, list[Payout]], *, made_at: datetime, by: User) -> None:
    """Say that these payouts, which are on their way, arrived, each on the day it stands under."""
    for day, payouts in days.items():
        moment = settlement_dates.moment(day, made_at=made_at)
        _change(payouts, state=Payout.State.PAID, settled_at=moment, heard_at=timezone.now())
    arrived = sorted(chain.from_iterable(days.values()), key=attrgetter("pk"))
    postings.settle_all(arrived, account=chart.BANK, by=by)


def _fail(payout: Payout, *, reason: str, by: User) -> None:
    must_say_why(reason)
    postings.fail(payout, reason=_("Kom ikke fram"), by=by)
    _change([payout], state=Payout.State.FAILED, failed_reason=reason.strip()[:200])


def _change(payouts: list[Payout], **after: Any) -> None:
    """Write `after` on `payouts`, all in one state; raise RuleBroken when one has left it."""
    for start in range(0, len(payouts), plain_rows.AT_A_TIME):
        some = payouts[start : start + plain_rows.AT_A_TIME]
        rows = Payout.objects.filter(pk__in=[row.pk for row in some], state=some[0].state)
        if rows.update(**after, changed_at=timezone.now()) != len(some):
            raise RuleBroken(_("Noen endret det samme nå. Last siden på nytt."))


def _close(batch: Batch) -> None:
    """Say that a sent batch is done when nothing of it is on its way. Its lock is held."""
    if Payout.objects.filter(batch=batch, state=Payout.State.SENDING).exists():
        return
    now = timezone.now()
    Batch.objects.filter(pk=batch.pk, state=Batch.State.SENT).update(
        state=Batch.State.SETTLED, settled_at=now, changed_at=now
    )
