"""Who may edit, translate or publish a page in Wagtail's admin, and keep its lists.

Asked by `cms.wagtail_hooks` (publishing, the lists), `cms.publishing.in_admin` (publishing),
`cms.publishing.scheduled` (at the hour that a page is planned for), `cms.admin.bulk_publishing` and
`cms.admin.translating`. Which rows a list of the admin holds is `cms.admin.permission_policies`;
which of its addresses are open at all, `cms.admin.middleware` with `cms.admin.allowed_addresses`.
"""

from typing import Any

from accounts.models import EDITING_STORIES, LEADING, PLANNING, Team
from cms.editing import own_teams
from cms.models import ProjectPage, StoryPage

WRITING_STORIES = EDITING_STORIES | PLANNING
"""Who may write a story from the phone; those who only write hand it to one who edits."""


def can_edit_stories_of(user: Any, team: Team) -> bool:
    """May `user` write and publish stories of `team`?"""
    return team.pk in own_teams.editable_team_ids(user)


def can_write_story(user: Any, story: StoryPage) -> bool:
    """May `user` change `story` from the phone? What is out is changed by who may put it out."""
    if can_edit_stories_of(user, story.team):
        return True
    return not story.live and can_read_story(user, story)


def can_read_story(user: Any, story: StoryPage) -> bool:
    """May `user` read `story` before it is out, and see who is in it?"""
    return Team.objects.of(user, WRITING_STORIES).filter(pk=story.team_id).exists()


def can_publish_story(user: Any, story: StoryPage) -> bool:
    """May `user` put `story` out? Wagtail's own right to the page is asked besides."""
    return can_edit_stories_of(user, story.team)


def can_edit_page(user: Any, page: Any) -> bool:
    """May `user` change, publish or take down `page`?

    A story belongs to its team. The other pages are the house's: whoever tells stories in some
    team looks after them together.
    """
    if isinstance(page, StoryPage):
        return can_edit_stories_of(user, page.team)
    if isinstance(page, ProjectPage):
        return not own_teams.activities_of_others(user).filter(pk=page.activity_id).exists()
    return user.is_superuser or Team.objects.of(user, EDITING_STORIES).exists()


def can_translate_below(user: Any, page: Any, *, parent: Any) -> bool:
    """May `user` translate `page` to stand below `parent`, its own parent in that language?"""
    may_add: bool = parent.specific.permissions_for_user(user).can_add_subpage()
    return may_add and can_edit_page(user, page)


def can_keep_lists(user: Any) -> bool:
    """May `user` change activities, places and interests? A leader or a system administrator."""
    return user.is_active and (user.is_superuser or Team.objects.of(user, LEADING).exists())
