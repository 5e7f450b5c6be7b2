"""`manage.py seed_scale` writes exactly what it was asked for, and beside nobody's data."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, Max

from accounts.models import Team
from activities.models import Attendance, Session, Shift, SignUp
from demo.scale import SESSIONS_A_WEEK, code_of
from participants.models import MOST_PER_CONTACT, Participant
from tests.factories.accounts import TeamFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _credentials(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path


def seed(*arguments: str) -> str:
    stdout = StringIO()
    call_command("seed_scale", *arguments, stdout=stdout)
    return stdout.getvalue()


def test_writes_as_many_as_asked_for() -> None:
    printed = seed("--teams", "3", "--participants", "31", "--attendances", "700")
    assert "3 team, 31 deltakere og 700 ganger" in printed
    assert Team.objects.count() == 3
    assert Participant.objects.count() == 31
    assert Attendance.objects.count() == 700
    each = Team.objects.annotate(came=Count("sessions__attendances")).order_by("pk")
    assert list(each.values_list("came", flat=True)) == [234, 233, 233]


def test_a_week_of_a_team_stays_an_ordinary_week() -> None:
    seed("--teams", "1", "--participants", "10", "--attendances", "900")
    weeks = Session.objects.values("starts_at__year", "starts_at__week").annotate(n=Count("pk"))
    assert weeks.aggregate(most=Max("n"))["most"] == SESSIONS_A_WEEK
    states = Session.objects.values_list("state").annotate(n=Count("pk")).order_by("state")
    assert list(states) == [("closed", 90), ("published", 80)]
    assert Shift.objects.count() == 340
    assert SignUp.objects.count() == 800


def test_nobody_is_primary_contact_for_more_than_ten() -> None:
    seed("--teams", "1", "--participants", "35", "--attendances", "1")
    loads = Participant.objects.values("primary_contact").annotate(n=Count("pk"))
    assert loads.aggregate(most=Max("n"))["most"] == MOST_PER_CONTACT


def test_codes_never_meet() -> None:
    assert len({code_of(number) for number in range(50_000)}) == 50_000


def test_refuses_beside_what_is_there_unless_told() -> None:
    TeamFactory()
    with pytest.raises(CommandError, match="--yes"):
        seed("--teams", "1", "--participants", "1", "--attendances", "1")
    assert Participant.objects.count() == 0
    seed("--teams", "1", "--participants", "1", "--attendances", "1", "--yes")
    assert Participant.objects.count() == 1
    with pytest.raises(CommandError, match="tom database"):
        seed("--yes")


@pytest.mark.parametrize("number", ["0", "-1", "ti", "1.5"])
def test_asks_for_whole_numbers(number: str) -> None:
    with pytest.raises(CommandError, match="helt tall"):
        call_command("seed_scale", f"--teams={number}")


def test_asks_for_a_participant_in_each_team() -> None:
    with pytest.raises(CommandError, match="minst én"):
        seed("--teams", "2", "--participants", "1")
    assert Team.objects.count() == 0
