"""The flat honorarium of an activity, valid from a day."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.user import to_user
from activities.models import Activity
from core.constraints import once
from core.models import TimeStamped, is_a_sum
from core.money import MOST_ORE, kroner


class Reason(models.TextChoices):
    """Why a person is honoured. Never by output or minutes."""

    TOOK_PART = "took_part", _("var med")
    CANCELLED_BY_US = "cancelled_by_us", _("vi avlyste")
    CARE_VISIT = "care_visit", _("tilsyn")
    CO_ORGANISING = "co_organising", _("medarrangør")


class RateQuerySet(models.QuerySet["Rate"]):
    """Reads of rates."""

    def on(self, activity: Activity, *, day: date, reason: str = Reason.TOOK_PART) -> "Rate | None":
        """Return the rate of `activity` in force on `day`, or None when nothing is promised."""
        return (
            self.filter(activity=activity, reason=reason, valid_from__lte=day)
            .order_by("-valid_from")
            .first()
        )


class Rate(TimeStamped):
    """`ore` for each time somebody is honoured for `reason` in `activity`."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="rates")
    reason = models.CharField(
        _("for"), max_length=20, choices=Reason.choices, default=Reason.TOOK_PART
    )
    ore = models.PositiveBigIntegerField(_("øre"))
    valid_from = models.DateField(_("gjelder fra"))
    set_by = to_user()

    objects = RateQuerySet.as_manager()

    class Meta:
        verbose_name = _("sats")
        verbose_name_plural = _("satser")
        constraints = [
            is_a_sum("rate_is_a_sum", most=MOST_ORE),
            once("activity", "reason", "valid_from", name="rate_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.activity} · {kroner(self.ore)}"
