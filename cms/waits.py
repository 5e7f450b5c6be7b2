"""What waits for somebody on the public pages (docs/waiting.md)."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from accounts.models import Membership, Role, Team
from cms.models import StoryPage
from cms.publishing import scheduled
from notices import waiting_states
from notices.models import Task
from notices.waiting_states import Waiting

LET_BE = timedelta(hours=1)
"""How long after its hour a page may be under way by itself."""


def editor_of(team: Team) -> Any:
    """Return who edits the stories of `team`; None when nobody does: its leader then."""
    editors = Membership.objects.active().filter(team=team, role=Role.EDITOR, user__is_active=True)
    found = editors.select_related("user").order_by("pk").first()
    return found and found.user


def _not_out() -> Any:
    past = Revision.objects.page_revisions().filter(approved_go_live_at__lt=timezone.now() - LET_BE)
    return Page.objects.filter(
        pk__in=[int(key) for key in past.values_list("object_id", flat=True)]
    )


waiting_states.register(
    Waiting(
        name="page_not_out",
        kind=Task.Kind.FOLLOW_UP,
        rows=_not_out,
        text=lambda one: _("Noe på nettsiden skulle vært lagt ut. Se hva som står i veien."),
        team=scheduled.team_of,
    ),
    Waiting(
        name="page_not_down",
        kind=Task.Kind.FOLLOW_UP,
        rows=lambda: Page.objects.filter(live=True, expire_at__lt=timezone.now() - LET_BE),
        text=lambda one: _("Noe på nettsiden skulle vært tatt ned. Ta det ned."),
        team=scheduled.team_of,
    ),
    Waiting(
        name="story_with_editor",
        kind=Task.Kind.FOLLOW_UP,
        rows=lambda: StoryPage.objects.filter(handed_over__isnull=False).select_related("team"),
        text=lambda one: _("En historie er skrevet ferdig. Les den, og legg den ut."),
        person=lambda one: editor_of(one.team),
    ),
)
