"""«Took part»: a fact with no quality. There is no row for anything else (DESIGN §1.1–1.2)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from activities.models.session import Session
from participants.models import Participant


class Attendance(models.Model):
    """The fact that a participant took part. Only `activities.attendance` writes here."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="attendances"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("var med")
        verbose_name_plural = _("var med")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "participant"], name="attendance_once_a_session"
            )
        ]

    def __str__(self) -> str:
        return f"Attendance {self.pk}"
