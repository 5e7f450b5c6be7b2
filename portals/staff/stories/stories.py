"""The room of stories: the newest of my teams, and those that wait."""

from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import render

from accounts.models import ALL_STAFF, Team
from cms.editing.own_teams import editable_team_ids
from cms.models import StoryPage
from cms.permissions import WRITING_STORIES
from portals.staff.shared import own_stories
from portals.staff.shared.own_rows import teams_with
from portals.staff.shared.own_stories import OURS
from portals.staff.shared.page_access import StaffRequest, staff_page

NEWEST = 20


@staff_page
def stories(request: StaffRequest) -> HttpResponse:
    """Show what my teams have told; who writes it also sees what is not out, and why."""
    mine = StoryPage.objects.filter(team__in=Team.objects.of(request.user, ALL_STAFF))
    mine = mine.select_related("team", "locale").newest_first()
    telling = editable_team_ids(request.user)
    writing = teams_with(request.user, WRITING_STORIES)
    in_ours = mine.shown().filter(
        locale__language_code=OURS, translation_key=OuterRef("translation_key")
    )
    once = Q(locale__language_code=OURS) | ~Exists(in_ours)
    context = {
        "shown": mine.shown().filter(once)[:NEWEST],
        "waiting": own_stories.not_out(writing),
        "telling": telling,
        "writing": writing,
    }
    return render(request, "portals/staff/stories/stories.html", context)
