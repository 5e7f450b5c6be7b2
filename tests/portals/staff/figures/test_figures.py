"""«Tall»: which period and whose, what is hidden, and the same in the file and the letter."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent, Role
from activities.models import Attendance, Guest, Session
from core.dates import midnight
from portals.staff.figures.figures_forms import PERIODS, days_of
from tests.factories.accounts import MembershipFactory, TeamFactory
from tests.factories.activities import ActivityFactory, SessionFactory
from tests.factories.participants import ParticipantFactory
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db

URL, FILE = reverse("staff:figures"), reverse("staff:figures_export")
MARCH = {"periode": "egne", "fra": "01.03.2026", "til": "31.03.2026"}


def held(team, name, *people, day=date(2026, 3, 10)):
    """Return a finished session of the activity called `name`, in which `people` took part."""
    activity = team.activities.filter(name=name).first()
    session = SessionFactory(
        team=team, activity=activity or ActivityFactory(name=name, slug=name.lower()),
        state=Session.State.CLOSED, starts_at=midnight(day), ends_at=midnight(day) + HOURS,
    )  # fmt: skip
    for person in people:
        by = person.primary_contact
        Attendance.objects.create(session=session, participant=person, recorded_by=by)
    return session


HOURS = timedelta(hours=2)


def people_of(team, count):
    return [ParticipantFactory(team=team, chosen_name="Hemmelig") for _person in range(count)]


def rows_of(page):
    """Return {activity: [people, times]} of the first table, all together as «»."""
    shown = page.context["shown"]
    return {
        line.name: [str(line.cells["people"]), str(line.cells["times"])]
        for line in (*shown.lines, shown.together)
    }


def test_counts_and_nobody_by_name(staff_client):
    client = staff_client(role=Role.LEADER)
    held(client.team, "Fuglekassa", *people_of(client.team, 6))

    page = client.get(URL, MARCH)

    assert rows_of(page) == {"Fuglekassa": ["6", "6"], "": ["6", "6"]}
    assert "Hemmelig" not in page.content.decode()
    assert AccessEvent.objects.count() == 0


def test_a_small_group_and_what_it_could_be_reckoned_from(staff_client):
    client = staff_client(role=Role.LEADER)
    many, some, few = (people_of(client.team, count) for count in (9, 6, 2))
    held(client.team, "Fuglekassa", *many)
    held(client.team, "Hagen", *some)
    held(client.team, "Elva", *few)

    page = client.get(URL, MARCH)

    assert rows_of(page) == {
        "Elva": ["under fem", "skjult"],
        "Fuglekassa": ["9", "9"],
        "Hagen": ["skjult", "skjult"],
        "": ["17", "17"],
    }


def test_one_activity_by_itself_tells_no_more_than_among_the_others(staff_client):
    client = staff_client(role=Role.LEADER)
    held(client.team, "Fuglekassa", *people_of(client.team, 9))
    held(client.team, "Hagen", *people_of(client.team, 6))
    held(client.team, "Elva", *people_of(client.team, 2))

    page = client.get(URL, MARCH | {"aktivitet": "hagen"})

    assert rows_of(page) == {"Hagen": ["skjult", "skjult"]}
    file = b"".join(client.get(FILE, MARCH | {"aktivitet": "hagen"}).streaming_content).decode()
    assert "Fuglekassa" not in file and ";6;" not in file


def test_the_paragraph_of_the_letter(staff_client):
    client = staff_client(role=Role.FINANCE)
    people = people_of(client.team, 6)
    first = held(client.team, "Fuglekassa", *people)
    held(client.team, "Hagen", *people[:5])
    for _guest in range(5):
        Guest.objects.create(session=first, called="G", recorded_by=people[0].primary_contact)

    page = client.get(URL, MARCH)

    assert page.context["paragraph"] == (
        "I perioden 1. mars 2026 – 31. mars 2026 holdt vi 2 økter i 2 aktiviteter, til sammen"
        " 4 planlagte timer. 6 ulike personer var med, til sammen 11 ganger, og 6 av dem var nye"
        " hos oss. 5 gjester var innom."
    )


def test_the_paragraph_hides_what_the_page_hides(staff_client):
    client = staff_client(role=Role.LEADER)
    held(client.team, "Fuglekassa", *people_of(client.team, 3))
    said = client.get(URL, MARCH).context["paragraph"]
    assert "Færre enn fem ulike personer var med." in said
    assert "3" not in said.replace("31. mars", "")


def test_the_paragraph_is_in_bokmal_whoever_reads(staff_client):
    client = staff_client(role=Role.LEADER)
    client.user.language = "en"
    client.user.save()
    held(client.team, "Fuglekassa", *people_of(client.team, 5))
    assert "1. mars 2026" in client.get(URL, MARCH).context["paragraph"]


def test_the_file_is_for_a_spreadsheet(staff_client):
    client = staff_client(role=Role.LEADER)
    held(client.team, "=1+1", *people_of(client.team, 5))

    answer = client.get(FILE, MARCH)
    file = b"".join(answer.streaming_content).decode()

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Cache-Control"] == "no-store, private"
    assert file.startswith("\ufeffFra;Til;Team;Aktivitet;Økter;")
    assert file.splitlines()[1].startswith(f"01.03.2026;31.03.2026;{client.team};'=1+1;1;2;0;5;5;5")
    assert file.splitlines()[2].split(";")[3] == "Til sammen"


@pytest.mark.parametrize(
    ("role", "code"),
    [
        (Role.LEADER, 200), (Role.FINANCE, 200), (Role.AUDITOR, 200), (Role.WORKER, 403),
        (Role.PEER_WORKER, 403), (Role.EDITOR, 403),
    ],
)  # fmt: skip
def test_who_sees_it(staff_client, role, code):
    client = staff_client(role=role)
    assert [client.get(url).status_code for url in (URL, FILE)] == [code, code]


def test_my_teams_one_of_them_and_where_i_lead(staff_client):
    client = staff_client(role=Role.LEADER, team=TeamFactory(slug="led"))
    audited, mere = TeamFactory(slug="audited"), TeamFactory(slug="mere")
    MembershipFactory(user=client.user, team=audited, role=Role.AUDITOR)
    MembershipFactory(user=client.user, team=mere, role=Role.WORKER)
    TeamFactory(slug="foreign")
    for team in (client.team, audited, mere):
        held(team, f"I {team.slug}", *people_of(team, 5))

    def names(team):
        page = client.get(URL, MARCH | {"team": team})
        return page.status_code == 200 and [line.name for line in page.context["shown"].lines]

    assert names("") == ["I audited", "I led"]
    assert names("audited") == ["I audited"]
    assert names("*leder") == ["I led"]
    assert names("mere") is names("foreign") is False


def test_an_activity_of_another_team_is_none(staff_client):
    client = staff_client(role=Role.LEADER)
    held(TeamFactory(), "Elva")
    held(client.team, "Hagen")
    page = client.get(URL, MARCH | {"aktivitet": "elva"})
    assert [line.name for line in page.context["shown"].lines] == ["Hagen"]


def test_nobody_finds_one_day_by_taking_one_period_from_another(staff_client):
    client = staff_client(role=Role.LEADER)
    held(client.team, "Fuglekassa", *people_of(client.team, 6))
    held(client.team, "Fuglekassa", *people_of(client.team, 1), day=date(2026, 3, 31))

    shorter = client.get(URL, MARCH | {"fra": "02.03.2026", "til": "30.03.2026"})

    both = {"Fuglekassa": ["7", "7"], "": ["7", "7"]}
    assert rows_of(shorter) == rows_of(client.get(URL, MARCH)) == both
    assert "1. mars 2026 – 31. mars 2026" in " ".join(shorter.content.decode().split())


@pytest.mark.parametrize("more", [{"fra": ""}, {"til": "i går"}, {"til": "28.02.2026"}])
def test_a_strange_time_gets_a_sentence(staff_client, more):
    page = staff_client(role=Role.LEADER).get(URL, MARCH | more)
    assert page.status_code == 200
    assert list(page.context["form"].errors) == list(more)


@pytest.mark.parametrize(
    ("period", "today", "expected"),
    [
        ("maned", date(2026, 3, 10), (date(2026, 3, 1), date(2026, 3, 10))),
        ("forrige-maned", date(2026, 3, 31), (date(2026, 2, 1), date(2026, 2, 28))),
        ("forrige-maned", date(2026, 1, 1), (date(2025, 12, 1), date(2025, 12, 31))),
        ("kvartal", date(2026, 12, 31), (date(2026, 10, 1), date(2026, 12, 31))),
        ("forrige-kvartal", date(2026, 2, 3), (date(2025, 10, 1), date(2025, 12, 31))),
        ("i-ar", date(2026, 1, 1), (date(2026, 1, 1), date(2026, 1, 1))),
        ("i-fjor", date(2026, 5, 5), (date(2025, 1, 1), date(2025, 12, 31))),
    ],
)
def test_the_days_of_a_period(period, today, expected):
    assert days_of(period, today) == expected


def test_every_period_can_be_asked_for(staff_client):
    client = staff_client(role=Role.LEADER)
    for period in PERIODS:
        shown = client.get(URL, {"periode": period}).context["shown"]
        assert (shown.first, shown.last) == days_of(period, timezone.localdate())


@pytest.mark.parametrize("item_count", [1, 3])
def test_it_asks_as_often_for_three_as_for_one(signed_in, django_assert_num_queries, item_count):
    here = scene()
    leader = here.colleague(Role.LEADER)
    for _number in range(item_count):
        here.earned(here.person())
        held(here.team, f"Aktivitet {_number}", *people_of(here.team, item_count))
    client = signed_in(leader)
    with django_assert_num_queries(15):
        client.get(URL)
