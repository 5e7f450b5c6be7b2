"""`manage.py demo` makes what it promises, once, and keeps away from real people."""

import os
import sqlite3
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Team
from tests import database
from tests.demo_database import DATABASE, Demonstration
from tests.factories.accounts import MembershipFactory
from tests.words import banned_words
from tools import on_day

NOTHING_NEW = "Alt var her fra før. Ingenting er endret."
IN_THREE_DAYS = """
import datetime, sys, time_machine
from django.core.management import execute_from_command_line
with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=3)):
    execute_from_command_line(["manage.py", "demo"])
"""
ANY_DAYS = (
    *on_day.DAYS,
    "2026-12-24T18:00",
    "2027-02-01T00:20",
    "2027-04-30T23:59",
    "2027-05-17T12:00",
    "2027-07-16T07:00",
    "2027-09-05T03:00",
    "2027-11-28T21:00",
)
"""One is built on each: what it holds depends on the day, and on some all of a kind is taken."""


@pytest.fixture
def demo(demo_database: Callable[[], Demonstration]) -> Demonstration:
    return demo_database()


def _numbers(demo: Demonstration, sql: str) -> dict[str, int]:
    return dict(demo.rows(sql))  # type: ignore[arg-type]


def _contents(demo: Demonstration) -> set[str]:
    """Return every row of every table."""
    with sqlite3.connect(demo.folder / DATABASE) as connection:
        rows = {line for line in connection.iterdump() if not _is_counting(line)}
    connection.close()
    return rows


def _is_counting(line: str) -> bool:
    """Tell the caches' own rows and SQLite's counters from what the demonstration holds."""
    counting = ("reir_cache", "reir_pages", "sqlite_sequence")
    return line.startswith(tuple(f'INSERT INTO "{table}"' for table in counting))


def test_six_districts_have_leaders_participants_and_sessions_both_ways(
    demo: Demonstration,
) -> None:
    districts = demo.rows(
        "SELECT team.name,"
        " (SELECT count(*) FROM accounts_membership WHERE team_id = team.id AND role = 'leader'),"
        " (SELECT count(*) > 5 FROM participants_participant WHERE team_id = team.id),"
        " (SELECT count(*) > 15 FROM activities_session WHERE team_id = team.id"
        "   AND starts_at < datetime('now', '-1 day')),"
        " (SELECT count(*) > 15 FROM activities_session WHERE team_id = team.id"
        "   AND starts_at > datetime('now', '+1 day'))"
        " FROM accounts_team AS team ORDER BY team.name"
    )
    assert districts == [
        ("Alna", 1, 1, 1, 1),
        ("Gamle Oslo", 1, 1, 1, 1),
        ("Grorud", 1, 1, 1, 1),
        ("Grünerløkka", 1, 1, 1, 1),
        ("St. Hanshaugen", 1, 1, 1, 1),
        ("Stovner", 1, 1, 1, 1),
    ]
    assert demo.rows("SELECT count(*) FROM participants_participant") == [(42,)]


def test_sessions_and_signups_are_in_every_state(demo: Demonstration) -> None:
    sessions = _numbers(demo, "SELECT state, count(*) FROM activities_session GROUP BY state")
    assert sorted(sessions) == ["cancelled", "closed", "draft", "published"]
    signups = _numbers(demo, "SELECT state, count(*) FROM activities_signup GROUP BY state")
    assert sorted(signups) == ["coming", "in_line", "not_now"]


def test_honoraria_are_promised_on_their_way_paid_and_paid_though_we_cancelled(
    demo: Demonstration,
) -> None:
    states = demo.rows(
        "SELECT DISTINCT earning.state, earning.reason, payout.state"
        " FROM payouts_earning AS earning"
        " LEFT JOIN payouts_payout AS payout ON payout.earning_id = earning.id ORDER BY 1, 2, 3"
    )
    assert states == [
        ("approved", "cancelled_by_us", None),
        ("approved", "cancelled_by_us", "paid"),
        ("approved", "took_part", None),
        ("approved", "took_part", "paid"),
        ("approved", "took_part", "queued"),
        ("approved", "took_part", "sending"),
        ("promised", "took_part", None),
    ]
    receipts = _numbers(
        demo, "SELECT signature_sha256 <> '', count(*) FROM payouts_cashreceipt GROUP BY 1"
    )
    assert receipts == {0: 19, 1: 19}


def test_the_books_hold(demo: Demonstration) -> None:
    ((paid, handed_over),) = demo.rows(
        "SELECT (SELECT sum(ore) FROM payouts_cashreceipt),"
        " (SELECT sum(ore) FROM ledger_entry WHERE credit LIKE 'cash_box:%'"
        " AND debit = 'in_transit')"
    )
    assert paid == handed_over
    boxes = demo.rows(
        "SELECT box.id, sum(CASE WHEN entry.debit = 'cash_box:' || box.id"
        " THEN entry.ore ELSE -entry.ore END) FROM payouts_cashbox AS box JOIN ledger_entry"
        " AS entry ON 'cash_box:' || box.id IN (entry.debit, entry.credit) GROUP BY box.id"
    )
    assert len(boxes) == 6
    assert [ore for _box, ore in boxes if ore < 0] == []
    assert demo.rows("PRAGMA foreign_key_check") == []
    assert demo.rows("PRAGMA integrity_check") == [("ok",)]


