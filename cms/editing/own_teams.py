"""What somebody's teams may tell: the one queryset beneath everything that the admin lists.

A listing is a permission (rules.md#listings). Explorer, search, choosers, forms, previews and every
address with a key ask here, and whatever a block or a form names is held against it when it is
saved. Whoever tells no team's stories, the system administrator too, has the house's shared pages
and nothing else.
"""

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Collection, Page

from accounts.models import EDITING_STORIES, Team
from activities.models import Activity, Work
from participants.models import Participant
from pictures.models import Picture


def editable_team_ids(user: Any) -> frozenset[int]:
    """Return the keys of the teams whose stories `user` tells, read once a request."""
    if not hasattr(user, "_editable_team_ids"):
        teams = Team.objects.of(user, EDITING_STORIES)
        user._editable_team_ids = frozenset(teams.values_list("pk", flat=True))
    return user._editable_team_ids


def teams(user: Any) -> QuerySet[Team]:
    """Return the teams whose stories `user` tells."""
    return Team.objects.filter(pk__in=editable_team_ids(user))


def activities(user: Any) -> QuerySet[Activity]:
    """Return what a story may belong to: the activities of one's own teams and the public ones."""
    mine = Activity.objects.filter(teams__in=editable_team_ids(user))
    return Activity.objects.filter(Q(pk__in=mine.values("pk")) | Q(is_public=True))


def activities_of_others(user: Any) -> QuerySet[Activity]:
    """Return the activities that have teams, none of which `user` tells for."""
    mine = Activity.objects.filter(teams__in=editable_team_ids(user))
    return Activity.objects.filter(teams__isnull=False).exclude(pk__in=mine.values("pk"))


def is_mine_alone(user: Any, activity: Activity) -> bool:
    """Answer whether `activity` has teams, and `user` tells for all of them."""
    teams = {team.pk for team in activity.teams.all()}
    return bool(teams) and teams <= editable_team_ids(user)


def people(user: Any) -> QuerySet[Participant]:
    """Return the participants of one's own teams."""
    return Participant.objects.filter(team__in=editable_team_ids(user))


def works(user: Any) -> QuerySet[Work]:
    """Return the works of one's own teams."""
    return Work.objects.filter(team__in=editable_team_ids(user))


def pictures(user: Any) -> QuerySet[Picture]:
    """Return the pictures of one's own teams, and those of nobody's.

    A picture belongs to the teams of the people on it; without people to the team in whose
    collection it lies, or to whoever uploaded it.
    """
    mine = editable_team_ids(user)
    of_a_team = Q(group_permissions__group__team_group__isnull=False)
    of_mine = Collection.objects.filter(group_permissions__group__team_group__team__in=mine)
    nobodys = Collection.objects.exclude(pk__in=Collection.objects.filter(of_a_team).values("pk"))
    with_mine = Picture.people.through.objects.filter(participant__team__in=mine)
    with_people = Picture.people.through.objects.values("picture")
    lies_right = Q(collection__in=of_mine.values("pk")) | Q(collection__in=nobodys.values("pk"))
    return Picture.objects.filter(
        Q(pk__in=with_mine.values("picture"))
        | (~Q(pk__in=with_people) & (lies_right | Q(uploaded_by_user=getattr(user, "pk", None))))
    )


def pages(user: Any) -> QuerySet[Page]:
    """Return the pages whose title, draft and history `user` may read.

    A story belongs to its team, a project page to the teams of its activity; everything else is
    the house's. Another team's project page is there while nothing of it waits to be published:
    its title is the public's then. Another team's story never is: the row holds the draft's title.
    """
    return Page.objects.exclude(pk__in=_of_others(user).values("pk"))


def may_read_page(user: Any, page: Page) -> bool:
    """Answer whether `page` may be read by `user` in the admin. One query for a page that is kept.

    For a page that is not saved, its own team or activity is asked.
    """
    if page.pk is not None:
        return pages(user).filter(pk=page.pk).exists()
    team = getattr(page, "team_id", None)
    return team is None or team in editable_team_ids(user)


def _of_others(user: Any) -> QuerySet[Page]:
    stories = Q(storypage__isnull=False) & ~Q(storypage__team__in=editable_team_ids(user))
    projects = Q(projectpage__activity__in=activities_of_others(user).values("pk")) & (
        Q(live=False) | Q(has_unpublished_changes=True)
    )
    return Page.objects.filter(stories | projects)
