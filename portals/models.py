"""What the portals remember: which forms have been sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Row


class SentForm(Row):
    """A once-key that was used. Only `portals.idempotency` writes here. It names nobody.

    `key` is a digest of the key of the page, `content` of what was written, `led_to` the address
    that was answered; it is empty while the form is being saved.
    """

    key = models.CharField(max_length=64, unique=True, editable=False)
    content = models.CharField(max_length=64, editable=False)
    led_to = models.CharField(max_length=500, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sendt"), auto_now_add=True, db_index=True, editable=False)

    class Meta:
        verbose_name = _("sendt skjema")
        verbose_name_plural = _("sendte skjemaer")
