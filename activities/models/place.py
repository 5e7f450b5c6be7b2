"""Where things happen and where works stand: public places only, never a home."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from core.models import Named, TimeStamped


class PlaceQuerySet(models.QuerySet["Place"]):
    """Reads of places."""

    def usual_first(self, teams: Any) -> "PlaceQuerySet":
        """Order by how often `teams` have been there in the last year, then by name."""
        since = timezone.now() - timedelta(days=365)
        theirs = Q(sessions__team__in=teams, sessions__starts_at__gte=since)
        return self.annotate(times=Count("sessions", filter=theirs)).order_by("-times", "name")


class Place(Named, TimeStamped):
    """A public place with coordinates (WGS 84, degrees).

    `min_staff` belongs to the place or the session, never to a person (rules.md#staff-come-home).
    """

    name = models.CharField(_("navn"), max_length=120, unique=True)
    address = models.CharField(_("adresse"), max_length=200, blank=True)
    how_to_find = models.CharField(_("slik finner du fram"), max_length=280, blank=True)
    latitude = models.FloatField(_("breddegrad"))
    longitude = models.FloatField(_("lengdegrad"))
    indoors = models.BooleanField(_("inne"), default=True)
    off_site = models.BooleanField(
        _("ute av huset"),
        default=False,
        help_text=_("Vakten er over først når alle ansatte har meldt «alt i orden»."),
    )
    min_staff = models.PositiveSmallIntegerField(_("minst så mange ansatte"), default=2)
    phone = PhoneNumberField(_("telefon"), blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("sted")
        verbose_name_plural = _("steder")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__gte=-90, latitude__lte=90)
                & Q(longitude__gte=-180, longitude__lte=180),
                name="place_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(min_staff__gte=1, min_staff__lte=20), name="place_needs_staff"
            ),
        ]

    @property
    def address_alone(self) -> str:
        """Return the address, or "" when the name says it already."""
        return "" if _begins_with(self.name, self.address) else self.address

    @property
    def where(self) -> str:
        """Return name and address in one line, neither of them twice."""
        if _begins_with(self.address, self.name):
            return self.address
        return ", ".join(filter(None, [self.name, self.address_alone]))

    @property
    def rounded_position(self) -> tuple[float, float]:
        """Return (latitude, longitude) on a grid of about 100 m, for public maps."""
        return round(self.latitude, 3), round(self.longitude, 3)


def _begins_with(text: str, start: str) -> bool:
    """Tell whether `text` begins with the words of `start`: «Torget 10» not with «Torget 1»."""
    long, short = " ".join(text.casefold().split()), " ".join(start.casefold().split())
    return long.startswith(short) and not long[len(short) : len(short) + 1].isalnum()
