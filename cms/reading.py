"""Which pages everybody can read now, asked by whatever links to a page or lists its address."""

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Page


def readable() -> QuerySet[Page]:
    """Return the pages that answer at their address now.

    Not a story that somebody in it does not say yes to, or whose day has not come; no project of
    an activity that is not shown. Their addresses can hold a name.
    """
    from cms.models.stories import held_back  # its forms hold our links

    stories, projects = apps.get_model("cms", "StoryPage"), apps.get_model("cms", "ProjectPage")
    not_yet = stories.objects.filter(published_on__gt=timezone.localdate())
    not_public = projects.objects.filter(activity__is_public=False)
    return (
        Page.objects.live()
        .exclude(Q(pk__in=not_yet.values("pk")) | Q(pk__in=not_public.values("pk")))
        .filter(~held_back())
    )
