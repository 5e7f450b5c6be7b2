"""Entries as versions wrote them whose kinds stood in their keys, and what becomes of them."""

from typing import Any
from unittest.mock import patch

EARLIER = {
    "write_off": "loss:{earning}", "undo": "undo:{earning}", "fail": "fail:{payout}",
    "return": "come_back:{payout}", "arrive_late": "after_all:{payout}",
    "return_late": "after_all_back:{payout}", "lose": "again:{payout}",
    "paid_twice": "twice:{payout}", "recover": "found:{payout}", "fill_box": "fill:{box}:abc",
    "empty_box": "out:{box}:abc", "count": "count:99", "buy_cards": "gift_cards:abc",
    "void_card": "void_card:{gift_card}", "earmark": "earmark:{budget}:abc",
    "lease_payment": "lease-payment:{payment}", "lease_overpayment": "lease-overpaid:{payment}",
    "lease_refund": "lease-paid-back:{paid_back}",
    "overpayment_refund": "lease-paid-back-beyond:{paid_back}",
    "refund_returned": "lease-paid-back:{paid_back}:won",
}  # fmt: skip
"""What a key was, by kind; the others are today's."""
LINKS = (
    "kind", "team_id", "budget_id", "earning_id", "payout_id", "box_id", "gift_card_id",
    "payment_id", "paid_back_id",
)  # fmt: skip


def prepare() -> dict[str, Any]:
    """Write one entry of each kind and seal them as they were; migrate, and compare."""
    from ledger import seals
    from ledger.models import Entry
    from payouts.models import Payout
    from tests.payouts.racers.bank_files_as_bytes import leaves, migrate

    newest = leaves()
    one_of_each()
    ask_about(Entry.objects.get(kind="empty_box"))
    before = list(Entry.objects.values_list("voucher_number", *LINKS))
    earlier_apps = migrate([("payouts", "0021_what_an_entry_is_about")])
    states = list(Payout.objects.order_by("pk").values_list("state", flat=True))
    called = names()
    earlier_entry = earlier_apps.get_model("payouts", "Entry")
    for entry in earlier_entry.objects.all():
        earlier = EARLIER.get(entry.kind, "")
        links = {link.removesuffix("_id"): getattr(entry, link) for link in LINKS}
        nothing: dict[str, Any] = dict.fromkeys(LINKS)
        earlier_entry.objects.filter(pk=entry.pk).update(
            key=earlier.format(**links) or entry.key, **nothing
        )
    with (
        patch.object(seals, "Entry", earlier_entry),
        patch.object(seals, "EntrySeal", earlier_apps.get_model("payouts", "EntrySeal")),
        patch.object(seals, "FORM", 1),
    ):
        seals.seal()
    migrate(newest)
    return {
        "same": list(Entry.objects.values_list("voucher_number", *LINKS)) == before,
        "kinds": sorted({row[1] for row in before}),
        "states": [*states, *Payout.objects.order_by("pk").values_list("state", flat=True)],
        "seals": list(seals.problems()),
        "called": [called, names()],
    }


def ask_about(entry: Any) -> None:
    """Ask a second person to confirm `entry`, and somebody about it in a task."""
    from accounts import second_person
    from notices import tasks
    from notices.models import Task
    from tests.factories.accounts import MembershipFactory

    one, another = (MembershipFactory(team=entry.team, role="leader").user for _ in range(2))
    second_person.ask(entry, team=entry.team, person=one, asked_by=another, by_code=False)
    tasks.ask(key="x", team=entry.team, kind=Task.Kind.TELL, about=entry, text=lambda: "x")


def names() -> list[str]:
    """Return how rows name the model of an entry."""
    from accounts.models import SecondPerson
    from notices.models import Task

    asked = SecondPerson.objects.filter(of_type__model="entry")
    return [
        asked.values_list("of_type__app_label", flat=True).get(),
        Task.objects.get(key="x").about,
    ]


def one_of_each() -> None:
    from leasing.models import PaidBack, Payment
    from ledger.models import Entry
    from ledger.models.entry import ABOUT, Kind
    from ledger.posting import About
    from payouts import bookings
    from payouts.models import Payout
    from tests.factories.payouts import BudgetFactory, GiftCardFactory
    from tests.leasing.test_billing import an_invoice
    from tests.payouts.helpers import earned, full_box, scene

    stage = scene()
    box, earning = full_box(stage), earned(stage)
    payout, lost = (
        Payout.objects.create(earning=earned(stage), method="stripe", state=state)
        for state in ("paid_twice", "lost")
    )
    card, budget, invoice = GiftCardFactory(), BudgetFactory(), an_invoice()
    paid = Payment.objects.create(
        invoice=invoice, way="stripe", ore=200, reference="x", received_at=payout.created_at
    )
    back = PaidBack.objects.create(payment=paid, why="dispute", ore=200, reference="y")
    partner_team = invoice.lease.partner.team_id
    team = {"team": stage.session.team_id}
    about = {
        "earning": bookings.about_earning(earning),
        "payout": bookings.about_payout(payout),
        "box": About(box=box.pk, **team),
        "gift_card": About(team=card.team_id, gift_card=card.pk),
        "payment": About(team=partner_team, payment=paid.pk),
        "paid_back": About(team=partner_team, paid_back=back.pk),
        "budget": About(team=budget.team_id, budget=budget.pk),
        "": About(team=card.team_id),
    }
    for link, kinds in ABOUT.items():
        for kind in kinds:
            if not Entry.objects.filter(kind=kind).exists():
                is_lost = kind == Kind.LOSE
                write(kind, bookings.about_payout(lost) if is_lost else about[link], box)


def write(kind: Any, about: Any, box: Any) -> None:
    """Write an entry of `kind` between the accounts that lead back to what it is about."""
    from dataclasses import replace

    from ledger import posting
    from ledger.models import Entry

    if kind == "refund_returned":
        posting.reverse(Entry.objects.get(kind="lease_refund"), kind, reason="x")
        return
    credit = f"earmarked:{about.budget}" if kind == "earmark" else "owed"
    if kind == "settle" or about.box:
        about, credit = replace(about, box=box.pk), box.account
    key = "" if about.payout or about.earning else kind
    posting.post(kind, about=about, key=key, debit="x", credit=credit, ore=100, reason="x")


def act(index: int, prepared: dict[str, Any]) -> None:
    """Nobody races."""


def look(prepared: dict[str, Any]) -> dict[str, Any]:
    return prepared
