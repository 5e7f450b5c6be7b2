"""A member of staff's part in a session, ended by «all clear» when it is off-site."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.models.session import Session
from core.models import TimeStamped


class ShiftQuerySet(models.QuerySet["Shift"]):
    """Reads of shifts."""

    def not_home(self, *, at: Any) -> "ShiftQuerySet":
        """Keep shifts of off-site sessions that have ended without «all clear»."""
        return self.filter(
            session__off_site=True,
            session__state__in=(Session.State.PUBLISHED, Session.State.CLOSED),
            session__ends_at__lte=at,
            all_clear_at__isnull=True,
        )


class Shift(TimeStamped):
    """Who works a session, as what. `all_clear_at` (UTC) ends an off-site duty."""

    class Part(models.TextChoices):
        LEAD = "lead", _("leder økten")
        SECOND = "second", _("er med")
        PEER = "peer", _("erfaringskonsulent")
        DRIVER = "driver", _("kjører")

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="shifts")
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="shifts",
        verbose_name=_("ansatt"),
    )
    part = models.CharField(_("rolle"), max_length=10, choices=Part.choices, default=Part.SECOND)
    all_clear_at = models.DateTimeField(_("alt i orden"), null=True, editable=False)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("vakt")
        verbose_name_plural = _("vakter")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "staff"],
                name="shift_once_a_person",
                violation_error_message=_("Denne personen har allerede vakt her."),
            )
        ]

    def __str__(self) -> str:
        return f"Shift {self.pk}"
