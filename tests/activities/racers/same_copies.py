"""Several copy one session to the same days at the same moment."""

from datetime import timedelta
from typing import Any


def prepare() -> dict[str, Any]:
    from tests.factories.accounts import UserFactory
    from tests.factories.activities import SessionFactory

    return {"session": SessionFactory().pk, "by": UserFactory().pk}


def act(index: int, prepared: dict[str, Any]) -> int:
    from django.utils import timezone

    from accounts.models import User
    from activities.models import Session
    from activities.planning import copies

    session = Session.objects.get(pk=prepared["session"])
    begins = timezone.localtime(session.starts_at)
    days = [begins.date() + timedelta(weeks=weeks) for weeks in (1, 2)]
    by = User.objects.get(pk=prepared["by"])
    return len(copies.copy_to(session, days=days, clock=begins.time(), by=by).made)


def look(prepared: dict[str, Any]) -> int:
    from activities.models import Session

    return Session.objects.count()
