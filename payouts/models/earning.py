"""A person's honorarium for one thing: promised, then approved, then paid by a payout."""

from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from activities.models import Session
from core.models import TimeStamped
from participants.models import Participant
from payouts.models.budget import Reservation
from payouts.models.rate import Reason


class EarningQuerySet(models.QuerySet["Earning"]):
    """Reads of honoraria."""

    def live(self) -> "EarningQuerySet":
        """Keep what has not been taken back before approval."""
        return self.exclude(state=Earning.State.TAKEN_BACK)

    def waiting_for_payment(self) -> "EarningQuerySet":
        """Keep approved honoraria with no live payout: what people have to come."""
        from payouts.models.payout import Payout  # noqa: PLC0415 - the other half of one concept

        return self.filter(state=Earning.State.APPROVED).exclude(payouts__state__in=Payout.LIVE)

    def total(self) -> int:
        """Return the sum in øre."""
        return self.aggregate(total=Sum("ore"))["total"] or 0


class Earning(TimeStamped):
    """A flat sum in øre, once for each (participant, reason, session).

    Only `payouts.promises` and `payouts.ledger` change its state.
    """

    class State(models.TextChoices):
        PROMISED = "promised", _("lovet")
        APPROVED = "approved", _("på vei")
        TAKEN_BACK = "taken_back", _("rettet")

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="earnings")
    reason = models.CharField(max_length=20, choices=Reason.choices)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="earnings")
    reservation = models.ForeignKey(Reservation, on_delete=models.PROTECT, related_name="earnings")
    ore = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROMISED)
    approved_at = models.DateTimeField(null=True)

    objects = EarningQuerySet.as_manager()

    class Meta:
        verbose_name = _("honorar")
        verbose_name_plural = _("honorarer")
        indexes = [models.Index(fields=["participant", "state"], name="earning_participant_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "reason", "session"], name="earning_once"
            ),
            models.CheckConstraint(condition=Q(ore__gt=0), name="earning_is_a_sum"),
        ]

    def __str__(self) -> str:
        return f"Earning {self.pk}"
