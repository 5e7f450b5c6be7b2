"""Pages that come and go at an hour: what was planned is asked for again when the hour comes."""

import logging
from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, PageLogEntry, Revision

from accounts.models import EDITING_STORIES, LEADING, Membership, Team
from cms import page_cache, permissions
from cms.models import ProjectPage, StoryPage
from cms.publishing import missing_consents
from notices import tasks
from notices.models import Task

REFUSED = "scheduled-page:"
"""How the keys of tasks begin about what did not come out at its hour."""

logger = logging.getLogger(__name__)


def unpublish_expired() -> int:
    """Take down every page whose end has come; return how many."""
    expired = Page.objects.filter(live=True, expire_at__lte=timezone.now())
    return sum(_alone(page, _unpublish) for page in expired)


def _unpublish(page: Page) -> bool:
    page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    transaction.on_commit(page_cache.forget_all)
    return True


def publish_due() -> int:
    """Publish every version whose hour has come and that may still go out; return how many.

    Whoever planned it must still be allowed to, and everybody in it still say yes. Otherwise it
    stays a draft, and whoever planned it is told.
    """
    due = Revision.objects.page_revisions().filter(approved_go_live_at__lte=timezone.now())
    return sum(_alone(one, _publish) for one in due.order_by("approved_go_live_at", "pk"))


def _publish(revision: Revision) -> bool:
    page, user = revision.as_object(), _planned_by(revision)
    is_over = page.expire_at is not None and page.expire_at <= timezone.now()
    if not is_over and _may_be_published(page, user):
        revision.publish(log_action="wagtail.publish.scheduled")
        return True
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    if not is_over:
        _tell(page, user, revision)
    return False


def _alone(row: Any, act: Callable[[Any], bool]) -> bool:
    """Return what `act` answers; what fails is logged and keeps no other from its hour."""
    try:
        with transaction.atomic():
            return act(row)
    except Exception:
        logger.exception("%s %s could not come or go at its hour", type(row).__name__, row.pk)
        return False


def _planned_by(revision: Revision) -> Any:
    """Return who planned this version, read anew with the rights of now."""
    planned = PageLogEntry.objects.filter(revision=revision, action="wagtail.publish.schedule")
    entry = planned.order_by("-timestamp", "-pk").first()
    key = entry.user_id if entry else revision.user_id
    return get_user_model().objects.filter(pk=key, is_active=True).first()


def _may_be_published(page: Any, user: Any) -> bool:
    return (
        user is not None
        and permissions.can_edit_page(user, page)
        and not missing_consents.blockers_of(page, user=user)
    )


def _tell(page: Any, user: Any, revision: Revision) -> None:
    team = team_of(page, user=user)
    if team is None:
        return  # nobody works here: there is no list to put it on
    tasks.ask(
        key=f"{REFUSED}{revision.pk}",
        team=team,
        kind=Task.Kind.FOLLOW_UP,
        text=lambda: (
            _("En planlagt historie ble ikke lagt ut. Se om alle har sagt ja, og prøv igjen.")
            if isinstance(page, StoryPage)
            else _(
                "Siden «%(title)s» ble ikke lagt ut som planlagt. Se gjennom den, og prøv igjen."
            )
            % {"title": page.title}
        ),
        assigned_to=user if _works_in(team, user) else None,
        about=page.page_ptr,
    )


def team_of(page: Any, *, user: Any = None) -> Team | None:
    """Return whose leader looks after `page`: its own team, its activity's, else the planner's.

    A page of the house that nobody here planned falls to the first team that has a leader.
    """
    page = page.specific
    if isinstance(page, StoryPage):
        return page.team
    own = page.activity.teams.order_by("pk").first() if isinstance(page, ProjectPage) else None
    planners = Team.objects.of(user, EDITING_STORIES).order_by("pk").first()
    led = Membership.objects.active().filter(role__in=LEADING, user__is_active=True)
    first = Team.objects.filter(pk__in=led.values("team")).order_by("pk").first()
    return own or planners or first


def close_tasks_about(page: Page) -> None:
    """Close what was asked about `page` when it could not come out: now it has."""
    about = Task.objects.open().filter(about="wagtailcore.page", about_id=page.pk)
    tasks.close(about.filter(key__startswith=REFUSED).values_list("key", flat=True))


def _works_in(team: Team, user: Any) -> bool:
    return Team.objects.of(user, EDITING_STORIES).filter(pk=team.pk).exists()
