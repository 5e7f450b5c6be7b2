"""A calendar that is brought in again: what the team has, and what its programme says since."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from activities.calendar_import import importer
from activities.models import Series, Session
from activities.planning import series
from tests.activities.calendar_files.calendar_files import CALENDARS, calendar
from tests.factories.accounts import TeamFactory
from tests.factories.activities import ActivityFactory, PlaceFactory, SessionFactory

pytestmark = pytest.mark.django_db

OCTOBER = {"first": date(2026, 10, 1), "last": date(2026, 10, 31)}
KOR = (
    "UID:k\nSEQUENCE:2\nDTSTART;TZID=Europe/Oslo:20261006T100000\n"
    "DTEND;TZID=Europe/Oslo:20261006T110000\nRRULE:FREQ=WEEKLY\nSUMMARY:Kor"
)


def change(original: str, start: str, more: str = "SUMMARY:Kor") -> str:
    end = f"{start[:9]}{int(start[9:11]) + 1:02}0000"
    return (
        f"UID:k\nSEQUENCE:3\nRECURRENCE-ID;TZID=Europe/Oslo:{original}\n"
        f"DTSTART;TZID=Europe/Oslo:{start}\nDTEND;TZID=Europe/Oslo:{end}\n{more}"
    )


MOVED = change("20261103T100000", "20261105T140000")
MOVED_OUT = change("20261027T100000", "20261102T140000")
CANCELLED = change("20261110T100000", "20261110T100000", "STATUS:CANCELLED")


def ground() -> dict[str, Any]:
    team = TeamFactory()
    return {"team": team, "activity": ActivityFactory(teams=[team]), "place": PlaceFactory()}


def plan(*events: str, here: dict[str, Any], **more: Any) -> importer.ImportPlan:
    return importer.plan(calendar(*events), **here, **(OCTOBER | more))


def bring(*events: str, here: dict[str, Any], **more: Any) -> importer.ImportResult:
    return importer.carry_out(plan(*events, here=here, **more), by=None)


def november() -> list[str]:
    rows = Session.objects.filter(starts_at__month=11).order_by("starts_at")
    return [f"{timezone.localtime(row.starts_at):%d %H}" for row in rows[:4]]


@pytest.fixture
def here() -> Iterator[dict[str, Any]]:
    with time_machine.travel(datetime(2026, 10, 1, 8, tzinfo=UTC), tick=True):
        yield ground()


# After the period


def test_what_the_calendar_moved_or_cancelled_after_the_period_is_so_here_too(here):
    bring(KOR, MOVED, MOVED_OUT, CANCELLED, here=here)
    series.extend_all()

    assert november() == ["02 14", "05 14", "17 10", "24 10"]
    assert Series.objects.get().left_out == ["2026-11-10"]


@pytest.mark.parametrize("by_exception", [False, True])
def test_also_when_it_is_told_in_a_later_file(here, by_exception):
    bring(KOR, here=here)
    taken_out = KOR + "\nEXDATE;TZID=Europe/Oslo:20261110T100000"
    events = [taken_out, MOVED] if by_exception else [KOR, MOVED, CANCELLED]

    shown = plan(*events, here=here)
    importer.carry_out(shown, by=None)
    again = plan(*events, here=here)
    series.extend_all()

    assert (len(shown.new), shown.left_out_count) == (1, 1)
    assert (again.new, again.left_out_count) == ([], 0)
    assert november() == ["05 14", "17 10", "24 10"]


def test_what_is_made_already_is_told_and_left(here):
    bring(KOR, here=here)
    shown = plan(KOR + "\nEXDATE;TZID=Europe/Oslo:20261013T100000", here=here)

    assert shown.left_out_count == 0
    assert [one.reason for one in shown.problems] == [
        "Dagen er tatt ut i kalenderen. Avlys økta her, hvis det stemmer."
    ]


def test_a_recurring_session_cancelled_in_the_calendar_is_told(here):
    bring(KOR, here=here)
    shown = plan(KOR.replace("SEQUENCE:2", "SEQUENCE:3\nSTATUS:CANCELLED"), here=here)

    assert shown.problems[0].reason.startswith("Treffet er avlyst i kalenderen.")


@pytest.mark.parametrize(
    "odd",
    [
        "UID:k\nRECURRENCE-ID:20261013T100000\nDTSTART:tull",
        change("20261103T100000", "20261103T140000").replace("-ID;", "-ID;RANGE=THISANDFUTURE;"),
        change("20261103T100000", "20261103T140000").replace("-ID;", "-ID;RANGE=THISANDPRIOR;"),
    ],
)
def test_what_was_not_used_leaves_single_sessions_and_nothing_after_the_period(here, odd):
    result = bring(KOR, odd, here=here)
    series.extend_all()

    assert (result.made, Series.objects.count(), november()) == (4, 0, [])
    assert any("Øktene lages hver for seg" in one.reason for one in result.problems)


# Editions


def test_an_older_edition_changes_nothing_here(here):
    single = "UID:e\nSEQUENCE:{}\nDTSTART:20261006T{}0000\nDTEND:20261006T{}0000\nSUMMARY:Tur"
    bring(KOR, single.format(4, 12, 13), here=here)

    older = plan(
        KOR.replace("SEQUENCE:2", "SEQUENCE:1").replace("T10", "T09"), MOVED, CANCELLED,
        single.format(3, 14, 15), here=here,
    )  # fmt: skip
    same = plan(single.format(3, 12, 13), here=here)

    assert (older.new, older.changed, older.left_out_count) == ([], [], 0)
    assert [one.reason[:25] for one in older.problems] == ["Fila har en eldre utgave "] * 2
    assert same.problems == []


def test_the_newest_edition_seen_counts_also_when_it_changed_nothing(here):
    single = "UID:e\nSEQUENCE:{}\nDTSTART:20261006T{}0000\nDTEND:20261006T{}0000\nSUMMARY:Tur"
    bring(single.format(1, 12, 13), here=here)
    bring(single.format(5, 12, 13), here=here)

    assert plan(single.format(4, 14, 15), here=here).changed == []


# The same under a new name


def test_the_same_meeting_under_a_new_uid_is_asked_about(here):
    bring(KOR, here=here)
    renamed = KOR.replace("UID:k", "UID:ny").replace("Kor", "KOR")

    asked = plan(renamed, "UID:u\nDTSTART:20261007T100000\nDTEND:20261007T110000", here=here)
    importer.carry_out(asked, by=None)
    wanted = plan(renamed, here=here, also=frozenset({3}))

    assert [(one.line, one.title, len(one.planned)) for one in asked.alike] == [(3, "KOR", 4)]
    assert (len(asked.new), asked.recurring) == (1, [])
    assert (len(wanted.new), wanted.alike, len(wanted.recurring)) == (4, [], 1)
    assert Session.objects.count() == 5


def test_also_what_was_made_by_hand_and_what_is_only_to_come(here):
    place = PlaceFactory(name="Annet sted")
    SessionFactory(
        team=here["team"], activity=here["activity"], place=here["place"], title="Tur",
        starts_at="2026-10-06T12:00Z", ends_at="2026-10-06T13:00Z",
    )  # fmt: skip
    single = "UID:e\nDTSTART:20261006T120000Z\nDTEND:20261006T130000Z\nSUMMARY:Tur"
    bring(KOR, here=here)
    later = {"first": date(2026, 11, 1), "last": date(2026, 11, 30)}

    assert len(plan(single, here=here).alike) == 1
    assert plan(f"{single}\nLOCATION:{place.name}", here=here).alike == []
    assert len(plan(KOR.replace("UID:k", "UID:ny"), here=here, **later).alike) == 1


def test_two_of_one_file_that_are_alike_are_asked_about_once(here):
    renamed = KOR.replace("UID:k", "UID:ny")
    shown = plan(KOR, renamed, here=here)

    assert (len(shown.new), len(shown.alike)) == (4, 1)


# Never an error


def test_damaged_calendars_are_planned_and_carried_out_without_an_error(here):
    dice = random.Random(28)  # noqa: S311 - the same damage each time
    samples = [path.read_bytes() for path in sorted(CALENDARS.glob("*.ics"))]
    samples.append(calendar(KOR, MOVED, CANCELLED, MOVED_OUT))
    for turn in range(24):
        data = bytearray(dice.choice(samples))
        for _damage in range(dice.randint(1, 8)):
            where = dice.randrange(len(data))
            data[where : where + dice.randint(0, 3)] = dice.choice(
                [b"\x00", b"\xff", b":", b";", b"=", b"\n", b"9", b"Z", b"T", b"-P", b"/", b'"']
            )
        if turn % 2:
            data += samples[turn % len(samples)]
        found = importer.plan(bytes(data), **here, **OCTOBER)
        importer.carry_out(found, by=None)
