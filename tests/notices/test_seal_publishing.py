"""The newest seals leave the database once a day, and verify what stands in it afterwards."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from ledger import seals
from ledger.models import EntrySeal
from notices import seal_publishing
from tests.payouts.helpers import bank_people, scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(settings: Any, tmp_path: Path) -> Path:
    settings.ANCHOR_FILE = str(tmp_path / "anchors")
    settings.ANCHOR_EMAIL = "revisjon@kommune.example"
    bank_people(scene())
    seals.seal()
    return tmp_path / "anchors"


def test_they_are_told_once_a_day_by_file_and_by_mail(told: Path) -> None:
    for _round in range(3):
        seal_publishing.publish()
    newest = seals.newest()
    assert [line.split()[1:] for line in told.read_text().splitlines()] == [["ledger", str(newest)]]
    assert [str(newest) in message.body for message in mail.outbox] == [True]

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        seal_publishing.publish()
    assert len(told.read_text().splitlines()) == 2


def test_a_file_that_cannot_be_written_is_tried_again(told: Path, settings: Any) -> None:
    settings.ANCHOR_FILE = str(told.parent / "missing" / "file")
    with pytest.raises(OSError, match="missing"):
        seal_publishing.publish()
    settings.ANCHOR_FILE = str(told)
    seal_publishing.publish()
    assert told.exists()


def test_nothing_is_told_without_a_place(told: Path, settings: Any) -> None:
    settings.ANCHOR_FILE = settings.ANCHOR_EMAIL = ""
    seal_publishing.publish()
    assert not told.exists() and mail.outbox == []


def test_what_was_told_verifies_the_ledger(told: Path) -> None:
    seal_publishing.publish()
    call_command("verify_ledger", f"--anchors={told}")
    other = "f" * 64
    with pytest.raises(CommandError, match="er et annet enn det som ble meldt"):
        call_command("verify_ledger", f"--expect={EntrySeal.objects.get().pk}:{other}")
    with pytest.raises(CommandError, match="kan ikke leses"):
        call_command("verify_ledger", f"--anchors={told}-not")


def test_a_file_that_names_nothing_of_the_chain_holds_nothing_up_as_whole(told: Path) -> None:
    told.write_text("")
    with pytest.raises(CommandError, match="nevner ingen segl"):
        call_command("verify_ledger", f"--anchors={told}")
    call_command("verify_access_log", f"--anchors={told}")  # that chain has no seal at all
