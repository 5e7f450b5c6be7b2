"""Yearly thresholds that an installation sets up itself. None is shipped (rules.md#no-figures)."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models.user import to_user, to_user_or_none
from core.models import (
    AppendOnly,
    AppendOnlyConstraint,
    Named,
    TimeStamped,
    is_a_sum,
    two_different,
)
from core.money import MOST_ORE
from payouts.models.person_link import person_link


class Threshold(Named, TimeStamped):
    """A sum a person may get in a calendar year from one legal payer, over all payment methods.

    In force in [valid_from, valid_to) once a second person has verified it. `citation` says where
    the rule stands, `quoted` what it says: Reir never states a tax status.
    """

    organisation_number = models.CharField(_("organisasjonsnummer"), max_length=9)
    name = models.CharField(_("navn"), max_length=80)
    ore = models.PositiveBigIntegerField(_("grense"))
    warn_percent = models.PositiveSmallIntegerField(_("si fra ved prosent"), default=80)
    citation = models.CharField(_("kilde"), max_length=300)
    quoted = models.TextField(_("det som står der"), max_length=1000)
    valid_from = models.DateField(_("gjelder fra"))
    valid_to = models.DateField(_("gjelder til"), null=True, blank=True)
    made_by = to_user()
    verified_by = to_user_or_none()
    verified_at = models.DateTimeField(null=True)

    history = HistoricalRecords(excluded_fields=["changed_at"])

    class Meta:
        verbose_name = _("grense")
        verbose_name_plural = _("grenser")
        ordering = ["organisation_number", "-valid_from", "pk"]
        constraints = [
            is_a_sum("threshold_is_a_sum", most=MOST_ORE),
            models.CheckConstraint(
                condition=Q(warn_percent__gte=1, warn_percent__lte=100),
                name="threshold_warns_before",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="threshold_ends_after_start",
            ),
            two_different("threshold_four_eyes", "made_by", "verified_by"),
        ]

    @property
    def last_day(self) -> date | None:
        """Return the last day on which it holds; None when it goes on."""
        return self.valid_to - timedelta(days=1) if self.valid_to else None


class ThresholdDecision(AppendOnly):
    """What was decided with a person about a threshold, in a year: stop before it, or go on.

    The newest of a (participant, threshold, year) holds. `person_knows` must be true: nothing
    is stopped over anybody's head, and what is earned already is paid.
    """

    class Decision(models.TextChoices):
        STOP = "stop", _("vi stopper før grensa")
        GO_ON = "go_on", _("vi går over grensa")

    threshold = models.ForeignKey(Threshold, on_delete=models.PROTECT, related_name="decisions")
    participant = person_link("threshold_decisions")
    year = models.PositiveSmallIntegerField()
    decision = models.CharField(_("valg"), max_length=10, choices=Decision.choices)
    reason = models.CharField(_("hvorfor"), max_length=200)
    person_knows = models.BooleanField(_("personen vet om det"))
    by = to_user()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("valg om grense")
        verbose_name_plural = _("valg om grenser")
        ordering = ["-at", "-pk"]
        constraints = [
            AppendOnlyConstraint(name="threshold_decision_append_only", forgets=("participant",)),
            models.CheckConstraint(
                condition=Q(person_knows=True), name="threshold_decision_person_knows"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="threshold_decision_has_reason"),
        ]
