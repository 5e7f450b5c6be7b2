"""What a partner leases, and when."""

from typing import Any

from django.db import models
from django.db.models import F, Max, Min, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.models.user import to_user, to_user_or_none
from activities.models import CareVisit, Work
from core.constraints import NoOverlapConstraint
from core.dates import midnight
from core.models import TimeStamped
from leasing.models.partner import Partner
from leasing.models.words import title_of


class LeaseQuerySet(models.QuerySet["Lease"]):
    """Reads of leases."""

    def visible_to(self, user: Any) -> "LeaseQuerySet":
        """Keep the leases of partners that `user` acts for."""
        return self.filter(partner__in=Partner.objects.visible_to(user))

    def with_period(self) -> "LeaseQuerySet":
        """Add `starts_on` and `ends_on` (the day after the last)."""
        return self.annotate(starts_on=Min("gardens__starts_on"), ends_on=Max("gardens__ends_on"))


class Lease(TimeStamped):
    """A partner's agreement: so many months from a day, with a promise of care.

    Only `leasing.leases` changes its state.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("gjelder")
        ENDED = "ended", _("avsluttet")

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="leases")
    agreed_by = to_user()
    months = models.PositiveSmallIntegerField(_("måneder"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    ended_by = to_user_or_none()

    objects = LeaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("leieavtale")
        verbose_name_plural = _("leieavtaler")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=36), name="lease_months_sensible"
            )
        ]

    def care_visits(self) -> models.QuerySet[CareVisit]:
        """Return when its gardens were looked after while leased, the newest first.

        For partners: whoever did it is never told (rules.md#neutral-outside).
        """
        during = Q(pk__in=[])
        for leased in self.gardens.all():
            during |= Q(
                work=leased.garden_id,
                visited_at__gte=midnight(leased.starts_on),
                visited_at__lt=midnight(leased.ends_on),
            )
        return CareVisit.objects.filter(during).defer("participant", "recorded_by")


class LeasedGardenQuerySet(models.QuerySet["LeasedGarden"]):
    """Reads of which garden is leased when."""

    def live(self) -> "LeasedGardenQuerySet":
        """Keep those that hold their garden."""
        return self.filter(state=Lease.State.RUNNING)

    def with_last_care(self) -> "LeasedGardenQuerySet":
        """Add `last_cared_at`, the newest visit since the lease began, or None."""
        visits = CareVisit.objects.filter(
            work=OuterRef("garden"), visited_at__date__gte=OuterRef("starts_on")
        ).order_by("-visited_at")
        found = self.annotate(last_cared_at=Subquery(visits.values("visited_at")[:1]))
        return found.select_related("garden").prefetch_related("garden__makers")


class LeasedGarden(TimeStamped):
    """One garden in a lease, in [starts_on, ends_on). The database refuses an overlap."""

    lease = models.ForeignKey(Lease, on_delete=models.PROTECT, related_name="gardens")
    garden = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="leased_as")
    starts_on = models.DateField(_("fra"))
    ends_on = models.DateField(_("fram til"))
    monthly_ore = models.PositiveBigIntegerField(_("øre i måneden"))
    state = models.CharField(
        max_length=10, choices=Lease.State.choices, default=Lease.State.RUNNING
    )

    objects = LeasedGardenQuerySet.as_manager()

    class Meta:
        verbose_name = _("leid minihage")
        verbose_name_plural = _("leide minihager")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="leased_garden_ends_after_start"
            ),
            NoOverlapConstraint(
                name="leased_garden_no_overlap",
                group="garden",
                starts="starts_on",
                ends="ends_on",
                state_field="state",
                states=("running",),
            ),
        ]

    @property
    def title(self) -> str:
        """Return what a business reads as the garden's name."""
        return title_of(self.garden)
