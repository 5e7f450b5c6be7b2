"""A colleague who is ill is replaced in three acts, and the answer comes from a phone's link."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from tests.browser.conftest import LEADER
from tests.browser.site import Site
from tests.browser.visitor import Visitor
from tests.demo_database import Demonstration

BUILD = f"""
from datetime import timedelta
from django.utils import timezone
from accounts.models import Membership, Team, User
from activities.models import Activity, Place, Session, Shift
team = Team.objects.create(name="Prøve NAME", slug="NAME", phone="+4722334455")
leader = User.objects.get(email="{LEADER}")
Membership.objects.create(team=team, user=leader, role="leader")
people = []
for name in ("Ada", "Bo", "Cato"):
    user = User.objects.create_user(
        email=f"{{name}}.NAME@prove.example", first_name=f"{{name}} NAME", phone="+4741234567")
    Membership.objects.create(team=team, user=user, role="worker")
    people.append(user)
activity = Activity.objects.create(name="Snekring NAME", slug="snekring-NAME")
activity.teams.add(team)
place = Place.objects.create(
    name="Lageret NAME", min_staff=1, latitude=59.9, longitude=10.7, indoors=True)
# It runs, so that it is of today at any hour.
now = timezone.now()
session = Session.objects.create(
    activity=activity, team=team, place=place, starts_at=now - timedelta(minutes=2),
    ends_at=now + timedelta(hours=2), min_staff=1, state="published", published_at=now)
Shift.objects.create(session=session, staff=people[0], part="lead")
print(team.pk, session.pk, *[one.pk for one in people])
"""
LINKS = """
import re
from notices.encrypted_text import unseal
from notices.models import Message
for staff in (STAFF):
    body = unseal(Message.objects.filter(user=staff, is_letter=True).latest("pk").body)
    print(re.search(r"/staff/svar/[0-9a-f]+/", body)[0])
"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def team(site: Site) -> Iterator[tuple[str, list[int]]]:
    """Give the name of a team of four and the keys of it, its session and three colleagues."""
    name = f"prove-{uuid4().hex[:6]}"
    keys = [int(word) for word in site.python(BUILD.replace("NAME", name)).split()]
    yield name, keys
    gone = f"Membership.objects.filter(team={keys[0]}).delete()"
    site.python(f"from accounts.models import Membership; {gone}")


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without"])
def test_three_acts_and_an_answer_without_sign_in(
    visits: Callable[..., Visitor],
    site: Site,
    team: tuple[str, list[int]],
    demonstration: Demonstration,
    javascript: bool,
) -> None:
    name, (_team, session, ada, bo, cato) = team
    width = 1280 if javascript else 360
    leader = visits(javascript=javascript, width=width).sign_in(LEADER)
    leader.go(f"/staff/kolleger/?team={name}")
    acts = 0

    def press(words: str, says: str) -> None:
        nonlocal acts
        acts += 1
        leader.press(words).reads(says)

    press(f"Syk i dag Ada {name}", f"Er Ada {name} syk i dag?")
    press("Ja, borte i dag", "ledig")
    leader.reads("Sett på en som har sagt ja")
    assert leader.page.locator("a[href='tel:+4741234567']").count() == 2  # Bo and Cato
    press("Spør dem", "2 kolleger er spurt")
    assert acts == 3

    links = site.python(LINKS.replace("STAFF", f"{bo}, {cato}")).split()
    first, second = (visits(javascript=javascript).go(link) for link in links)
    first.reads("Kan du ta en vakt?", f"Lageret {name}")
    assert f"Snekring {name}" not in first.page.content()
    if javascript:
        assert first.page.evaluate(TOO_WIDE) <= 0
    first.press("Ja, jeg tar den").reads("Takk! Vakten er din.")
    second.press("Ja, jeg tar den").reads("Vakten er tatt, takk likevel.")
    shifts = demonstration.rows(
        "select staff_id, part from activities_shift where session_id = ?", session
    )
    assert shifts == [(bo, "lead")]
    assert ada not in [staff for staff, _part in shifts]
