"""The only writer of ledger entries. Money is øre; every entry is one transfer.

What each account is, stands in `ledger.chart`.
"""

from dataclasses import asdict, dataclass, replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import RuleBroken, must_say_why
from ledger.models import Entry, VoucherCounter
from ledger.models.entry import ABOUT, Kind


@dataclass(frozen=True, kw_only=True)
class About:
    """What an entry is about, by id: one link of its kind, and whose it is at the time of posting.

    `box` is the cash box that the transfer touches, `reverses` the entry that this one corrects.
    """

    team: int
    budget: int | None = None
    earning: int | None = None
    payout: int | None = None
    box: int | None = None
    gift_card: int | None = None
    payment: int | None = None
    paid_back: int | None = None
    reverses: int | None = None
    person_number: int | None = None


def post(
    kind: Kind,
    *,
    about: About,
    debit: str,
    credit: str,
    ore: int,
    reason: str,
    by: User | None = None,
    key: str = "",
) -> Entry:
    """Write one entry with the next voucher number. A repeat returns the first.

    A repeat is the same kind about the same honorarium or payout; of another kind, the same `key`,
    which must be given then. Raises RuleBroken when the first was another transfer.
    """
    with transaction.atomic():
        counter = lock()  # it also keeps two posts of one act apart
        existing = _first_of(kind, about=about, key=key)
        if existing:
            if (existing.debit, existing.credit, existing.ore) != (debit, credit, ore):
                raise RuleBroken(_("Dette er allerede bokført med et annet beløp."))
            return existing
        counter.last += 1
        counter.save(update_fields=["last"])
        links = {name: value for name, value in asdict(about).items() if name != "person_number"}
        entry = Entry(
            voucher_number=counter.last,
            key=key or f"{kind}:{about.payout or about.earning}",
            kind=kind,
            debit=debit,
            credit=credit,
            ore=ore,
            at=timezone.now(),
            by=by,
            reason=reason,
            person_number=about.person_number,
            **{f"{name}_id": value for name, value in links.items()},
        )
        entry.save()
    return entry


def _first_of(kind: Kind, *, about: About, key: str) -> Entry | None:
    if about.payout:
        return Entry.objects.filter(payout=about.payout, kind=kind).first()
    if about.earning:
        return Entry.objects.filter(earning=about.earning, kind=kind).first()
    return Entry.objects.filter(key=key).first()


def about_entry(entry: Entry) -> About:
    """Return what an entry that follows from `entry` is about: the same."""
    links = {link: getattr(entry, f"{link}_id") for link in ABOUT if link}
    return About(team=entry.team_id, person_number=entry.person_number, **links)


def lock() -> VoucherCounter:
    """Return the voucher counter, locked: nobody else books until the transaction ends.

    It comes last of all locks.
    """
    counter, _made = VoucherCounter.objects.select_for_update().get_or_create(pk=1)
    return counter


def reverse(entry: Entry, kind: Kind, *, reason: str, by: User | None = None) -> Entry:
    """Write the opposite of `entry`. A repeat returns the first; another reversal is refused."""
    must_say_why(reason)
    if Entry.objects.filter(reverses=entry).exclude(kind=kind).exists():
        raise RuleBroken(_("Dette bilaget er allerede rettet."))
    return post(
        kind,
        about=replace(about_entry(entry), reverses=entry.pk),
        debit=entry.credit,
        credit=entry.debit,
        ore=entry.ore,
        reason=reason,
        by=by,
        key="" if entry.payout_id or entry.earning_id else f"{kind}:{entry.key}",
    )
