"""Payouts that go to the bank in one file: collected, sealed by another person, sent.

Everybody in it gets one payment, whatever it is for: the payouts of one person are sealed under one
EndToEndId, and what the bank says of it holds for all of them.

What became of each is `payouts.bank.statuses`. Locks: the earnings sorted by number, then the
batch, then the voucher counter. A payout is live from the moment it lies in a draft, so nobody pays
the same honorarium in cash meanwhile.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team, User
from accounts.second_person import must_be_two
from core.errors import RuleBroken, must_say_why
from core.hidden_fields import must_be_unchanged
from ledger import plain_rows
from participants.models import Participant
from payouts import bank_characters, bank_references, postings
from payouts.bank import banking_days, pain001
from payouts.bank.lines import Line, accounts_in, lines_of, live_in
from payouts.models import BankProfile, Batch, Earning, Payout, VaultEntry, Way
from payouts.permissions import can_handle_bank_batches
from payouts.vault import bank_accounts

COLUMNS = (
    "earning", "method", "state", "batch", "sealed_as", "failed_reason", "created_at", "changed_at",
)  # fmt: skip
"""What a new payout says."""
DONE = (Batch.State.SEALED, Batch.State.SENT, Batch.State.SETTLED)


@dataclass(frozen=True)
class Problem:
    """Why a batch cannot be sealed, in a sentence that names the person to fix it with."""

    sentence: str
    participant_id: int | None = None


def chosen(teams: Iterable[Team]) -> QuerySet[Earning]:
    """Return what is approved, not under way, and asked for on an account by people of `teams`."""
    chose = Q(way=Way.BANK) | Q(way="", participant__pay_choice__way=Way.BANK)
    return Earning.objects.waiting_for_payment().filter(chose, participant__team__in=teams)


def ready(teams: Iterable[Team]) -> QuerySet[Earning]:
    """Keep of `chosen` what has a confirmed account to go to."""
    account = VaultEntry.objects.confirmed().filter(participant=OuterRef("participant"))
    return chosen(teams).filter(Exists(account))


def without_account(teams: Iterable[Team]) -> QuerySet[Participant]:
    """Return the people of `teams` who chose the bank and have told no account yet."""
    chose = Q(pay_choice__way=Way.BANK) | Exists(
        Earning.objects.waiting_for_payment().filter(participant=OuterRef("pk"), way=Way.BANK)
    )
    return _people(teams).filter(chose, vault_entry__isnull=True)


def with_unconfirmed_account(teams: Iterable[Team]) -> QuerySet[Participant]:
    """Return the people of `teams` whose account nobody has confirmed: no money goes there yet."""
    unconfirmed = VaultEntry.objects.filter(confirmed_at__isnull=True)
    return _people(teams).filter(vault_entry__in=unconfirmed)


def _people(teams: Iterable[Team]) -> QuerySet[Participant]:
    return Participant.objects.active().filter(team__in=teams).order_by("chosen_name", "pk")


def make(team: Team, *, by: User) -> Batch:
    """Collect what is ready in a new draft. When nothing more is, return the draft there is."""
    with transaction.atomic():
        locked = set(
            Earning.objects.select_for_update()
            .filter(pk__in=ready([team]).order_by().values("pk"))
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        # Asked again under the lock: somebody may have paid some of them in the meantime.
        asked_again = ready([team]).order_by("pk").values_list("pk", flat=True)
        earnings = [pk for pk in asked_again if pk in locked]
        if not earnings:
            draft = Batch.objects.filter(team=team, state=Batch.State.DRAFT).first()
            if draft is None:
                raise RuleBroken(_("Ingen har penger til gode på konto nå."))
            return draft
        batch = Batch.objects.create(team=team, made_by=by)
        now = plain_rows.now()
        same = (Payout.Method.BANK.value, Payout.State.QUEUED.value, batch.pk, "", "", now, now)
        plain_rows.insert(Payout, COLUMNS, rows=((pk, *same) for pk in earnings))
    return batch


def remove(payout: Payout) -> None:
    """Take one payout out of its draft: the honorarium can be paid another way. Idempotent."""
    with transaction.atomic():
        batch = Batch.objects.locked(payout.batch_id)
        if batch.state != Batch.State.DRAFT:
            raise RuleBroken(_("Bunken er forseglet. Legg den bort, og lag en ny."))
        _release(Payout.objects.filter(pk=payout.pk), reason=_("Tatt ut av bunken"))


def problems(batch: Batch) -> list[Problem]:
    """Return what must be put right before `batch` can be sealed."""
    profile = BankProfile.objects.filter(team=batch.team_id).first()
    if profile is None:
        return [Problem(_("Teamet mangler bankoppsett. Fyll det ut først."))]
    return _problems(list(lines_of(batch)), profile)


def rewritten(batch: Batch) -> QuerySet[VaultEntry]:
    """Return the accounts in `batch` that somebody wrote after it was made; none when it is sent.

    Whoever seals or sends sees only four digits, so they are told which to look at.
    """
    if batch.state not in (Batch.State.DRAFT, Batch.State.SEALED):
        return VaultEntry.objects.none()
    return accounts_in(batch).filter(written_at__gt=batch.created_at)


def fresh(batch: Batch) -> QuerySet[VaultEntry]:
    """Return the accounts in `batch` that were written since they were last paid, by name."""
    paid = Payout.objects.filter(
        earning__participant=OuterRef("participant"),
        method=Payout.Method.BANK,
        state=Payout.State.PAID,
        batch__sealed_at__gt=OuterRef("written_at"),
    )
    return (
        accounts_in(batch)
        .filter(~Exists(paid))
        .select_related("participant", "written_by", "confirmed_by")
        .order_by("participant__chosen_name", "pk")
    )


def facts(batch: Batch) -> tuple[object, ...]:
    """Return what the page that seals shows, for the digest: every payout, sum and account."""
    accounts = accounts_in(batch)
    profiles = BankProfile.objects.filter(team=batch.team_id)
    return (
        batch.pk,
        list(live_in(batch).order_by("pk").values_list("pk", "earning__ore")),
        list(accounts.order_by("pk").values_list("pk", "written_at", "confirmed_at")),
        list(profiles.values_list(*BankProfile.IN_THE_FILE)),
    )


def seal(
    batch: Batch,
    *,
    by: User,
    execution_on: date,
    shown: str | None = None,
    looked_at_accounts: bool = True,
) -> Batch:
    """Write the file, for `execution_on` or the first bank day after it. Idempotent.

    Four eyes: neither by who made the draft, nor by who has written an account in it since, and
    every account is confirmed. Who seals has looked at those that are new. Raises RuleBroken with
    every person to fix, Changed when the batch is not what was `shown`.
    """
    with transaction.atomic():
        row = Batch.objects.locked(batch.pk)
        if row.state in DONE:
            return row
        _must_be_another(row, by=by)
        must_be_unchanged(shown, *facts(row))
        if not looked_at_accounts and fresh(row).exists():
            raise RuleBroken(_("Se på kontoene som er nye eller endret, og sett et kryss."))
        if execution_on < timezone.localdate():
            raise RuleBroken(_("Velg i dag eller en dag som kommer."))
        profile = BankProfile.objects.filter(team=row.team_id).first()
        if profile is None:
            raise RuleBroken(_("Teamet mangler bankoppsett. Fyll det ut først."))
        lines = list(lines_of(row))
        if found := _problems(lines, profile):
            raise RuleBroken(" ".join(problem.sentence for problem in found))
        row.sealed_at = timezone.now()
        row.execution_on = banking_days.first_from(execution_on)
        row.sealed_as = bank_references.message_id(row.pk)
        row.file = pain001.document(row, profile, transfers=lines)
        row.sha256 = hashlib.sha256(row.file).hexdigest()
        row.sealed_by = by
        row.state = Batch.State.SEALED
        row.save()
        names = ((line.end_to_end_id, pk) for line in lines for pk in line.payouts)
        plain_rows.write(Payout, "sealed_as", rows=names)
    return row


def _must_be_another(batch: Batch, *, by: User) -> None:
    """Raise RuleBroken unless `by` is the second of two who may seal `batch`."""
    if batch.state == Batch.State.VOID:
        raise RuleBroken(_("Bunken er lagt bort. Lag en ny."))
    if batch.made_by_id == by.pk:
        raise RuleBroken(_("En annen enn den som laget bunken, må forsegle den."))
    must_be_two(batch.made_by, by)
    if not can_handle_bank_batches(by, batch.team):
        raise RuleBroken(_("Bare leder og økonomi i teamet kan forsegle bunken."))
    if bank_accounts.wrote_any(by, rewritten(batch)):
        raise RuleBroken(
            _(
                "Du har skrevet om en konto etter at bunken ble laget. La en kollega forsegle,"
                " eller legg bunken bort og lag en ny."
            )
        )


def download(batch: Batch) -> bytes:
    """Return the bytes that were sealed, the same each time.

    Raises RuleBroken when there are none, or they are not those that were sealed.
    """
    row = Batch.objects.get(pk=batch.pk)
    if row.state not in DONE:
        raise RuleBroken(_("Bunken har ingen fil. Den må forsegles først."))
    row.must_not_be_forgotten()
    if hashlib.sha256(row.file).hexdigest() != row.sha256:
        raise RuleBroken(
            _("Fila er ikke den som ble forseglet. Ikke send den. Ring systemansvarlig.")
        )
    return bytes(row.file)


def mark_sent(batch: Batch, *, by: User) -> Batch:
    """Say that the file lies in the bank: its payouts are on their way. Idempotent."""
    with transaction.atomic():
        row = Batch.objects.locked(batch.pk)
        if row.state == Batch.State.SEALED:
            send(row, by=by)
        elif row.state not in DONE:
            raise RuleBroken(_("Bunken må forsegles før den kan sendes."))
    return row


def send(batch: Batch, *, by: User | None) -> None:
    """Book a sealed batch as sent. The caller holds its lock."""
    rows = Payout.objects.filter(batch=batch, state=Payout.State.QUEUED)
    payouts = list(rows.select_related("earning").order_by("pk"))
    now = timezone.now()
    if rows.update(state=Payout.State.SENDING, changed_at=now) != len(payouts):
        raise RuleBroken(_("Noen endret bunken samtidig. Last siden på nytt."))
    postings.send_all(payouts, by=by)
    batch.state, batch.sent_at = Batch.State.SENT, now
    batch.save(update_fields=["state", "sent_at", "changed_at"])


def void(batch: Batch, *, reason: str, by: User) -> Batch:
    """Void a batch that never went to the bank; its honoraria can be paid again. Idempotent.

    A sealed file may lie in the bank all the same: who puts it away does not pay it by hand
    (`payable.must_be_payable`).
    """
    with transaction.atomic():
        row = Batch.objects.locked(batch.pk)
        if row.state == Batch.State.VOID:
            return row
        if row.state not in (Batch.State.DRAFT, Batch.State.SEALED):
            raise RuleBroken(_("Bunken er sendt. Si fra om hver utbetaling under avstemming."))
        must_say_why(reason)
        _release(Payout.objects.filter(batch=row), reason=_("Bunken ble lagt bort"))
        row.state = Batch.State.VOID
        row.void_reason, row.voided_by = reason.strip()[:200], by
        row.save(update_fields=["state", "void_reason", "voided_by", "changed_at"])
    return row


def _release(payouts: QuerySet[Payout], *, reason: str) -> None:
    payouts.filter(state=Payout.State.QUEUED).update(
        state=Payout.State.FAILED, failed_reason=reason, changed_at=timezone.now()
    )


def _problems(lines: list[Line], profile: BankProfile) -> list[Problem]:
    if not lines:
        return [Problem(_("Bunken er tom. Legg den bort."))]
    found = {}
    wrong = bank_characters.unsupported(profile.initiating_party, letters=profile.letters)
    if wrong or not bank_accounts.is_account(profile.debtor_account):
        found["profile"] = Problem(_("Bankoppsettet stemmer ikke. Se på avsender og konto."))
    for line in lines:
        sentence = problem_with(line, letters=profile.letters)
        if not sentence and not line.is_confirmed:
            sentence = _("Kontoen til %(name)s er ikke bekreftet.") % {"name": line.called}
        if sentence:
            found[sentence] = Problem(sentence, line.participant_id)
    return list(found.values())


def problem_with(line: Line, *, letters: str) -> str:
    """Return what is wrong with one transfer, or ""."""
    who = {"name": line.called}
    if not line.account and not line.name:
        return _("%(name)s mangler konto. Skriv den inn, eller ta utbetalingen ut.") % who
    if not line.name.strip():
        return _("Navnet som %(name)s har i banken, mangler.") % who
    if len(line.name) > bank_characters.LONGEST_NAME:
        return _("Navnet til %(name)s er for langt for banken.") % who
    if wrong := bank_characters.unsupported(line.name, letters=letters):
        return bank_accounts.unsupported_sentence(wrong, called=line.called)
    if not bank_accounts.is_account(line.account):
        return _("Kontonummeret til %(name)s stemmer ikke. Se på det sammen.") % who
    if line.ore <= 0:
        return _("Summen til %(name)s er null. Ta utbetalingen ut.") % who
    return ""
