"""Gift cards: a stock with numbers, handed out like cash."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from accounts.models.user import to_user
from core.models import AppendOnlyConstraint, TimeStamped, is_a_sum
from core.money import MOST_ORE
from payouts.models.person_link import person_link
from payouts.models.receipt import Receipt, signed_or_two_staff
from payouts.models.vault import EncryptedTextField


class GiftCardReceipt(Receipt):
    """That a person was handed gift cards."""

    participant = person_link("gift_card_receipts")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="gift_card_receipts")

    class Meta:
        verbose_name = _("kvittering for gavekort")
        verbose_name_plural = _("kvitteringer for gavekort")
        constraints = [
            AppendOnlyConstraint(name="gift_card_receipt_append_only", forgets=("participant",)),
            is_a_sum("gift_card_receipt_is_a_sum"),
            signed_or_two_staff("gift_card_receipt_signed_or_two_staff"),
        ]


class GiftCard(TimeStamped):
    """One card in a team's stock. Only `payouts.over_the_table.gift_cards` changes its state.

    `number_hash` (keyed SHA-256) finds the same number twice; the number itself is encrypted.
    """

    class State(models.TextChoices):
        IN_STOCK = "in_stock", _("på lager")
        HANDED_OUT = "handed_out", _("gitt")
        VOID = "void", _("ugyldig")

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="gift_cards")
    issuer = models.CharField(_("butikk"), max_length=80)
    number = EncryptedTextField(_("nummer"))
    number_hash = models.CharField(max_length=64, unique=True)
    ore = models.PositiveBigIntegerField(_("verdi"))
    state = models.CharField(max_length=12, choices=State.choices, default=State.IN_STOCK)
    receipt = models.ForeignKey(
        GiftCardReceipt, on_delete=models.PROTECT, null=True, related_name="cards"
    )
    added_by = to_user()
    void_reason = models.CharField(_("hvorfor"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("gavekort")
        verbose_name_plural = _("gavekort")
        ordering = ["issuer", "ore", "pk"]
        constraints = [
            is_a_sum("gift_card_is_a_sum", most=MOST_ORE),
            models.CheckConstraint(
                condition=Q(state="handed_out", receipt__isnull=False)
                | (~Q(state="handed_out") & Q(receipt__isnull=True)),
                name="gift_card_handed_out_has_receipt",
            ),
            models.CheckConstraint(
                condition=~Q(state="void") | ~Q(void_reason=""), name="gift_card_void_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issuer} … {self.number[-4:]}"
