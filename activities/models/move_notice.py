"""That somebody who comes is to hear of a session's new time or place (docs/decisions/036)."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.models.place import Place
from activities.models.session import Session
from activities.models.signup import SignUp
from core.dates import midnight
from core.models import TimeStamped
from notices.models import Message, Task


class MoveNoticeQuerySet(models.QuerySet["MoveNotice"]):
    """Reads of who is to hear of a move, and who has."""

    def untold(self) -> "MoveNoticeQuerySet":
        """Keep those who are to hear."""
        return self.filter(told_at__isnull=True)

    def instead_of_reminder(self, session: Session) -> "MoveNoticeQuerySet":
        """Keep those of `session` whose message comes, or came the day before it or later."""
        lately = midnight(timezone.localdate(session.starts_at) - timedelta(days=1))
        own = self.filter(signup__session=session)
        return own.filter(Q(told_at__isnull=True) | Q(told_at__gte=lately))


class MoveNotice(TimeStamped):
    """What one person knew of a session that was moved after they had said that they come.

    `knew_starts_at` and `knew_place` are when and where they last heard that it is. `noted_at` is
    when it was last moved, `told_at` when the message was put in: a `notice`, or a `task` for who
    hears it from a colleague. Only `activities.taking_part.move_notices` writes here.
    """

    signup = models.OneToOneField(SignUp, models.CASCADE, related_name="move_notice")
    knew_starts_at = models.DateTimeField()
    knew_place = models.ForeignKey(Place, models.CASCADE, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True)
    notice = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    task = models.ForeignKey(Task, models.SET_NULL, null=True, related_name="+")

    objects = MoveNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("beskjed om flytting")
        verbose_name_plural = _("beskjeder om flytting")
        ordering = ["pk"]
        indexes = [models.Index(fields=["told_at"], name="move_notice_untold")]
        constraints = [
            models.CheckConstraint(
                condition=Q(told_at__isnull=False) | Q(notice__isnull=True, task__isnull=True),
                name="move_notice_sent_was_told",
            )
        ]
