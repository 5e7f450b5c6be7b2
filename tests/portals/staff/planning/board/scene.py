"""A week that begins on MONDAY, whose people and sessions the tests of the board make."""

import html
import re
from datetime import UTC, datetime, timedelta

from accounts.models import Role
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.activities import SessionFactory

MONDAY = datetime(2026, 2, 2, 6, 0, tzinfo=UTC)


def colleague(team, name, role=Role.WORKER, **more):
    """Make somebody of the team; `more` is of their membership."""
    user = UserFactory(first_name=name, last_name="Vik")
    return MembershipFactory(team=team, user=user, role=role, **more).user


def at(hours, team, **more):
    """Make a session of two hours, so many hours after MONDAY."""
    starts = MONDAY + timedelta(hours=hours)
    return SessionFactory(
        **{"team": team, "starts_at": starts, "ends_at": starts + timedelta(hours=2)} | more
    )


def words(page):
    """Return what the page says, without its tags."""
    text = re.sub(r"<[^>]+>", " ", page.content.decode().split("<main", 1)[-1])
    return " ".join(html.unescape(text).split())