def test_whoever_signs_in_finds_two_sessions_today_one_of_them_out_of_the_house(
    demo: Demonstration,
) -> None:
    today = demo.rows(
        "SELECT session.off_site FROM activities_session AS session"
        " JOIN activities_shift AS shift ON shift.session_id = session.id"
        " JOIN accounts_user AS user ON user.id = shift.staff_id"
        " WHERE user.email = 'nina.solberg@reir.example'"
        " AND session.calendar_key LIKE 'demo:%-i-dag:%' ORDER BY session.off_site"
    )
    assert today == [(0,), (1,)]


def test_every_story_stands_with_the_yes_of_everybody_in_it(demo: Demonstration) -> None:
    stories = _numbers(
        demo,
        "SELECT locale.language_code, count(*) FROM cms_storypage AS story"
        " JOIN wagtailcore_page AS page ON page.id = story.page_ptr_id"
        " JOIN wagtailcore_locale AS locale ON locale.id = page.locale_id"
        " WHERE page.live GROUP BY 1",
    )
    assert stories == {"nb": 8, "nn": 2, "en": 2}
    without = demo.rows(
        "SELECT person.story_id FROM cms_storyperson AS person"
        " JOIN wagtailcore_page AS page ON page.id = person.story_id AND page.live"
        " WHERE NOT EXISTS ("
        " SELECT 1 FROM participants_consent AS consent"
        " JOIN django_content_type AS type ON type.id = consent.item_type_id"
        " WHERE type.model = 'storypage' AND consent.item_id = person.story_id"
        " AND consent.participant_id = person.participant_id AND consent.kind = 'given')"
    )
    assert without == []
    withdrawn = demo.rows("SELECT count(*) FROM participants_consent WHERE kind = 'withdrawn'")
    assert withdrawn == [(1,)]


def test_what_people_are_told_holds_no_banned_word(demo: Demonstration) -> None:
    texts = demo.rows(
        "SELECT body FROM notices_message UNION SELECT title || note || cancelled_reason"
        " FROM activities_session UNION SELECT summary || bring FROM activities_activity"
    )
    assert [text for (text,) in texts if banned_words(text)] == []


def test_no_message_waits_to_be_sent(demo: Demonstration) -> None:
    states = _numbers(demo, "SELECT state, count(*) FROM notices_message GROUP BY state")
    assert {*states} <= {"sent", "shown"}


def test_checks_are_clean(demo: Demonstration) -> None:
    assert "no issues" in demo.run("check", "--database", "default")


def test_a_leader_has_written_why_two_shifts_stand_so_close(demo: Demonstration) -> None:
    found = demo.rows(
        'SELECT o."limit", o.minutes, u.first_name FROM activities_overlimit o'
        " JOIN activities_shift s ON s.id = o.shift_id JOIN accounts_user u ON u.id = s.staff_id"
    )
    assert found == [("daily_rest", 8 * 60, "Mona")]
    assert demo.rows("SELECT ore FROM payouts_sessionrate") == [(25_000,)]


def test_a_second_run_the_same_day_changes_nothing(demo: Demonstration) -> None:
    before, card, password = _contents(demo), demo.card, demo.password
    printed = demo.run("demo")
    assert NOTHING_NEW in printed
    assert f"/k/{card}" in printed
    assert password in printed
    assert _contents(demo) ^ before == set()


def test_another_day_carries_the_programme_forward(demo: Demonstration) -> None:
    sql = "SELECT max(date(starts_at)), count(*) FROM activities_session"
    ((last, count),) = demo.rows(sql)
    assert NOTHING_NEW not in demo.python("-c", IN_THREE_DAYS)
    ((last_after, count_after),) = demo.rows(sql)
    assert last_after >= last  # the days that came into sight may all be holidays
    assert count_after > count
    left_open = demo.rows(
        "SELECT count(*) FROM activities_session"
        " WHERE state = 'published' AND starts_at < datetime('now', '-1 day')"
    )
    assert left_open == [(0,)]
    assert demo.rows("PRAGMA integrity_check") == [("ok",)]


@pytest.mark.long
@pytest.mark.parametrize("day", ANY_DAYS)
def test_it_is_built_on_any_day(day: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if "FAKETIME" in os.environ:
        pytest.skip("the clock is moved already")
    server = database.SQLite()
    server.prepare()
    Path(server.copy().removeprefix("sqlite:///")).rename(tmp_path / DATABASE)
    for name, value in on_day.environment(day).items():
        monkeypatch.setenv(name, value)
    demo = Demonstration(tmp_path)
    demo.run("createcachetable")
    demo.run("demo")
    assert demo.rows("SELECT count(*) FROM accounts_team") == [(6,)]


@pytest.mark.django_db
def test_it_keeps_away_from_real_people(settings, tmp_path) -> None:
    settings.VAR = tmp_path
    MembershipFactory(user__email="kari@oslo.kommune.no")
    teams = Team.objects.count()
    with pytest.raises(CommandError, match="ekte data"):
        call_command("demo", stdout=StringIO())
    assert Team.objects.count() == teams
    assert list(tmp_path.iterdir()) == []
