"""Write in columns what the keys of older entries spell, and how their payouts ended."""

from django.db import migrations
from django.db.models import BigIntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Substr

OF_EARNING = {"approve": "approve", "undo": "undo", "loss": "write_off", "write_off": "write_off"}
OF_PAYOUT = {
    "send": "send", "settle": "settle", "fail": "fail", "come_back": "return",
    "after_all": "arrive_late", "after_all_back": "return_late", "again": "lose",
    "twice": "paid_twice", "found": "recover", "return": "return", "arrive_late": "arrive_late",
    "return_late": "return_late", "lose": "lose", "paid_twice": "paid_twice",
    "recover": "recover",
}  # fmt: skip
OF_BOX = {"fill": "fill_box", "out": "empty_box", "count": "count"}
OF_PAYMENT = {"lease-payment": "lease_payment", "lease-overpaid": "lease_overpayment"}
OF_PAID_BACK = {
    "lease-paid-back": "lease_refund", "lease-paid-back-beyond": "overpayment_refund",
    "lease_refund": "lease_refund", "overpayment_refund": "overpayment_refund",
}  # fmt: skip


def fill(apps, schema_editor):
    """Give every entry its kind, its links, its team and its budget.

    Raises RuntimeError, and changes nothing, when a key is none of ours.
    """
    entries = apps.get_model("payouts", "Entry").objects.order_by()
    for link, kinds in (
        ("earning", OF_EARNING), ("payout", OF_PAYOUT), ("gift_card", {"void_card": "void_card"}),
        ("payment", OF_PAYMENT), ("paid_back", OF_PAID_BACK),
    ):  # fmt: skip
        for word, kind in kinds.items():
            rows = entries.filter(key__startswith=f"{word}:").exclude(key__endswith=":won")
            rows.update(kind=kind, **{f"{link}_id": _number("key", after=f"{word}:")})
    for word, kind in (OF_BOX | {"gift_cards": "buy_cards", "earmark": "earmark"}).items():
        entries.filter(key__startswith=f"{word}:").update(kind=kind)
    for side in ("debit", "credit"):
        at_a_box = entries.filter(**{f"{side}__startswith": "cash_box:"})
        at_a_box.update(box_id=_number(side, after="cash_box:"))
    won = Q(key__startswith="lease-paid-back") & Q(key__endswith=":won")
    for entry in entries.filter(won | Q(key__startswith="refund_returned:")):
        about = entries.get(pk=entry.reverses_id).paid_back_id
        entries.filter(pk=entry.pk).update(kind="refund_returned", paid_back_id=about)
    unknown = entries.filter(kind=None).values_list("voucher_number", "key")
    if unknown.exists():
        raise RuntimeError(f"Entries with keys that no version of Reir wrote: {list(unknown[:20])}")
    _fill_budgets(apps, entries)
    _fill_teams(apps, entries)
    _fill_states(apps, entries)


def _number(column, *, after):
    return Cast(Substr(column, len(after) + 1), BigIntegerField())


def _fill_budgets(apps, entries):
    earnings = apps.get_model("payouts", "Earning").objects
    for link, own in (
        ("earning", earnings.filter(pk=OuterRef("earning"))),
        ("payout", earnings.filter(payouts=OuterRef("payout"))),
    ):
        budget = Subquery(own.values("reservation__budget")[:1])
        entries.exclude(**{link: None}).update(budget_id=budget)
    entries.filter(kind="earmark").update(budget_id=_number("credit", after="earmarked:"))


def _fill_teams(apps, entries):
    def team_of(app, model, link, path):
        rows = apps.get_model(app, model).objects.filter(pk=OuterRef(link)).order_by()
        entries.filter(team=None).exclude(**{link: None}).update(
            team_id=Subquery(rows.values(path)[:1])
        )

    team_of("payouts", "Budget", "budget", "team")
    team_of("payouts", "CashBox", "box", "team")
    team_of("payouts", "GiftCard", "gift_card", "team")
    team_of("leasing", "Payment", "payment", "invoice__lease__partner__team")
    team_of("leasing", "PaidBack", "paid_back", "payment__invoice__lease__partner__team")
    # Cards are put in one at a time under the counter's lock, just before they are booked.
    cards = apps.get_model("payouts", "GiftCard").objects
    last_before = cards.filter(created_at__lte=OuterRef("at")).order_by("-created_at", "-pk")
    entries.filter(kind="buy_cards").update(team_id=Subquery(last_before.values("team")[:1]))


def _fill_states(apps, entries):
    failed = apps.get_model("payouts", "Payout").objects.filter(state="failed")
    for state, kind in (("lost", "lose"), ("paid_twice", "paid_twice")):
        failed.filter(pk__in=entries.filter(kind=kind).values("payout")).update(state=state)


def back(apps, schema_editor):
    """Call every payout that is over «failed» again."""
    payouts = apps.get_model("payouts", "Payout").objects
    payouts.filter(state__in=("lost", "paid_twice")).update(state="failed")


class Migration(migrations.Migration):
    dependencies = [
        ("payouts", "0021_what_an_entry_is_about"),
    ]

    operations = [
        migrations.RunPython(fill, back, elidable=True),
    ]
