"""Substitutes across teams: what two leaders agreed, and who is willing (docs/decisions/038)."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.team import Membership, Team
from accounts.models.user import to_user, to_user_or_none
from core.constraints import once
from core.models import TimeStamped


class SubstituteAgreementQuerySet(models.QuerySet["SubstituteAgreement"]):
    """Reads of agreements."""

    def open(self) -> "SubstituteAgreementQuerySet":
        """Keep what is asked or agreed, has not been ended, and whose last day is not over."""
        return self.filter(ended_at__isnull=True, until__gte=timezone.localdate())

    def waiting(self) -> "SubstituteAgreementQuerySet":
        """Keep what the leaders of the team that would lend have not answered."""
        return self.open().filter(agreed_at__isnull=True)

    def in_force(self) -> "SubstituteAgreementQuerySet":
        """Keep what both teams' leaders have agreed to, and neither has ended."""
        return self.open().filter(agreed_at__isnull=False)

    def of(self, teams: Iterable[Team]) -> "SubstituteAgreementQuerySet":
        """Keep what one of `teams` is a part of."""
        return self.filter(Q(borrows__in=teams) | Q(lends__in=teams))


class SubstituteAgreement(TimeStamped):
    """Willing colleagues of `lends` may be asked to cover in `borrows`, until the day `until`.

    `asked_by` leads the team that borrows and asked; `agreed_by`, another, leads the one that
    lends. Either team's leader ends it. Only `activities.staffing.substitutes` writes it.
    """

    borrows = models.ForeignKey(Team, models.CASCADE, related_name="borrowing")
    lends = models.ForeignKey(Team, models.CASCADE, related_name="lending")
    until = models.DateField(_("til og med"))
    asked_by = to_user(verbose_name=_("spurt av"))
    asked_at = models.DateTimeField(default=timezone.now)
    agreed_by = to_user_or_none()
    agreed_at = models.DateTimeField(null=True)
    ended_by = to_user_or_none()
    ended_at = models.DateTimeField(null=True)

    objects = SubstituteAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("avtale om vikarer")
        verbose_name_plural = _("avtaler om vikarer")
        ordering = ["pk"]
        constraints = [
            once(
                "borrows", "lends",
                name="substitute_agreement_once", condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=~Q(borrows=F("lends")), name="substitute_agreement_of_two_teams"
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("asked_by")),
                name="substitute_agreement_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True, agreed_at__isnull=True)
                | Q(agreed_by__isnull=False, agreed_at__isnull=False),
                name="substitute_agreement_says_who",
            ),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True) | Q(ended_at__isnull=False),
                name="substitute_agreement_ended_when",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.lends} → {self.borrows}"


class SubstituteQuerySet(models.QuerySet["Substitute"]):
    """Reads of who is willing."""

    def willing(self) -> "SubstituteQuerySet":
        """Keep those who have said yes and not stopped."""
        return self.filter(stopped_at__isnull=True)

    def at_work(self) -> "SubstituteQuerySet":
        """Keep of them those who are at work in the team that lends."""
        lends = Membership.objects.planning().filter(
            user=models.OuterRef("staff"), team=models.OuterRef("agreement__lends")
        )
        return self.filter(models.Exists(lends))

    def to_ask_in(self, team: Any) -> "SubstituteQuerySet":
        """Keep whom `team` (or its key) may ask today: willing, and at work in a team that lends.

        Who works in `team` itself is asked as a colleague.
        """
        own = Membership.objects.planning().filter(user=models.OuterRef("staff"), team=team)
        agreed = SubstituteAgreement.objects.in_force().filter(borrows=team)
        return (
            self.willing().at_work().filter(~models.Exists(own), agreement__in=agreed.values("pk"))
        )


class Substitute(TimeStamped):
    """That `staff` is willing to be asked under `agreement`, by their own yes until their own no.

    Only `activities.staffing.substitutes` writes it.
    """

    agreement = models.ForeignKey(SubstituteAgreement, models.CASCADE, related_name="substitutes")
    staff = to_user(on_delete=models.CASCADE, related_name="substitutes")
    willing_at = models.DateTimeField(default=timezone.now)
    stopped_at = models.DateTimeField(null=True)

    objects = SubstituteQuerySet.as_manager()

    class Meta:
        verbose_name = _("vikar")
        verbose_name_plural = _("vikarer")
        ordering = ["pk"]
        constraints = [
            once("agreement", "staff", name="substitute_once"),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(stopped_at__gte=F("willing_at")),
                name="substitute_stops_after_yes",
            ),
        ]
