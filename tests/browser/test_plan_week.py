"""A normal week, from template to open sessions with people on them, in at most ten presses."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest

from tests.browser.conftest import LEADER
from tests.browser.site import Site
from tests.browser.visitor import Visitor
from tests.demo_database import Demonstration

BUILD = f"""
from datetime import datetime, time, timedelta
from django.utils import timezone
from accounts.models import Membership, Team, User
from activities.planning import public_holidays, sessions, week_templates
from activities.models import Activity, Place
team = Team.objects.create(name="Prøve NAME", slug="NAME")
leader = User.objects.get(email="{LEADER}")
Membership.objects.create(team=team, user=leader, role="leader")
for name in ("Ada", "Bo"):
    user = User.objects.create_user(email=f"{{name}}.NAME@prove.example", first_name=name)
    Membership.objects.create(team=team, user=user, role="worker")
activity = Activity.objects.create(name="Snekring NAME", slug="snekring-NAME")
activity.teams.add(team)
place = Place.objects.filter(indoors=True, off_site=False).first()
today = timezone.localdate()
monday = today - timedelta(days=today.weekday())
for day in range(5):
    starts = timezone.make_aware(datetime.combine(monday + timedelta(days=day), time(12)))
    sessions.make(activity, team=team, place=place, starts_at=starts,
                  ends_at=starts + timedelta(hours=2), places=6, by=leader)
week_templates.save_week(team, name="Vanlig uke", monday=monday)
days = [monday + timedelta(days=number) for number in range(7, 12)]
free = [day for day in days if day not in public_holidays.of_year(day.year)]
print(team.pk, len(free))
"""


@pytest.fixture
def team(site: Site) -> Iterator[tuple[str, int, int]]:
    """Give the name and key of a team with a normal week, and the working days of its next week."""
    name = f"prove-{uuid4().hex[:6]}"
    pk, days = [int(word) for word in site.python(BUILD.replace("NAME", name)).split()]
    yield name, pk, days
    site.python(
        f"from accounts.models import Membership; Membership.objects.filter(team={pk}).delete()"
    )


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without"])
def test_a_normal_week_in_ten_interactions(
    visits: Callable[..., Visitor],
    team: tuple[str, int, int],
    demonstration: Demonstration,
    javascript: bool,
) -> None:
    name, pk, days = team
    staff = visits(javascript=javascript).sign_in(LEADER).go(f"/staff/uke/?team={name}")
    interactions = 0

    def press(words: str, says: str) -> None:
        nonlocal interactions
        interactions += 1
        staff.press(words).reads(says)

    press("Neste", "Uke")
    press("Planlegg uka", "Bruk en vanlig uke")
    press("Legg inn", "økter er lagt inn" if days > 1 else "økt er lagt inn")
    interactions += 1
    staff.page.locator("main details.acts > summary").click()
    press("Foreslå bemanning", "Ingenting er endret")
    press("Godta valgte", "Uke")
    press("Publiser uka", "utkast blir åpnet")
    press("Publiser uka", "er åpnet")

    found: list[Any] = demonstration.rows(
        "select s.state, count(sh.id) from activities_session s"
        " join activities_shift sh on sh.session_id = s.id where s.team_id = ?"
        " group by s.id",
        pk,
    )
    assert found == [("published", 2)] * days
    assert interactions == 8
