"""Publishing the newest seals outside the database, beyond the reach of whoever administers it."""

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _

from core import sealing
from notices.backends import DeliveryFailed, EmailBackend, hand_over

A_DAY = 24 * 60 * 60


def publish() -> int:
    """Tell each chain's newest seal once a day, by file and mail as the settings say.

    Returns how many were told now. Lines of the file are «time chain number:digest», for
    `verify_access_log --anchors` and `verify_ledger --anchors`. What cannot be told raises, and
    is tried again at the next round.
    """
    now = timezone.now()
    lines = [
        f"{now.isoformat()} {name} {anchor}" for name, anchor in sealing.newest_anchors().items()
    ]
    if not lines or not settings.OUTGOING:
        return 0
    day = timezone.localdate(now)
    if settings.ANCHOR_FILE and not cache.get(f"anchor-file:{day}"):
        with open(settings.ANCHOR_FILE, "a") as file:
            file.writelines(f"{line}\n" for line in lines)
        cache.set(f"anchor-file:{day}", True, A_DAY)
    if settings.ANCHOR_EMAIL and not cache.get(f"anchor-mail:{day}"):
        _send(
            _("Segl %(day)s") % {"day": day},
            "\n".join([_("Ta vare på denne meldingen."), "", *lines]),
        )
        cache.set(f"anchor-mail:{day}", True, A_DAY)
    return len(lines)


def _send(subject: str, body: str) -> None:
    """Send at once, not by the outbox: a seal is told only when it has left the server."""
    backend = EmailBackend()
    if not backend.reaches_people and not settings.MESSAGES_SHOWN_HERE:
        raise DeliveryFailed("EMAIL_URL leads nowhere")
    hand_over(backend, to=settings.ANCHOR_EMAIL, subject=subject, body=body)
