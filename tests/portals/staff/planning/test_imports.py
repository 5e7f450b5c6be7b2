"""A leader looks at what a calendar would make, then makes it."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from activities.models import Session
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db


def calendar() -> bytes:
    day = timezone.localdate() + timedelta(days=2)
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
        f"BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Båttur på øya\r\nDTSTART:{day:%Y%m%d}T090000Z\r\n"
        f"DTEND:{day:%Y%m%d}T110000Z\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nUID:2\r\nSUMMARY:Rar\r\nDTSTART:tull\r\nEND:VEVENT\r\n"
        "END:VCALENDAR\r\n"
    ).encode()


def upload(here, data: bytes, **changes):
    today = timezone.localdate()
    return {
        "file": SimpleUploadedFile("plan.ics", data), "team": here.team.pk,
        "activity": here.activity.pk, "place": here.place.pk, "first": today,
        "last": today + timedelta(days=30),
    } | changes  # fmt: skip


def test_look_first_then_make_and_again_makes_nothing_more(staff_client):
    here = scene()
    client = staff_client(role=Role.LEADER, team=here.team)
    page = client.post(reverse("staff:calendar_import"), upload(here, calendar()))
    assert [planned.occurrence.title for planned in page.context["plan"].new] == ["Båttur på øya"]
    assert [problem.line for problem in page.context["plan"].problems] == [10]
    assert Session.objects.count() == 0
    make = {"kept": page.context["kept"]}
    made = [
        client.post(reverse("staff:calendar_import_do"), make).context["result"].made
        for _tap in range(2)
    ]
    assert made == [1, 0]
    assert Session.objects.get().title == "Båttur på øya"


def test_what_is_kept_belongs_to_the_one_who_looked(staff_client):
    here = scene()
    client = staff_client(role=Role.LEADER, team=here.team)
    page = client.post(reverse("staff:calendar_import"), upload(here, calendar()))
    other = staff_client(role=Role.LEADER, team=here.team)
    answer = other.post(reverse("staff:calendar_import_do"), {"kept": page.context["kept"]})
    assert answer.url == reverse("staff:calendar_import")
    assert Session.objects.count() == 0


@pytest.mark.parametrize("key", ["", "x" * 5000, "../../", "æøå \x00"])
def test_a_key_that_is_none_asks_for_the_file_again(staff_client, key):
    here = scene()
    client = staff_client(role=Role.LEADER, team=here.team)
    assert client.post(reverse("staff:calendar_import_do"), {"kept": key}).status_code == 302


@pytest.mark.parametrize(
    "data", [b"hei", b"\x00\xff" * 400, b"BEGIN:VCALENDAR", b"x" * (6 * 1024 * 1024)]
)
def test_a_file_that_is_no_calendar_is_answered(staff_client, data):
    here = scene()
    client = staff_client(role=Role.LEADER, team=here.team)
    page = client.post(reverse("staff:calendar_import"), upload(here, data))
    assert page.status_code == 200
    assert page.context["plan"].new == []


def test_real_exports_can_be_looked_at(staff_client):
    here = scene()
    client = staff_client(role=Role.LEADER, team=here.team)
    for file in sorted(Path("tests/activities/calendar_files").glob("*.ics")):
        page = client.post(reverse("staff:calendar_import"), upload(here, file.read_bytes()))
        assert page.status_code == 200


@pytest.mark.parametrize(
    ("field", "written"),
    [("file", ""), ("activity", "0"), ("place", ""), ("last", "2020-01-01"), ("first", "x")],
)
def test_a_choice_that_is_missing_is_answered(staff_client, field, written):
    here = scene()
    client = staff_client(role=Role.LEADER, team=here.team)
    page = client.post(
        reverse("staff:calendar_import"), upload(here, calendar(), **{field: written})
    )
    assert list(page.context["form"].errors) == [field]


@pytest.mark.parametrize("role", [Role.WORKER, Role.EDITOR, Role.FINANCE])
def test_only_a_leader_imports(staff_client, role):
    client = staff_client(role=role)
    assert client.get(reverse("staff:calendar_import")).status_code == 403
    assert client.post(reverse("staff:calendar_import_do")).status_code == 403


def test_what_the_team_may_have_already_is_asked_about_and_what_is_outside_is_counted(staff_client):
    here = scene()
    client = staff_client(role=Role.LEADER, team=here.team)
    once = calendar().replace(b"UID:2\r\nSUMMARY:Rar\r\nDTSTART:tull", b"UID:2\r\nDTSTART:20200101")
    page = client.post(reverse("staff:calendar_import"), upload(here, once))
    assert "1 oppføring er utenfor perioden" in page.content.decode()
    client.post(reverse("staff:calendar_import_do"), {"kept": page.context["kept"]})
    renamed = once.replace(b"UID:1", b"UID:ny")
    for also, made in (([], 0), (["4"], 1), (["x", "9" * 99, "-1", "4"], 0)):
        page = client.post(reverse("staff:calendar_import"), upload(here, renamed))
        assert ("Har dere disse fra før?" in page.content.decode()) is (
            also != ["x", "9" * 99, "-1", "4"]
        )
        make = {"kept": page.context["kept"], "also": also}
        answer = client.post(reverse("staff:calendar_import_do"), make)
        assert answer.context["result"].made == made
    assert Session.objects.count() == 2
