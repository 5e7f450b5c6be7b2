"""Every command of ours runs as a command: a process of its own on a database of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands

from tests import database
from tests.database import ROOT
from tests.processes import on_the_real_day

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:one@example.no
DTSTART;TZID=Europe/Oslo:20260611T100000
DTEND;TZID=Europe/Oslo:20260611T120000
SUMMARY:Snekring
END:VEVENT
END:VCALENDAR
"""
on_the_real_database = (
    pytest.mark.both
    if os.environ.get("REIR_TEST_DATABASE") == "postgresql"
    else pytest.mark.long  # the same processes again take a minute and a half
)
MAKE_ONE_OF_EACH = """
from accounts.models import Team
from activities.models import Activity, Place
team = Team.objects.get()
activity = Activity.objects.create(name="Fuglekassa", slug="fuglekassa")
activity.teams.add(team)
Place.objects.create(name="Verkstedet", latitude=59.9, longitude=10.8)
"""
ROUND_TRIP = (
    # (command, words, what it says)
    ("verify_ledger", (), "Bøkene stemmer."),  # in the emptiest of processes and of books
    ("createteam", ("Alna", "--phone=22334455"), "Alna"),
    (
        "invite",
        ("kari@example.no", "--team=alna", "--role=leader", "--name=Kari Moe"),
        "kari@example.no",
    ),
    ("build_site", (), ""),
    ("confirm_clock", (), "The clock says"),
    (
        "import_calendar",
        (
            "{folder}/plan.ics",
            "--team=alna",
            "--activity=fuglekassa",
            "--place=Verkstedet",
            "--first=2026-06-01",
            "--last=2026-06-30",
        ),
        "1",
    ),
    ("seed_scale", ("--teams=1", "--participants=3", "--attendances=9", "--yes"), ""),
    ("run_due", (), ""),
    ("grant_app_role", ("reir_app_as_a_process",), ""),
    ("rotate_vault", (), ""),
    ("verify_ledger", (), "Bøkene stemmer."),
    ("verify_access_log", (), ""),
)
WITH_A_TEST_OF_ITS_OWN = {"demo"}
"""`tests.demo_database` builds the demonstration by this command, as a process."""


@pytest.fixture(scope="module")
def copy() -> Iterator[str]:
    """Give the address of a copy of the migrated database, gone afterwards."""
    server = database.chosen()
    url = server.copy()
    yield url
    server.drop(url)


def manage(url: str, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `manage.py` with `words` on the database at `url`."""
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={
            **on_the_real_day(),
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "REIR_VAR": str(folder),
            "REIR_READ_ENV_FILE": "no",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_no_command_of_ours_is_forgotten() -> None:
    ours = {config.name for config in apps.get_app_configs() if Path(config.path).parent == ROOT}
    commands = {name for name, app in get_commands().items() if app in ours}
    assert commands == {name for name, _words, _said in ROUND_TRIP} | WITH_A_TEST_OF_ITS_OWN


@on_the_real_database
def test_every_command_runs_in_a_process_of_its_own(copy: str, tmp_path: Path) -> None:
    (tmp_path / "plan.ics").write_text(CALENDAR.replace("\n", "\r\n"))
    for name, words, said in ROUND_TRIP:
        if name == "grant_app_role" and copy.startswith("postgresql"):
            sql = f"CREATE ROLE {words[0]}"
            code = f"from django.db import connection; connection.cursor().execute('{sql}')"
            assert (
                manage(copy, tmp_path, "shell", "--no-imports", "-v0", "-c", code).returncode == 0
            )
        if name == "import_calendar":
            made = manage(copy, tmp_path, "shell", "--no-imports", "-v0", "-c", MAKE_ONE_OF_EACH)
            assert made.returncode == 0, made.stderr[-2000:]
        done = manage(copy, tmp_path, name, *(word.format(folder=tmp_path) for word in words))
        assert done.returncode == 0, f"{name}: {done.stderr[-2000:]}"
        assert said in done.stdout, name


@pytest.mark.parametrize("name", ["verify_access_log", "confirm_clock"])
def test_a_database_older_than_the_code_is_a_sentence(name: str, tmp_path: Path) -> None:
    done = manage(f"sqlite:///{tmp_path / 'empty.sqlite3'}", tmp_path, name)
    assert done.returncode == 1
    assert "Kjør «manage.py migrate» først" in done.stderr
    assert "Traceback" not in done.stderr
