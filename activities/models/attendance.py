"""«Took part»: a fact with no quality. There is no row for anything else (rules.md#silence)."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models.user import to_user
from activities.models import links
from activities.models.session import Session
from core.constraints import once
from core.models import Row, TimeStamped


class Attendance(Row):
    """The fact that a participant took part: `activities.taking_part.attendance` writes here."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    participant = links.to_participant(models.PROTECT, related_name="attendances")
    recorded_by = to_user()
    recorded_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("var med")
        verbose_name_plural = _("var med")
        constraints = [once("session", "participant", name="attendance_once_a_session")]


class Guest(TimeStamped):
    """Somebody who took part and is not in the system: the fact, and what to call them.

    When they become a participant, their taking part goes with them
    (`activities.taking_part.guests`); until then the row is all that is known, and it
    is forgotten after half a year.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="guests")
    called = models.CharField(_("kalles"), max_length=40)
    participant = links.to_participant_or_none(related_name="was_guest")
    recorded_by = to_user()
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = _("gjest")
        verbose_name_plural = _("gjester")
        ordering = ["pk"]


class SentTap(Row):
    """A tap that a phone took offline and sent later, known by its key.

    The newest tap for the same thing decides, in whatever order and however often they come.
    Forgotten after a week (`activities.taking_part.offline`).
    """

    class Act(models.TextChoices):
        TOOK_PART = "took_part", _("var med")
        REVERSE = "take_back", _("angret")  # phones hold this value until they have signal
        GUEST = "guest", _("gjest")
        ALL_CLEAR = "all_clear", _("alt i orden")

    key = models.UUIDField(unique=True)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="sent_taps")
    participant = links.to_participant_or_none(models.CASCADE, related_name="+")
    act = models.CharField(max_length=10, choices=Act.choices)
    tapped_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    sent_by = to_user()

    class Meta:
        verbose_name = _("sendt trykk")
        verbose_name_plural = _("sendte trykk")
        indexes = [
            models.Index(fields=["session", "participant", "tapped_at"], name="sent_tap_newest")
        ]
