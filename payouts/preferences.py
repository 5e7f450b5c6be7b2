"""How somebody would like to be paid: always, or for one honorarium. It can be changed any time."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import RuleBroken
from core.saving import locked_row
from notices import tasks
from notices.models import Task
from participants.models import Participant
from payouts.models import Earning, PayChoice, Payout, VaultEntry, Way


def choose(participant: Participant, *, way: str, by: User | None = None) -> PayChoice:
    """Say how `participant` always wants it. A repeat changes nothing.

    `by` noted it with the person beside them; None: the person tapped alone.
    When it is the bank and no account is written down, the contact is asked to do it with them.
    When it is not, and nothing that waits is wanted on an account, name and account are deleted:
    they lie in the vault for those who chose the bank alone.
    """
    way = _known(way)
    with transaction.atomic():
        _lock(participant.pk)
        choice = PayChoice.objects.filter(participant=participant).first()
        if choice is None:
            choice = PayChoice.objects.create(participant=participant, way=way, noted_by=by)
        elif choice.way != way:
            choice.way, choice.noted_by = way, by
            choice.save(update_fields=["way", "noted_by", "changed_at"])
        if way == Way.BANK:
            _ask_for_account(participant)
        elif not participant.earnings.waiting_for_payment().filter(way=Way.BANK).exists():
            VaultEntry.objects.filter(participant=participant).delete()
    return choice


def choose_for(earning: Earning, *, way: str) -> Earning:
    """Say how one honorarium is wanted; "" is as its owner always wants it.

    Raises RuleBroken when it is paid, or on its way. A repeat changes nothing.
    """
    way = _known(way) if way else ""
    with locked_row(earning) as row:
        if row.way == way:
            return row
        if row.state == Earning.State.REVERSED:
            raise RuleBroken(_("Dette honoraret er rettet. Snakk med kontakten din."))
        if Payout.objects.filter(earning=row, state__in=Payout.LIVE).exists():
            raise RuleBroken(_("Disse pengene er alt sendt eller betalt. Du kan velge neste gang."))
        row.way = way
        row.save(update_fields=["way", "changed_at"])
        if way == Way.BANK:
            _ask_for_account(_lock(row.person_id))
    return row


def always(participant: Participant) -> Way:
    """Return how `participant` always wants it: in cash when nothing is chosen."""
    chosen = PayChoice.objects.filter(participant=participant).first()
    return Way(chosen.way) if chosen else Way.IN_HAND


def way_of(earning: Earning) -> Way:
    """Return how `earning` is wanted: its own choice, else its owner's, else in cash."""
    return Way(earning.way) if earning.way else always(earning.participant)


def _lock(number: int) -> Participant:
    # No key of the row changes: rows that point at the person may be made meanwhile.
    return Participant.objects.select_for_update(no_key=True).get(pk=number)


def _known(way: str) -> Way:
    if way not in Way.values:
        raise RuleBroken(_("Velg en av måtene."))
    return Way(way)


def _ask_for_account(participant: Participant) -> None:
    """Ask the contact to write the account down, once at a time."""
    if VaultEntry.objects.filter(participant=participant).exists():
        return
    asked = Task.objects.filter(key__startswith=f"account:{participant.pk}:")
    if asked.filter(done_at__isnull=True).exists():
        return
    tasks.ask(
        key=f"account:{participant.pk}:{asked.count() + 1}",
        team=participant.team,
        kind=Task.Kind.TELL,
        participant=participant,
        text=lambda: _("Vil ha pengene til konto. Skriv ned kontonummeret sammen."),
    )
