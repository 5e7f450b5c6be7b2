"""Which pages everybody can read now, asked by whatever links to a page or lists its address."""

from django.apps import apps
from django.db.models import Q, QuerySet
from wagtail.models import Page


def readable() -> QuerySet[Page]:
    """Return the pages that answer at their address now.

    Not a story that somebody in it does not say yes to, or whose day has not come; no project of
    an activity that is not shown. Their addresses can hold a name.
    """
    stories, projects = apps.get_model("cms", "StoryPage"), apps.get_model("cms", "ProjectPage")
    hidden = projects.objects.filter(activity__is_public=False)
    return (
        Page.objects.live()
        .filter(Q(storypage__isnull=True) | Q(pk__in=stories.objects.shown().values("pk")))
        .exclude(pk__in=hidden.values("pk"))
    )
