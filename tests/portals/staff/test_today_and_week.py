"""My day and the team's week."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Role
from notices import tasks
from notices.models import Task
from portals.staff.shared.weeks import monday_of, name_of
from tests.factories.accounts import MembershipFactory
from tests.factories.activities import ShiftFactory
from tests.portals.staff.scene import rows_of, scene, subjects

pytestmark = pytest.mark.django_db


def test_a_quiet_day_says_so(signed_in):
    page = signed_in(scene().worker).get(reverse("staff:today"))
    assert "Du har ingen økter i dag." in page.content.decode()


def test_only_my_sessions_are_mine(signed_in):
    here = scene()
    mine = here.session()
    other = here.session()
    other.shifts.all().delete()
    tomorrow = here.session(starts_at=timezone.now() + timedelta(days=1))
    page = signed_in(here.worker).get(reverse("staff:today"))
    assert [card.session for card in page.context["now"].cards] == [mine]
    assert [card.session for card in page.context["now"].tomorrow] == [tomorrow]


def test_a_duty_that_is_not_over_stays_until_all_clear(signed_in):
    here = scene()
    session = here.session(
        off_site=True,
        starts_at=timezone.now() - timedelta(days=2, hours=2),
        ends_at=timezone.now() - timedelta(days=2),
    )
    ShiftFactory(session=session, staff=here.colleague())
    client = signed_in(here.worker)
    page = client.get(reverse("staff:today"))
    assert [card.session for card in page.context["now"].not_home] == [session]
    assert "har ikke meldt ennå" in page.content.decode()
    url = reverse("staff:all_clear", args=[session.shifts.get(staff=here.worker).pk])
    for _tap in range(2):
        client.post(url)
    assert client.get(reverse("staff:today")).context["now"].not_home == []
    assert session.shifts.filter(all_clear_at__isnull=True).count() == 1


def test_nobody_reports_for_another(signed_in):
    here = scene()
    session = here.session(off_site=True)
    shift = ShiftFactory(session=session, staff=here.colleague())
    assert (
        signed_in(here.worker).post(reverse("staff:all_clear", args=[shift.pk])).status_code == 403
    )


def test_a_task_is_done_once(signed_in):
    here = scene()
    task = tasks.ask(
        key="call", team=here.team, kind=Task.Kind.TELL, text="Ring Ola", assigned_to=here.worker
    )
    client = signed_in(here.worker)
    assert "Ring Ola" in client.get(reverse("staff:today")).content.decode()
    url = reverse("staff:task_done", args=[task.pk])
    assert [client.post(url).status_code for _tap in range(2)] == [302, 302]
    assert Task.objects.open().count() == 0


def test_what_is_asked_of_the_whole_team_is_on_everybodys_day(signed_in):
    here, there = scene(), scene()
    asked = {"kind": Task.Kind.FIND_MONEY, "text": "Finn penger"}
    ours = tasks.ask(key="ours", team=here.team, **asked)
    tasks.ask(key="theirs", team=there.team, **asked)
    tasks.ask(key="a-colleagues", team=here.team, assigned_to=here.colleague(), **asked)
    client = signed_in(here.worker)

    assert subjects(client.get(reverse("staff:today")), "gjoremal") == [ours]
    client.post(reverse("staff:task_done", args=[ours.pk]))
    [row] = rows_of(client.get(reverse("staff:today")), "gjoremal")
    assert (row.subject, row.is_done) == (ours, True)


def test_another_teams_task_is_not_there(signed_in):
    here, there = scene(), scene()
    task = tasks.ask(key="call", team=there.team, kind=Task.Kind.TELL, text="Ring")
    assert (
        signed_in(here.worker).post(reverse("staff:task_done", args=[task.pk])).status_code == 404
    )


def test_redirects_stay_on_our_own_pages(signed_in):
    here = scene()
    task = tasks.ask(key="call", team=here.team, kind=Task.Kind.TELL, text="Ring")
    url = reverse("staff:task_done", args=[task.pk])
    client = signed_in(here.worker)
    for elsewhere in ("https://example.com/", "//example.com", "javascript:alert(1)"):
        assert client.post(url, {"next": elsewhere}).url == reverse("staff:today")


def test_week_marks_gaps_in_words(signed_in):
    here = scene()
    here.session(min_staff=3, offered=False)
    page = signed_in(here.worker).get(reverse("staff:week"))
    assert "Mangler 2 ansatte" in page.content.decode()


def test_week_shows_drafts_and_cancelled(signed_in):
    here = scene()
    here.session(offered=False)
    page = signed_in(here.worker).get(reverse("staff:week")).content.decode()
    assert "Utkast" in page


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-W00", "2026-W99", "9999-W53", "0000-W01", "x" * 999, "２０２６-W01"]
)
def test_a_week_that_is_none_is_this_week(text):
    today = timezone.localdate()
    assert monday_of(text) == today - timedelta(days=today.weekday())


def test_weeks_are_iso_weeks():
    assert monday_of("2026-W53") == date(2026, 12, 28)
    assert name_of(date(2027, 1, 3)) == "2026-W53"


def test_team_is_chosen_among_ones_own(signed_in):
    here, there = scene(), scene()
    MembershipFactory(user=here.worker, team=there.team, role=Role.WORKER)
    session = there.session()
    client = signed_in(here.worker)
    page = client.get(reverse("staff:week"), {"team": there.team.slug})
    assert [one for day in page.context["days"] for one in day.sessions] == [session]
    Membership.objects.filter(user=here.worker, team=there.team).update(ended_at=timezone.now())
    assert client.get(reverse("staff:week"), {"team": there.team.slug}).status_code == 404
