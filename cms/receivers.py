"""What follows from a withdrawn consent, and from a page that changed: nothing kept stays."""

from typing import Any

from django.db import transaction
from django.dispatch import receiver
from wagtail.signals import (
    copy_for_translation_done,
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
)

from accounts.roles import wagtail_groups
from cms import page_cache
from cms.models import StoryHandOver, StoryPage
from cms.publishing import scheduled, story_questions
from cms.search import index
from notices import waiting_states
from participants.signals import consent_withdrawn


@receiver(consent_withdrawn)
@receiver(page_published)
@receiver(page_unpublished)
@receiver(page_slug_changed)
@receiver(post_page_move)
def forget_pages(sender: Any, **kwargs: Any) -> None:
    """Forget every kept page once the change can be read by everybody."""
    transaction.on_commit(page_cache.forget_all)


@receiver(page_published)
def close_tasks(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Close what was asked about a page that has come out after all."""
    scheduled.close_tasks_about(instance)
    story_questions.close(instance.pk)
    if StoryHandOver.objects.filter(story=instance.pk).delete()[0]:
        waiting_states.refresh("story_with_editor", instance)


@receiver(page_published)
@receiver(page_unpublished)
def forget_in_search(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Take a page out of the search index when it may not be read as it now stands."""
    if not instance.get_indexed_objects().filter(pk=instance.pk).exists():
        index.forget(instance)


@receiver(consent_withdrawn)
def forget_story_in_search(sender: Any, consent: Any, **kwargs: Any) -> None:
    """Take a story out of the search index when somebody's yes to it ends."""
    if isinstance(consent.item, StoryPage):
        index.forget(consent.item)


@receiver(copy_for_translation_done)
def let_edit_translation(sender: Any, source_obj: Any, target_obj: Any, **kwargs: Any) -> None:
    """Let a home page in a new language be written below by those who write below the old."""
    wagtail_groups.let_edit_translation(source_obj, translation=target_obj)
