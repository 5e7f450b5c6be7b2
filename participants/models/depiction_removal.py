"""That somebody is to be removed from a picture or out of a story: by whom, when. Append-only."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.user import to_user
from core.models import AppendOnly, AppendOnlyConstraint
from participants.models.participant import Participant


class DepictionRemoval(AppendOnly):
    """A member of staff says that `participant` is not on `item` after all.

    It holds when the second member of staff has confirmed it (`accounts.SecondPerson`), and stays
    as what happened. Only `participants.depiction_removals` writes here.
    """

    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="depiction_removals"
    )
    item_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    item_id = models.PositiveBigIntegerField()
    item = GenericForeignKey("item_type", "item_id")
    by = to_user()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("tatt av")
        verbose_name_plural = _("tatt av")
        indexes = [models.Index(fields=["item_type", "item_id"], name="depiction_removal_item")]
        constraints = [AppendOnlyConstraint(name="depiction_removal_append_only")]
