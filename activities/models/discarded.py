"""Drafts that were discarded, kept whole for a while so that it can be undone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from accounts.models.user import to_user_or_none
from core.models import TimeStamped


class DiscardedDrafts(TimeStamped):
    """What one press discarded. Only `activities.planning.drafts` writes here.

    `rows` is the rows as they were (Django's own JSON shape): sessions, the shifts in them, series
    that went with them; `resources` is {session id: [resource ids]}, `days` {series id: [ISO days]}
    that were left out. `restored_at` is when it was undone.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="discarded_drafts")
    discarded_by = to_user_or_none()
    count = models.PositiveIntegerField()
    rows = models.JSONField(default=list)
    resources = models.JSONField(default=dict)
    days = models.JSONField(default=dict)
    restored_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("kastede utkast")
        verbose_name_plural = _("kastede utkast")
        ordering = ["-created_at", "-pk"]
