"""A new weekly session with two staff and honorarium, and one open at once: touches counted."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LEADER
from tests.browser.site import Site
from tests.browser.visitor import Visitor
from tests.demo_database import Demonstration

BUILD = f"""
from datetime import timedelta
from django.utils import timezone
from accounts.models import Membership, Team, User
from activities.models import Activity, Place
from activities.planning import sessions
from payouts.models import Budget, Rate
team = Team.objects.create(name="Prøve NAME", slug="NAME")
leader = User.objects.get(email="{LEADER}")
Membership.objects.create(team=team, user=leader, role="leader")
for name in ("Ada", "Bo"):
    name = f"{{name}} NAME"
    email = name.replace(" ", ".") + "@prove.example"
    user = User.objects.create_user(email=email, first_name=name)
    Membership.objects.create(team=team, user=user, role="worker")
activity = Activity.objects.create(name="Snekring NAME", slug="snekring-NAME")
activity.teams.add(team)
Rate.objects.create(activity=activity, ore=15000, valid_from="2026-01-01", set_by=leader)
today = timezone.localdate()
Budget.objects.create(
    name="Prøve", team=team, source="own", amount_ore=30_000_000, starts_on=today,
    ends_on=today + timedelta(days=300), made_by=user, approved_by=leader)
where = {{"latitude": 59.9, "longitude": 10.7, "indoors": True}}
place = Place.objects.create(name="Prøve NAME", min_staff=2, **where)
starts = timezone.now() - timedelta(days=6)
sessions.make(activity, team=team, place=place, starts_at=starts.replace(hour=10, minute=0),
              ends_at=starts.replace(hour=12, minute=0), places=8, by=leader)
print(team.pk, activity.pk)
"""


class Counted:
    """Somebody at a form, whose touches of a field are counted."""

    def __init__(self, staff: Visitor) -> None:
        self.staff, self.page, self.touched = staff, staff.page, 0

    def choose(self, label: str, option: str) -> None:
        """Choose in a list, and wait for what the page fills in."""
        self.touched += 1
        self.page.get_by_label(label, exact=True).select_option(label=option)

    def write(self, label: str, text: str) -> None:
        """Write in a field."""
        self.touched += 1
        self.page.get_by_label(label, exact=True).fill(text)

    def tick(self, name: str) -> None:
        """Tick a colleague."""
        self.touched += 1
        self.page.get_by_label(name).check()

    def press(self, name: str) -> None:
        """Press a button, which counts as well."""
        self.touched += 1
        self.page.get_by_role("button", name=name, exact=True).click()
        self.page.wait_for_load_state()


@pytest.fixture
def team(site: Site) -> Iterator[tuple[str, int]]:
    """Give the name and key of a team that has done one thing once."""
    name = f"prove-{uuid4().hex[:6]}"
    pk, _activity = map(int, site.python(BUILD.replace("NAME", name)).split())
    yield name, pk
    site.python(
        f"from accounts.models import Membership; Membership.objects.filter(team={pk}).delete()"
    )


def chosen(counted: Counted, name: str, *, javascript: bool) -> None:
    """Choose the activity, and have the rest filled in as the last time."""
    counted.choose("Aktivitet", f"Snekring {name}")
    if not javascript:
        counted.press("Fyll ut som sist")
    expect(counted.page.locator("#id_places")).to_have_value("8")
    if javascript:
        counted.staff.rests()


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_weekly_session_with_two_staff_and_honorarium(
    visits: Callable[..., Visitor],
    team: tuple[str, int],
    demonstration: Demonstration,
    javascript: bool,
    width: int,
) -> None:
    name, pk = team
    staff = visits(javascript=javascript, width=width).sign_in(LEADER)
    staff.go("/staff/faste-treff/nytt/")
    counted = Counted(staff)
    chosen(counted, name, javascript=javascript)
    for label, text in (("Begynner", "11:00"), ("Slutter", "13:00")):
        counted.write(label, text)
    for colleague in ("Ada", "Bo"):
        counted.tick(f"{colleague} {name}")
    counted.write("Honorar til hver (kan stå tomt)", "200")
    if not javascript:
        counted.press("Vis honorar og hva som mangler")
    staff.reads("8 × 200 = 1\u00a0600\u00a0kr", "300\u00a0000\u00a0kr ledig", "økter kan åpnes.")
    counted.press("Åpne øktene")
    staff.reads("økter er åpne")

    found: list[Any] = demonstration.rows(
        "select count(distinct s.id), count(sh.id), min(s.places) from activities_session s"
        " join activities_shift sh on sh.session_id = s.id where s.team_id = ?"
        " and s.series_id is not null and s.state = 'published'",
        pk,
    )
    sessions, shifts, places = found[0]
    assert (shifts, places) == (2 * sessions, 8)
    assert 10 <= sessions <= 13
    assert counted.touched == (7 if javascript else 9)


def test_a_session_is_open_at_once(
    visits: Callable[..., Visitor], team: tuple[str, int], demonstration: Demonstration
) -> None:
    name, pk = team
    staff = visits(width=1280).sign_in(LEADER).go("/staff/okt/ny/")
    counted = Counted(staff)
    chosen(counted, name, javascript=True)
    staff.reads("Økta mangler 2 ansatte.")
    for colleague in ("Ada", "Bo"):
        counted.tick(f"{colleague} {name}")
    staff.reads("Økta kan åpnes.")
    counted.press("Åpne økta")
    staff.reads("Økta er åpen. 1\u00a0200\u00a0kr er holdt av.")
    rows = demonstration.rows(
        "select state, count(*) from activities_session where team_id = ? group by state", pk
    )
    assert (sorted(rows), counted.touched) == ([("draft", 1), ("published", 1)], 4)
