"""The ledger: one row is one transfer, so every row sums to zero (rules.md#double-entry)."""

from typing import Any

from django.db import models
from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _

from accounts.models.user import to_user_or_none
from core.constraints import once
from core.models import AppendOnly, AppendOnlyConstraint, SealedRows, is_a_sum
from core.money import MOST_ORE


class Kind(models.TextChoices):
    """The acts that are booked."""

    APPROVE = "approve"
    UNDO = "undo"  # of an approval
    WRITE_OFF = "write_off"  # an honorarium that was our mistake
    SEND = "send"
    SETTLE = "settle"
    FAIL = "fail"  # it did not arrive
    RETURN = "return"  # it arrived and came back
    ARRIVE_LATE = "arrive_late"  # it was booked as not arrived
    RETURN_LATE = "return_late"  # and then came back
    LOSE = "lose"  # it was booked as paid and never reached the person
    PAID_TWICE = "paid_twice"  # it arrived after another payout had paid the same
    RECOVER = "recover"  # what was lost is with us again
    FILL_BOX = "fill_box"
    EMPTY_BOX = "empty_box"
    COUNT = "count"  # a difference
    BUY_CARDS = "buy_cards"
    VOID_CARD = "void_card"
    EARMARK = "earmark"
    LEASE_PAYMENT = "lease_payment"
    LEASE_OVERPAYMENT = "lease_overpayment"
    LEASE_REFUND = "lease_refund"
    OVERPAYMENT_REFUND = "overpayment_refund"
    REFUND_RETURNED = "refund_returned"  # what a payer got back, or their bank took


ABOUT: dict[str, tuple[Kind, ...]] = {
    "earning": (Kind.APPROVE, Kind.UNDO, Kind.WRITE_OFF),
    "payout": (
        Kind.SEND, Kind.SETTLE, Kind.FAIL, Kind.RETURN, Kind.ARRIVE_LATE, Kind.RETURN_LATE,
        Kind.LOSE, Kind.PAID_TWICE, Kind.RECOVER,
    ),
    "box": (Kind.FILL_BOX, Kind.EMPTY_BOX, Kind.COUNT),
    "gift_card": (Kind.VOID_CARD,),
    "payment": (Kind.LEASE_PAYMENT, Kind.LEASE_OVERPAYMENT),
    "paid_back": (Kind.LEASE_REFUND, Kind.OVERPAYMENT_REFUND, Kind.REFUND_RETURNED),
    "budget": (Kind.EARMARK,),
    "": (Kind.BUY_CARDS,),
}  # fmt: skip
"""The link that says what an entry of each kind is about; cards are bought many at a time."""
CHARGED = (*ABOUT["earning"], *ABOUT["payout"], *ABOUT["budget"])
"""Kinds whose money is of a budget."""


def _is_about_one_thing() -> Q:
    """Return that an entry has the link of its kind and no other; a payout's may touch a box."""
    links = set(ABOUT) - {"", "budget"}
    some = Q()
    for about, kinds in ABOUT.items():
        free = {about, "box"} if about == "payout" else {about}
        nothing_else = {f"{link}__isnull": True for link in sorted(links - free)}
        there = {f"{about}__isnull": False} if about else {}
        some |= Q(kind__in=kinds, **there, **nothing_else)
    return some


def _link(to: str, *, null: bool = True, related_name: str = "+") -> Any:
    """Return a link of an entry. None has an index of its own: see the constraints and indexes."""
    return models.ForeignKey(
        to, on_delete=models.PROTECT, null=null, related_name=related_name, db_index=False
    )


class VoucherCounter(models.Model):
    """The one row that gives out voucher numbers, in the transaction that uses them: no gaps."""

    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="voucher_counter_is_one_row")]

    def __str__(self) -> str:
        return f"VoucherCounter at {self.last}"


class EntryQuerySet(models.QuerySet["Entry"]):
    """Reads of the ledger."""

    def total(self) -> int:
        """Return the sum in øre."""
        return self.aggregate(total=Sum("ore"))["total"] or 0

    def balance(self, account: str) -> int:
        """Return debits less credits of `account` in øre."""
        return self.filter(debit=account).total() - self.filter(credit=account).total()


class Entry(AppendOnly):
    """A transfer of `ore` to the account `debit` from the account `credit`.

    `kind` says which act it books, and the links below what the act was about; `box` is the cash
    box that it touches. `team` and `budget` are those at the time of posting. `key` is for
    idempotency alone and is never read for anything else. `person_number` is opaque: it means
    nothing once the participant's row is gone.
    """

    Kind = Kind

    voucher_number = models.PositiveBigIntegerField(_("bilag"), unique=True)
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    debit = models.CharField(_("debet"), max_length=40)
    credit = models.CharField(_("kredit"), max_length=40)
    ore = models.PositiveBigIntegerField(_("øre"))
    at = models.DateTimeField(_("når"))
    by = to_user_or_none()
    reason = models.CharField(_("tekst"), max_length=120)
    person_number = models.PositiveBigIntegerField(null=True, db_index=True)
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="reversed_by"
    )
    team = _link("accounts.Team", null=False)
    budget = _link("payouts.Budget")
    earning = _link("payouts.Earning", related_name="entries")
    payout = _link("payouts.Payout", related_name="entries")
    box = _link("payouts.CashBox", related_name="entries")
    gift_card = _link("payouts.GiftCard", related_name="entries")
    payment = _link("leasing.Payment", related_name="entries")
    paid_back = _link("leasing.PaidBack", related_name="entries")

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("bilag")
        verbose_name_plural = _("bilag")
        ordering = ["voucher_number"]
        indexes = [
            models.Index(fields=["debit"], name="entry_debit"),
            models.Index(fields=["credit"], name="entry_credit"),
            models.Index(fields=["at"], name="entry_at"),
            *(
                models.Index(fields=[link], name=f"entry_{link}", condition=~Q(**{link: None}))
                for link in ("box", "gift_card", "payment", "paid_back")
            ),
        ]
        constraints = [
            AppendOnlyConstraint(
                name="entry_append_only",
                unique=(
                    ("voucher_number",), ("key",), ("reverses",), ("earning", "kind"),
                    ("payout", "kind"),
                ),
            ),
            is_a_sum("entry_is_a_sum", most=MOST_ORE),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="entry_two_accounts"),
            once("earning", "kind", name="entry_once_an_earning"),
            once("payout", "kind", name="entry_once_a_payout"),
            models.CheckConstraint(condition=_is_about_one_thing(), name="entry_about_one_thing"),
            models.CheckConstraint(
                condition=Q(kind__in=CHARGED, budget__isnull=False)
                | ~Q(kind__in=CHARGED) & Q(budget__isnull=True),
                name="entry_of_a_budget_or_none",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Entry {self.voucher_number}"


class EntrySeal(SealedRows):
    """A seal over every entry after the previous seal (`ledger.seals`).

    `form` is which columns of an entry it holds; seals from before there were kinds hold fewer.
    """

    form = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["pk"]
        constraints = [
            AppendOnlyConstraint(name="entry_seal_append_only", unique=(("first",), ("last",))),
            models.CheckConstraint(
                condition=Q(last__gte=F("first")), name="entry_seal_runs_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"EntrySeal {self.first}–{self.last}"
