"""What is written after a command of ours is read as everywhere: no unseen sign, no number."""

from io import StringIO
from unittest import mock

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command, get_commands, load_command_class
from django.core.management.base import BaseCommand
from django.db import transaction

from core.text import holds_national_identity_number
from tests.core.test_text import TWELVE_SPELLINGS
from tests.factories.accounts import TeamFactory
from tests.written import SPACES, UNSEEN, unseen_in, words_written

pytestmark = pytest.mark.django_db
AROUND, INSIDE = "".join((*UNSEEN, *SPACES)), "".join(UNSEEN[1:])
WORDS: dict[str, dict[str, str]] = {
    "createteam": {
        "name": "Bydel Ny", "phone": "22 33 44 55", "organisation_number": "923 609 016",
    },
    "invite": {"email": "kari@example.no", "name": "Kari Moe", "team": "alna", "role": "worker"},
}  # fmt: skip
"""{command: {argument: words}}"""
NAMES_WHAT_IS_THERE = {
    "build_site hostname",  # has a test of its own below
    "grant_app_role role",
    "import_calendar activity",
    "import_calendar file",  # its words: tests/activities/calendar_import/test_words.py
    "import_calendar place",
    "import_calendar team",
    "invite team",
}
"""Arguments that are looked up and kept nowhere, and one that takes long to carry out."""
ASKED = [
    (command, name)
    for command, words in WORDS.items()
    for name in words
    if f"{command} {name}" not in NAMES_WHAT_IS_THERE and name != "role"
]


def test_every_argument_that_takes_words_is_asked_or_named():
    ours = {config.name for config in apps.get_app_configs() if "site-packages" not in config.path}
    basic = {action.dest for action in BaseCommand().create_parser("manage.py", "")._actions}
    found = {
        f"{command} {action.dest}"
        for command, app in get_commands().items()
        if app in ours
        for action in load_command_class(str(app), command).create_parser("", command)._actions
        if action.dest not in basic
        and action.type is None
        and action.nargs != 0
        and not action.choices
    }
    assert found == NAMES_WHAT_IS_THERE | {f"{command} {name}" for command, name in ASKED}


def given(command: str, **changes: str) -> tuple[str, list[str]]:
    """Return what went wrong, if anything, and what was written; it is undone."""
    words = WORDS[command] | changes
    first = [words.pop(name) for name in ("name", "email") if name in words and command != "invite"]
    if command == "invite":
        first = [words.pop("email")]
    with transaction.atomic(), words_written() as written:
        try:
            call_command(command, *first, **words, stdout=StringIO())
            wrong = ""
        except CommandError as error:
            wrong = str(error)
        transaction.set_rollback(True)
    return wrong, written


@pytest.mark.parametrize(("command", "name"), ASKED)
def test_signs_that_nobody_sees_change_nothing(command, name):
    TeamFactory(name="Alna", slug="alna")
    good = WORDS[command][name]
    wanted = given(command)
    assert not wanted[0]
    wrong, written = given(
        command, **{name: f"{AROUND}{good[:2]}{INSIDE}{good[2:].replace(' ', SPACES[0])}{AROUND}"}
    )
    assert not wrong
    assert not unseen_in(written)
    assert len(written) == len(wanted[1])


@pytest.mark.parametrize(("command", "name"), ASKED)
def test_no_national_number_is_kept(command, name):
    TeamFactory(name="Alna", slug="alna")
    for number in TWELVE_SPELLINGS:
        wrong, written = given(command, **{name: f"Ny {number}"})
        kept = [word for word in written if holds_national_identity_number(word)]
        assert wrong and not kept, (number, kept)


@pytest.mark.parametrize("good", ["reir.example.no", "localhost", "10.0.0.7"])
def test_the_public_name_is_read_so_too(good):
    with mock.patch("cms.management.commands.build_site.build_site") as build:
        call_command(
            "build_site",
            hostname=f"{AROUND}{good[:2]}{INSIDE}{good[2:]}{AROUND}",
            stdout=StringIO(),
        )
        assert build.call_args.kwargs["hostname"] == good
        for wrong in (*(f"Ny {number}" for number in TWELVE_SPELLINGS), "", "https://reir.no/"):
            with pytest.raises(CommandError):
                call_command("build_site", hostname=wrong, stdout=StringIO())


@pytest.mark.parametrize(
    ("command", "words", "said"),
    [
        ("import_calendar", "x.ics --team=a --activity=b --place=c --first=9999-12-30", "unna"),
        ("import_calendar", "x.ics --team=a --activity=b --place=c --last=0001-01-01", "unna"),
        ("build_site", "--port=0", "between 1 and 65535"),
        ("build_site", "--port=70000", "between 1 and 65535"),
        ("invite", "kari@example.no --team=\udcff --role=worker --name=Kari", "Fant ikke teamet"),
    ],
)
def test_what_no_command_can_do_is_a_sentence(command, words, said):
    with pytest.raises(CommandError, match=said):
        call_command(command, *words.split())
