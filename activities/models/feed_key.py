"""The secret address of one person's own calendar, or of a team's wall."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from accounts.models.user import to_user_or_none
from activities.models import links
from core.models import TimeStamped


class FeedKey(TimeStamped):
    """Lets a calendar program read one person's sessions, or a screen a team's, and nothing else.

    Belongs to a participant, to a member of staff or to a team. The token is stored hashed
    (SHA-256).
    """

    participant = links.to_participant_or_none(models.CASCADE, related_name="feed_keys")
    user = to_user_or_none(on_delete=models.CASCADE, related_name="feed_keys")
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="feed_keys")
    token_hash = models.CharField(max_length=64, unique=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("kalenderadresse")
        verbose_name_plural = _("kalenderadresser")
        constraints = [
            models.CheckConstraint(
                condition=Q(participant__isnull=False, user__isnull=True, team__isnull=True)
                | Q(participant__isnull=True, user__isnull=False, team__isnull=True)
                | Q(participant__isnull=True, user__isnull=True, team__isnull=False),
                name="feed_key_of_one",
            )
        ]
