"""News that makes kept pages old."""

from typing import Any

from django.db import transaction
from django.dispatch import receiver
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
)

from cms import page_cache
from participants.signals import consent_withdrawn


@receiver(consent_withdrawn)
@receiver(page_published)
@receiver(page_unpublished)
@receiver(page_slug_changed)
@receiver(post_page_move)
def forget_pages(sender: Any, **kwargs: Any) -> None:
    """Forget every kept page once the change can be read by everybody."""
    transaction.on_commit(page_cache.forget_all)
