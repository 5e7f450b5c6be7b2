"""Whether honoraria may be paid now: locked, approved, not on their way, as shown, by another."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.second_person import are_two
from core.errors import RuleBroken
from core.hidden_fields import Changed
from core.money import kroner
from ledger.models import Entry
from participants.models import Participant
from payouts.models import Earning, Payout


def locked(earnings: Iterable[int], *, participant: Participant | None = None) -> list[Earning]:
    """Return the honoraria with these ids, locked in the one order; all of `participant` if given.

    Raises RuleBroken when there are none, or one is not there.
    """
    wanted = sorted(set(earnings))
    rows = Earning.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    if participant is not None:
        rows = rows.filter(participant=participant)
    found = list(rows)
    if not wanted or len(found) != len(wanted):
        raise RuleBroken(_("Velg hva som skal betales."))
    return found


def must_be_payable(rows: list[Earning], *, by: User) -> None:
    """Raise RuleBroken unless all of `rows` are approved and none is on its way or paid.

    Four eyes: who said that the bank's payment did not arrive, or came back, or voided a sealed
    file (which may lie in the bank), or booked what was paid as our loss, or said that a gift card
    lies here still, is not who hands the same sum over; who got both would miss nothing, and nobody
    would ask.
    """
    for row in rows:
        if row.state != Earning.State.APPROVED:
            raise not_approved(row)
    live = Payout.objects.filter(earning__in=rows, state__in=Payout.LIVE).order_by("pk").first()
    if live is not None:
        raise paid_already(live)
    for somebody in _who_said_not_paid(rows):
        if not are_two(somebody, by):
            raise RuleBroken(_("Du førte at pengene ikke kom fram. La en kollega gi dem."))


def _who_said_not_paid(rows: list[Earning]) -> list[User]:
    """Return who said that any of `rows` is owed again, where no count of a box would tell."""
    before = Payout.objects.filter(earning__in=rows, state__in=Payout.OVER).select_related(
        "batch__voided_by"
    )
    failed = list(before.defer("batch__file"))
    if not failed:
        return []
    sealed = [one for one in failed if one.method == Payout.Method.BANK and one.sealed_as]
    cards = [one for one in failed if one.method == Payout.Method.GIFT_CARD]
    kinds = Entry.Kind
    entries = Entry.objects.filter(
        Q(payout__in=failed, kind=kinds.LOSE)
        | Q(payout__in=sealed, kind__in=(kinds.FAIL, kinds.RETURN_LATE))
        | Q(payout__in=cards, kind=kinds.FAIL)
    )
    said = [entry.by for entry in entries.select_related("by")]
    voided = [one.batch.voided_by for one in sealed if one.batch is not None]
    return [user for user in {*said, *voided} if user is not None]


def not_approved(row: Earning) -> RuleBroken:
    """Return the refusal that names what `row` is for, and leads to its session."""
    words = _("%(what)s er ikke godkjent ennå. Gjør økta ferdig først.")
    return RuleBroken(words % {"what": row.what}, about=row.session)


def paid_already(payout: Payout) -> RuleBroken:
    """Return the refusal that names what is paid or on its way, and leads to how."""
    how = payout.cash_receipt or payout.gift_card_receipt or payout.batch or payout
    words = _("%(what)s til %(name)s er betalt eller på vei.")
    person = payout.earning.participant
    named = {"what": payout.earning.what, "name": person.chosen_name if person else _("Glemt")}
    return RuleBroken(words % named, about=how)


def must_be_as_shown(rows: list[Earning], shown_ore: int | None) -> None:
    """Raise Changed unless `rows` come to the sum that stood on the button.

    None is a call that no page made; 0 is a page that said no sum.
    """
    ore = sum(row.ore for row in rows)
    if shown_ore is not None and shown_ore != ore:
        raise Changed(
            _("Du har valgt %(sum)s. Se over, og trykk én gang til.") % {"sum": kroner(ore)}
        )
