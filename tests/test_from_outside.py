"""What people met, asked from outside: by addresses, commands and rows, whatever lies beneath.

Each is the shortest way to a fault that stood for weeks though the verbs beneath had tests.
"""

import runpy
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activities.models import Attendance, Session, SignUp
from cms.models import CalendarPage
from notices.models import Message, Task
from participants import cards
from payouts.models import Signature
from payouts.over_the_table import cash
from tests.database import ROOT
from tests.factories.accounts import MembershipFactory
from tests.factories.activities import PlaceFactory, SessionFactory
from tests.factories.cms import home, index
from tests.factories.leasing import EnquiryFactory
from tests.factories.notices import MessageFactory
from tests.payouts.helpers import SIGNATURE, Scene, earned, full_box, scene
from tests.portals.shown_form import forms_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Scene:
    return scene()


def page(client: Any, address: str) -> str:
    return client.get(address, follow=True).content.decode()


def test_a_session_that_nobody_finished_waits_on_somebodys_list(staff_client: Any) -> None:
    client = staff_client(role="leader")
    yesterday = timezone.now() - timedelta(days=1)
    session = SessionFactory(team=client.team, state="published", starts_at=yesterday)
    call_command("run_due")
    assert f"/staff/okt/{session.pk}/" in page(client, "/staff/")


def test_who_is_named_as_the_second_is_asked(stage: Scene, signed_in: Any) -> None:
    other = MembershipFactory(team=stage.session.team, role="worker").user
    earning = earned(stage)
    cash.pay(
        earning.participant, earnings=[earning.pk], box=full_box(stage), by=stage.by,
        witness=other, paid_by_initials="AB", witness_initials="CD",
    )  # fmt: skip
    assert "bekreft" in page(signed_in(other), "/staff/").lower()


def test_a_rule_of_the_books_that_is_gone_is_told(stage: Scene) -> None:
    earned(stage)
    if connection.vendor != "sqlite":
        pytest.skip("tests/ledger/test_seals.py drops it in PostgreSQL")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger_entry'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute("UPDATE ledger_entry SET reason = 'Noe annet'")
    with pytest.raises((CommandError, SystemExit)):
        call_command("verify_ledger")


def test_what_waited_for_weeks_is_not_said_to_anybody(stage: Scene) -> None:
    for _n in range(3):
        MessageFactory(participant=stage.participant(), body="Vi ses på tirsdag.")
    weeks_ago = timezone.now() - timedelta(days=40)
    Message.objects.update(created_at=weeks_ago, next_try_at=weeks_ago)
    call_command("run_due")
    assert not Message.objects.filter(state="sent").exists()
    assert Task.objects.filter(text__contains="3 meldinger").exists()


def test_a_clock_that_jumps_takes_no_signature_with_it(stage: Scene) -> None:
    earning = earned(stage)
    cash.pay(
        earning.participant, earnings=[earning.pk], box=full_box(stage), by=stage.by,
        signature=SIGNATURE,
    )  # fmt: skip
    call_command("run_due")
    with time_machine.travel(timezone.now() + timedelta(days=4000), tick=False):
        call_command("run_due")
    assert Signature.objects.count() == 1


def test_the_sheet_to_tick_multiplies_no_rows(staff_client: Any, stage: Scene) -> None:
    client = staff_client(role="leader", team=stage.session.team)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert "papir" in page(client, f"/staff/okt/{stage.session.pk}/papir/").lower()
    of_both = [
        one["sql"]
        for one in asked
        if all(f'JOIN "{kind._meta.db_table}"' in one["sql"] for kind in (SignUp, Attendance))
    ]
    assert of_both == []


@pytest.mark.parametrize("address", ["/staff/", "/api/v1/sessions/own/", "/kalender/", "/nowhere/"])
def test_nothing_that_somebody_signed_in_reads_is_kept(staff_client: Any, address: str) -> None:
    kept = staff_client(role="leader").get(address).headers.get("Cache-Control", "")
    assert {"no-store", "private"} <= {*kept.replace(" ", "").split(",")}


def test_what_nobody_was_shown_is_nowhere(client: Any, staff_client: Any) -> None:
    planner = staff_client(role="leader")
    session = SessionFactory(team=planner.team, title="Hemmelig utkast")
    assert session.state == Session.State.DRAFT
    planner.post(
        f"/api/v1/sessions/{session.pk}/cancel/", {"reason": "Hemmelig"}, "application/json"
    )
    for address in ("/kalender/", "/kalender.ics", "/api/v1/sessions/", f"/kalender/{session.pk}/"):
        assert "Hemmelig" not in client.get(address).content.decode()


def test_all_doors_open_while_the_cache_of_the_settings_is_gone(
    signed_in: Any, stage: Scene, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    home()
    _card, token = cards.issue(stage.participant(), by=stage.by)
    colleague, stranger = signed_in(stage.by), Client()
    monkeypatch.setenv("CACHE_URL", "redis://127.0.0.1:1/0")
    settings.CACHES = runpy.run_path(f"{ROOT}/config/settings/base.py")["CACHES"]
    call_command("createcachetable")
    colleague.raise_request_exception = stranger.raise_request_exception = False
    wrong = {"login": stage.by.email, "password": "feil"}
    found = [
        stranger.get("/").status_code,
        stranger.post("/konto/login/", wrong).status_code,
        stranger.get(f"/k/{token}", follow=True).status_code,
        colleague.get("/staff/").status_code,
    ]
    assert found == [200] * 4


def test_a_place_that_is_its_own_address_is_told_once(client: Any) -> None:
    index(CalendarPage)
    place = PlaceFactory(name="Kolstadgata 1", address="Kolstadgata 1")
    SessionFactory(place=place, state="published")
    for address in ("/kalender/", "/kalender.ics"):
        text = page(client, address).replace("\\,", ",").replace("\r\n ", "")
        assert "Kolstadgata 1" in text
        assert "Kolstadgata 1, Kolstadgata 1" not in text


def test_a_letter_to_a_business_says_for_whom_it_is(
    staff_client: Any, mailoutbox: Any, django_capture_on_commit_callbacks: Any
) -> None:
    client = staff_client(role="leader")
    enquiry = EnquiryFactory(company="Granbar Regnskap AS", team=client.team)
    address = f"/staff/bedrifter/henvendelse/{enquiry.pk}/"
    shown = forms_of(page(client, address))
    sent = next(values for _form, values in shown if "organisation_number" in values)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, sent)
    call_command("run_due")
    assert "Granbar Regnskap AS" in "".join(f"{one.subject} {one.body}" for one in mailoutbox)
