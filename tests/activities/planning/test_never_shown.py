"""What was never open to participants is never public (rules.md#shown-is-history)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from activities.models import Session
from activities.planning import sessions
from core.errors import RuleBroken
from notices.models import Message
from portals.mine.session_summaries import visible_to
from tests.factories import cms as pages
from tests.factories.accounts import MembershipFactory
from tests.factories.activities import ActivityFactory, PlaceFactory, with_staff
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db

ADDRESSES = (
    "/", "/kalender/", "/kalender.ics", "/api/v1/sessions/", "/api/v1/activities/", "/sitemap.xml",
)  # fmt: skip
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


ACTS = ["make", "publish", "cancel", "close", "edit", "copy", "begin"]


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 3)), max_size=9))
def test_whatever_is_done_nothing_that_was_never_open_is_told(
    acts: list[tuple[str, int]],
) -> None:
    Message.objects.all().delete()
    if not pages.HomePage.objects.exists():
        pages.whole_site()
    activity, leader = ActivityFactory(), MembershipFactory(leader=True)
    activity.teams.add(leader.team)
    project = pages.project(activity)
    person = ParticipantFactory(team=leader.team)
    rows: list[Session] = []
    opened: set[int] = set()

    def make() -> None:
        start = timezone.now() + timedelta(days=2)
        rows.append(
            with_staff(
                sessions.make(
                    activity,
                    team=leader.team,
                    place=PlaceFactory(),
                    starts_at=start,
                    ends_at=start + timedelta(hours=2),
                    title=f"Okt{len(rows)}x{activity.pk}x",
                    by=leader.user,
                )
            )
        )

    make()
    for act, which in acts:
        row = rows[which % len(rows)]
        try:
            if act == "make":
                make()
            elif act == "publish":
                sessions.publish(row, by=leader.user)
                opened.add(row.pk)
            elif act == "cancel":
                sessions.cancel(row, reason=REASON, by=leader.user)
            elif act == "close":
                sessions.close(row, by=leader.user)
            elif act == "edit":
                sessions.edit(row, by=leader.user, note="Ny")
            elif act == "copy":
                later = timezone.now() + timedelta(days=3)
                made = sessions.copy(row, starts_at=later, by=leader.user)
                sessions.edit(made, by=leader.user, title=f"Okt{len(rows)}x{activity.pk}x")
                rows.append(with_staff(made))
            else:
                an_hour_ago = timezone.now() - timedelta(hours=1)
                Session.objects.filter(pk=row.pk).update(starts_at=an_hour_ago)
        except RuleBroken:
            pass
    caches["pages"].clear()
    said = ""
    for address in (*ADDRESSES, project.get_url()):
        answer = Client().get(address)
        assert answer.status_code == 200, address
        said += answer.content.decode()
    assert REASON not in said
    for number, row in enumerate(rows):
        found = Session.objects.get(pk=row.pk)
        if row.pk in opened:
            assert found.published_at is not None
            assert str(found.uid) in said
            continue
        assert found.published_at is None
        assert f"Okt{number}x{activity.pk}x" not in said and str(found.uid) not in said
        assert Client().get(f"/api/v1/sessions/{row.pk}/").status_code == 404
        assert not visible_to(person).filter(pk=row.pk).exists()
    if not opened:
        assert not Message.objects.exists()
