"""The second person of two: asked by the first, confirming by themselves (rules.md#two-people)."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.team import ALL_STAFF, Team
from accounts.models.user import to_user
from core.constraints import once
from core.models import TimeStamped


class SecondPersonQuerySet(models.QuerySet["SecondPerson"]):
    """Reads of who was asked."""

    def visible_to(self, user: Any) -> "SecondPersonQuerySet":
        """Keep what is about the teams in which `user` works: who has left reads no names there."""
        return self.filter(team__in=Team.objects.of(user, ALL_STAFF))

    def waiting(self) -> "SecondPersonQuerySet":
        """Keep what nobody has confirmed yet, the oldest first."""
        return self.filter(confirmed_at__isnull=True).order_by("created_at", "pk")


class SecondPerson(TimeStamped):
    """That `person` was named as the second of two for `of`, and when they said so themselves.

    Only `accounts.second_person` writes it. Until `confirmed_at` the thing is unconfirmed.
    """

    class How(models.TextChoices):
        """By which proof."""

        CODE = "code", _("egen kode på samme skjerm")
        PAGE = "page", _("egen side")

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    of_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    of_id = models.PositiveBigIntegerField()
    of = GenericForeignKey("of_type", "of_id")
    person = to_user(related_name="seconds")
    asked_by = to_user()
    confirmed_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=4, choices=How, blank=True)

    objects = SecondPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("bekreftelse")
        verbose_name_plural = _("bekreftelser")
        constraints = [
            once("of_type", "of_id", name="second_person_once"),
            models.CheckConstraint(
                condition=~Q(person=F("asked_by")), name="second_person_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, how="")
                | (Q(confirmed_at__isnull=False) & ~Q(how="")),
                name="second_person_confirmed_somehow",
            ),
        ]


class ShortCode(TimeStamped):
    """The code by which a member of staff confirms on a colleague's screen; stored hashed."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="short_code"
    )
    code = models.CharField(max_length=128)
    wrong_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("kort kode")
        verbose_name_plural = _("korte koder")
