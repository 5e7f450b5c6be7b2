"""The person whose name and number stand on every page."""

import time
from functools import lru_cache
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, When
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.contacts import Contact, contact_of
from accounts.models import Membership, Role
from accounts.sign_in.start_page import start_page

KEPT_FOR_SECONDS = 60
PAGES_OF_A_TEAM = ("/staff/", "/admin/", "/konto/")


def help_contact(request: HttpRequest) -> dict[str, Any]:
    """Give templates `help_contact` and `start_page`, worked out only when a page shows them.

    On the pages of staff it is the leader of one of their own teams, elsewhere the leader of the
    team that was made first. A view that knows better puts its own `help_contact` in the context.
    """
    return {
        "help_contact": SimpleLazyObject(lambda: _contact_for(request)),
        "start_page": SimpleLazyObject(lambda: start_page(request)),
    }


def leader_for(user: Any) -> Contact:
    """Return who leads `user`, first of their own teams; the house's leader for who is anonymous.

    At most one query a minute.
    """
    return _leader(user.pk, int(time.time() // KEPT_FOR_SECONDS))


def _contact_for(request: HttpRequest) -> Contact:
    is_of_a_team = request.path_info.startswith(PAGES_OF_A_TEAM) and hasattr(request, "user")
    return leader_for(request.user if is_of_a_team else AnonymousUser())


# The shared cache may be a table in the database: asking it would cost the query that it saves.
@lru_cache(maxsize=256)
def _leader(colleague: int | None, minute: int) -> Contact:
    """Return a leader with a phone, first one who leads `colleague`, a user's key. One query."""
    own_teams = Membership.objects.active().filter(user=colleague).values("team")
    leader = (
        Membership.objects.active()
        .filter(role=Role.LEADER, user__is_active=True)
        .exclude(team__phone="", user__phone="")
        .select_related("user", "team")
        .order_by(
            Case(When(team__in=own_teams, then=0), default=1),
            "team__created_at",
            "team_id",
            "created_at",
        )
        .first()
    )
    return contact_of(leader.user, team=leader.team) if leader else Contact()


def forget_contacts() -> None:
    """Forget who was named, in this process; others notice within a minute."""
    _leader.cache_clear()
