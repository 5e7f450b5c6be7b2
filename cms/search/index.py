"""What stands in the search index: what the public may read, and nothing else.

The index is one table for everybody's searches. What is not in it cannot be found through it,
whoever asks and however.
"""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page
from wagtail.search import index
from wagtail.search.models import IndexEntry

from cms.models import StoryPage
from cms.models.stories import held_back


def forget(page: Page) -> None:
    """Take `page` out of the index."""
    index.remove_object(page)


def reconcile() -> int:
    """Put in what has become readable, take out what no longer is; return how many changed.

    A consent that runs out or is given anew changes no page, so nothing else would do it.
    """
    entries = IndexEntry.objects.filter(content_type=ContentType.objects.get_for_model(StoryPage))
    there = {int(key) for key in entries.values_list("object_id", flat=True)}
    readable = set(StoryPage.objects.live().filter(~held_back()).values_list("pk", flat=True))
    for story in StoryPage.objects.filter(pk__in=there - readable):
        forget(story)
    for story in StoryPage.objects.filter(pk__in=readable - there):
        index.insert_or_update_object(story)
    return len(there ^ readable)
