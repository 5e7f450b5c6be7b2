"""That a leader let a shift go past a limit of working time, and why (docs/decisions/035)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.user import to_user
from activities.models.staffing.shift import Shift
from core.constraints import once
from core.models import TimeStamped


class Limit(models.TextChoices):
    """What is measured of somebody's duties (`activities.staffing.working_time`)."""

    DAILY_REST = "daily_rest", _("hvile mellom dager")
    WEEKLY_REST = "weekly_rest", _("fri i strekk i uka")
    LONGEST_DAY = "longest_day", _("lengste dag")
    FULL_WEEK = "full_week", _("lengste uke")
    CONTRACT = "contract", _("avtalt uke")


class OverLimit(TimeStamped):
    """A leader, `decided_by`, put somebody on `shift` though it goes past `limit`, for a reason.

    `minutes` is how long the rest or the work became by it. The row goes with the shift. Only
    `activities.staffing.over_limits` writes it.
    """

    shift = models.ForeignKey(Shift, models.CASCADE, related_name="over_limits")
    limit = models.CharField(_("grense"), max_length=12, choices=Limit.choices)
    minutes = models.PositiveIntegerField(_("minutter"))
    reason = models.CharField(_("grunn"), max_length=500)
    decided_by = to_user(verbose_name=_("leder"))

    class Meta:
        verbose_name = _("grunn til å gå over en grense")
        verbose_name_plural = _("grunner til å gå over en grense")
        ordering = ["pk"]
        constraints = [
            once("shift", "limit", name="over_limit_once_a_shift"),
            models.CheckConstraint(condition=~Q(reason=""), name="over_limit_has_a_reason"),
        ]
