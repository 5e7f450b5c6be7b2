"""More money for a budget that is in force: found by one, approved by a second person."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models.user import to_user, to_user_or_none
from core.models import TimeStamped, is_a_sum, two_different
from core.money import MOST_ORE
from payouts.models.budget import Budget


class AdditionQuerySet(models.QuerySet["Addition"]):
    """Reads of additions."""

    def approved(self) -> "AdditionQuerySet":
        """Keep what has been counted in."""
        return self.filter(approved_by__isnull=False)


class Addition(TimeStamped):
    """`ore` more for `budget`: new money, or moved from the team's budget `taken_from`.

    It counts when a second person has approved it; from then on it is never changed. The sum of
    a budget is what it was made with, and its approved additions, less what was taken from it
    (`verification.verify`). `key` is the page's own: the same page adds once.
    """

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="additions")
    taken_from = models.ForeignKey(
        Budget, on_delete=models.PROTECT, null=True, blank=True, related_name="given_away"
    )
    ore = models.PositiveBigIntegerField(_("sum i øre"))
    reason = models.CharField(_("hvor pengene kommer fra"), max_length=120)
    key = models.UUIDField(unique=True, editable=False)
    made_by = to_user()
    approved_by = to_user_or_none()
    approved_at = models.DateTimeField(null=True)

    objects = AdditionQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["changed_at", "key"])

    class Meta:
        verbose_name = _("tilleggsbevilgning")
        verbose_name_plural = _("tilleggsbevilgninger")
        constraints = [
            is_a_sum("addition_is_a_sum", most=MOST_ORE),
            two_different("addition_between_two", "budget", "taken_from"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False)
                & ~Q(approved_by=F("made_by")),
                name="addition_four_eyes",
            ),
        ]
