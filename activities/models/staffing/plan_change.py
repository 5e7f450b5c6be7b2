"""What somebody changed on the board, kept for a while so that they can undo it (decision 027)."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from accounts.models.user import to_user, to_user_or_none
from activities.models.place import Place
from activities.models.series import Series
from activities.models.session import Session
from activities.models.staffing.shift import Shift
from core.models import TimeStamped

UNDONE_WITHIN = timedelta(minutes=10)


class PlanChangeQuerySet(models.QuerySet["PlanChange"]):
    """Reads of what was changed."""

    def of(self, user: User) -> "PlanChangeQuerySet":
        """Keep what `user` did: nobody else may undo it."""
        return self.filter(made_by=user)

    def with_words(self) -> "PlanChangeQuerySet":
        """Fetch what the sentence about each needs."""
        return self.select_related(
            "session__activity", "staff_before", "staff_after", "place_before", "place_after"
        )

    def in_press_of(self, change: "PlanChange") -> "PlanChangeQuerySet":
        """Keep what was changed by the same press as `change`."""
        return self.filter(press=change.press, made_by=change.made_by_id)


class PlanChange(TimeStamped):
    """One change of one session: what was, and what it became.

    A move has times and places, the rest has staff: `staff_before` worked as `part` and does not
    now, `staff_after` does. `min_staff_before`, its reason, `off_site_before` and `stood_alone` go
    with a move. What one press changed shares `press`, and is undone together. Where that moved
    `series`, `series_after` goes on from there (itself, or what was split from it);
    `series_version` is the key of its history as it was, `series_version_after` that of the newest
    of both, and `occurrence_before` the session's day in it. `revision_after`, and how many shifts
    there were and the key of the newest, tell whether anybody has changed the session since. Only
    `activities.staffing.plan_changes` writes here.
    """

    class Verb(models.TextChoices):
        MADE = "made", _("laget")
        OPENED = "opened", _("åpnet")
        MOVED = "moved", _("flyttet")
        SWAPPED = "swapped", _("byttet")
        PUT_ON = "put_on", _("satt på")
        TAKEN_OFF = "taken_off", _("tatt av")

    made_by = to_user(on_delete=models.CASCADE)
    team = models.ForeignKey(Team, models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, models.CASCADE, related_name="plan_changes")
    press = models.UUIDField(default=uuid.uuid4, editable=False)
    verb = models.CharField(max_length=10, choices=Verb.choices)
    staff_before = to_user_or_none(on_delete=models.CASCADE)
    staff_after = to_user_or_none(on_delete=models.CASCADE)
    part = models.CharField(max_length=10, choices=Shift.Part.choices, blank=True)
    starts_before = models.DateTimeField(null=True)
    ends_before = models.DateTimeField(null=True)
    place_before = models.ForeignKey(Place, models.CASCADE, null=True, related_name="+")
    starts_after = models.DateTimeField(null=True)
    ends_after = models.DateTimeField(null=True)
    place_after = models.ForeignKey(Place, models.CASCADE, null=True, related_name="+")
    off_site_before = models.BooleanField(default=False)
    min_staff_before = models.PositiveSmallIntegerField(default=0)
    min_staff_reason_before = models.CharField(max_length=200, blank=True)
    stood_alone = models.BooleanField(default=False)
    series = models.ForeignKey(Series, models.SET_NULL, null=True, related_name="+")
    series_after = models.ForeignKey(Series, models.SET_NULL, null=True, related_name="+")
    series_version = models.PositiveBigIntegerField(null=True)
    series_version_after = models.PositiveBigIntegerField(null=True)
    occurrence_before = models.DateField(null=True)
    revision_after = models.PositiveIntegerField()
    staff_count_after = models.PositiveSmallIntegerField()
    newest_shift_after = models.PositiveBigIntegerField(default=0)
    undone_at = models.DateTimeField(null=True)

    objects = PlanChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("endring i planen")
        verbose_name_plural = _("endringer i planen")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    verb="moved",
                    starts_before__isnull=False,
                    ends_before__isnull=False,
                    place_before__isnull=False,
                    starts_after__isnull=False,
                    ends_after__isnull=False,
                    place_after__isnull=False,
                )
                | Q(verb="swapped", staff_before__isnull=False, staff_after__isnull=False)
                | Q(verb="put_on", staff_before__isnull=True, staff_after__isnull=False)
                | Q(verb="taken_off", staff_before__isnull=False, staff_after__isnull=True)
                | Q(verb__in=("made", "opened"), staff_before=None, staff_after=None),
                name="plan_change_says_what_was",
            )
        ]
        indexes = [
            models.Index(fields=["made_by", "created_at"], name="plan_change_last"),
            models.Index(fields=["press"], name="plan_change_press"),
        ]

    @property
    def until(self) -> datetime:
        """Return until when it can be undone."""
        return self.created_at + UNDONE_WITHIN

    @property
    def is_too_old(self) -> bool:
        """Tell whether ten minutes have passed."""
        return timezone.now() > self.until
