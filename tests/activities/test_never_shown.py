"""What was never open to participants is never public, whatever becomes of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from activities import sessions
from activities.models import Session
from core.errors import RuleBroken
from tests.factories import cms as pages
from tests.factories.accounts import MembershipFactory
from tests.factories.activities import ActivityFactory, PlaceFactory, with_staff
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db

ADDRESSES = ("/", "/kalender/", "/kalender.ics", "/api/v1/sessions/", "/sitemap.xml")
REASON = "Hemmelig grunn"


def draft(title: str) -> tuple[Session, Any]:
    activity = ActivityFactory()
    leader = MembershipFactory(leader=True)
    activity.teams.add(leader.team)
    start = timezone.now() + timedelta(days=2)
    made = sessions.make(
        activity,
        team=leader.team,
        place=PlaceFactory(),
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        title=title,
        by=leader.user,
    )
    return made, leader.user


def forget_kept_pages() -> None:
    caches["pages"].clear()


def said() -> str:
    forget_kept_pages()
    return "".join(Client().get(address).content.decode() for address in ADDRESSES)


def test_a_draft_that_is_called_off_is_never_public() -> None:
    pages.whole_site()
    session, leader = draft("Aldri vist")
    sessions.cancel(session, reason=REASON, by=leader)

    assert "Aldri vist" not in said() and REASON not in said()
    assert Client().get(f"/api/v1/sessions/{session.pk}/").status_code == 404
    assert not Session.objects.shown().filter(pk=session.pk).exists()
    person = ParticipantFactory(team=session.team)
    from portals.mine.session_looks import visible_to

    assert not visible_to(person).filter(pk=session.pk).exists()


def test_what_was_open_stays_public_as_cancelled_without_the_reason() -> None:
    pages.whole_site()
    session, leader = draft("Vist en gang")
    sessions.publish(with_staff(session), by=leader)
    sessions.cancel(session, reason=REASON, by=leader)

    assert "STATUS:CANCELLED" in said()
    answer = Client().get(f"/api/v1/sessions/{session.pk}/")
    assert answer.json()["state"] == "cancelled"
    assert REASON not in answer.content.decode() and REASON not in said()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(["publish", "cancel", "close", "edit"]), max_size=5))
def test_whatever_is_done_nothing_that_was_never_open_is_told(acts: list[str]) -> None:
    session, leader = draft("Kanskje vist")
    with_staff(session)
    was_open = False
    for act in acts:
        try:
            if act == "publish":
                was_open = sessions.publish(session, by=leader).published_at is not None
            elif act == "cancel":
                sessions.cancel(session, reason=REASON, by=leader)
            elif act == "close":
                sessions.close(session, by=leader)
            else:
                sessions.edit(session, by=leader, note="Ny")
        except RuleBroken:
            pass
        session.refresh_from_db()
        assert Session.objects.public().filter(pk=session.pk).exists() is was_open
        forget_kept_pages()
        feed = Client().get("/kalender.ics").content.decode()
        assert (str(session.uid) in feed) is was_open
