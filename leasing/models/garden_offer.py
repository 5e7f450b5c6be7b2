"""Which gardens can be leased, and for what sum."""

from datetime import date

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from activities.models import Work
from core.models import TimeStamped, is_a_sum
from core.money import MOST_ORE
from leasing.models.lease import LeasedGarden
from leasing.models.words import title_of, unless_named


class GardenOfferQuerySet(models.QuerySet["GardenOffer"]):
    """Reads of what can be leased."""

    def offered(self) -> "GardenOfferQuerySet":
        """Keep gardens that are on offer and there."""
        return self.filter(is_offered=True).exclude(garden__state=Work.State.GONE)

    def free_on(self, day: date) -> "GardenOfferQuerySet":
        """Keep gardens on offer that nobody leases on `day` or later."""
        return self.free_between(day, date.max)

    def free_between(self, starts_on: date, ends_on: date) -> "GardenOfferQuerySet":
        """Keep gardens on offer that nobody leases in [starts_on, ends_on)."""
        taken = LeasedGarden.objects.live().filter(starts_on__lt=ends_on, ends_on__gt=starts_on)
        return self.offered().exclude(garden__in=taken.values("garden"))

    def with_free_from(self, day: date) -> "GardenOfferQuerySet":
        """Keep gardens on offer, with `leased_until`: the last day's end of a lease after `day`."""
        leased = LeasedGarden.objects.live().filter(garden=OuterRef("garden"), ends_on__gt=day)
        until = Subquery(leased.order_by("-ends_on").values("ends_on")[:1])
        found = self.annotate(leased_until=until).select_related("garden")
        return found.prefetch_related("garden__makers").offered()


class GardenOffer(TimeStamped):
    """That a garden (a work) can be leased, for what sum a month.

    `made_in` is all that a partner reads about where it comes from (rules.md#neutral-outside).
    """

    garden = models.OneToOneField(
        Work,
        on_delete=models.PROTECT,
        related_name="garden_offer",
        limit_choices_to={"kind": Work.Kind.GARDEN},
    )
    monthly_ore = models.PositiveBigIntegerField(_("øre i måneden"))
    made_in = models.CharField(
        _("laget i"),
        max_length=60,
        blank=True,
        help_text=_("En bydel eller et strøk. Bedriften ser det."),
    )
    is_offered = models.BooleanField(_("kan leies"), default=True)

    leased_until: date | None
    """The day it is free again, from `with_free_from`."""

    objects = GardenOfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("minihage til leie")
        verbose_name_plural = _("minihager til leie")
        constraints = [
            is_a_sum("garden_offer_is_a_sum", field="monthly_ore", most=MOST_ORE),
        ]

    @property
    def title(self) -> str:
        """Return what a business reads as the garden's name."""
        return title_of(self.garden)

    @property
    def description(self) -> str:
        """Return what a business reads about the garden."""
        return unless_named(self.garden, self.garden.description)

    @property
    def made_around(self) -> str:
        """Return where a business reads that it was made."""
        return unless_named(self.garden, self.made_in)
