"""The calendar feed: what is written can be read back, and keeps to RFC 5545."""

# ruff: noqa: DTZ001 - clock times in a calendar have no zone until its own is put on

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from activities.calendar_feeds.ics_writer import FeedEntry, calendar_feed
from activities.calendar_files.calendar_reader import read_calendar
from core.text import clean_line

ENTRY = FeedEntry(
    uid="okt-17@reir.example",
    sequence=3,
    title="Snekring på Tøyen",
    description="Vi snekrer fuglekasser.\nTa på klær som tåler lim, maling; og spon.",
    location="Verkstedet, inngang øst",
    starts_at=datetime(2026, 10, 20, 8, tzinfo=UTC),
    ends_at=datetime(2026, 10, 20, 11, tzinfo=UTC),
    cancelled=False,
    changed_at=datetime(2026, 9, 1, 12, 30, tzinfo=UTC),
    url="https://reir.example/kalender/17/",
    latitude=59.9139,
    longitude=10.7522,
)

# icalendar writes a backslash before a capital N as a line break.
texts = (
    st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=100)
    .map(lambda text: " ".join(clean_line(text).split()))
    .filter(lambda text: r"\N" not in text)
)
entries = st.builds(
    lambda number, starts, minutes, **rest: FeedEntry(
        uid=f"okt-{number}@reir.example",
        starts_at=starts,
        ends_at=starts + timedelta(minutes=minutes),
        changed_at=ENTRY.changed_at,
        url=ENTRY.url,
        **rest,
    ),
    number=st.integers(1, 10**9),
    sequence=st.integers(0, 1000),
    title=texts,
    description=texts,
    location=texts,
    starts=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(
        lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
    ),
    minutes=st.integers(0, 3000),
    cancelled=st.booleans(),
)


def facts(entry):
    return (
        entry.uid,
        entry.title,
        entry.description,
        entry.location,
        entry.starts_at,
        entry.ends_at,
        entry.cancelled,
    )


@pytest.mark.parametrize("hour", [0, 1])
def test_an_end_in_the_hour_that_comes_twice_keeps_its_pass(hour):
    night = FeedEntry(
        uid="natt@reir.example",
        sequence=0,
        title="Natt",
        description="",
        location="",
        starts_at=datetime(2026, 10, 24, 16, tzinfo=UTC),
        ends_at=datetime(2026, 10, 25, hour, 30, tzinfo=UTC),
        cancelled=False,
        changed_at=datetime(2026, 10, 1, tzinfo=UTC),
        url="",
    )
    data = calendar_feed([night], name="Natt")
    reading = read_calendar(data, first=date(2026, 10, 1), last=date(2026, 11, 1))

    assert [facts(entry) for entry in reading.entries] == [facts(night)]


@given(st.lists(entries, max_size=5, unique_by=lambda entry: entry.uid))
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_read_back(written):
    data = calendar_feed(written, name="Åpne økter")
    reading = read_calendar(data, first=date(2025, 12, 31), last=date(2028, 1, 5))

    assert reading.problems == []
    assert sorted(map(facts, reading.entries)) == sorted(map(facts, written))
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_the_hour_that_comes_twice_is_kept():
    twice = [
        replace(
            ENTRY,
            uid=str(hour),
            starts_at=datetime(2026, 10, 25, hour, 30, tzinfo=UTC),
            ends_at=ENTRY.ends_at,
        )
        for hour in (0, 1)
    ]
    reading = read_calendar(
        calendar_feed(twice, name="Reir"), first=date(2026, 10, 25), last=date(2026, 10, 25)
    )

    assert [entry.starts_at.hour for entry in reading.entries] == [0, 1]


def test_every_line_of_an_entry():
    lines = calendar_feed([ENTRY], name="Reir").decode().replace("\r\n ", "").split("\r\n")

    assert lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("END:VEVENT")] == [
        "SUMMARY:Snekring på Tøyen",
        "DTSTART;TZID=Europe/Oslo:20261020T100000",
        "DTEND;TZID=Europe/Oslo:20261020T130000",
        "DTSTAMP:20260901T123000Z",
        "UID:okt-17@reir.example",
        "SEQUENCE:3",
        "DESCRIPTION:Vi snekrer fuglekasser.\\nTa på klær som tåler lim\\, maling\\; og spon.",
        "GEO:59.9139;10.7522",
        "LAST-MODIFIED:20260901T123000Z",
        "LOCATION:Verkstedet\\, inngang øst",
        "STATUS:CONFIRMED",
        "URL:https://reir.example/kalender/17/",
    ]


def test_a_cancelled_entry_says_so():
    event = Calendar.from_ical(calendar_feed([replace(ENTRY, cancelled=True)], name="Reir")).walk(
        "VEVENT"
    )[0]

    assert event["STATUS"] == "CANCELLED"


def test_a_feed_without_entries_is_a_whole_calendar():
    calendar = Calendar.from_ical(calendar_feed([], name="Åpne økter i Oslo"))

    assert (calendar["NAME"], calendar["X-WR-CALNAME"]) == (
        "Åpne økter i Oslo",
        "Åpne økter i Oslo",
    )
    assert [part.name for part in calendar.subcomponents] == ["VTIMEZONE"]


def test_the_same_entries_give_the_same_bytes():
    assert calendar_feed([ENTRY], name="Reir") == calendar_feed([ENTRY], name="Reir")


def test_a_text_cannot_write_properties_of_its_own():
    evil = "hei\r\nATTENDEE:x\rATTENDEE:y\x0bATTENDEE:z\x85ATTENDEE:w\u2028ATTENDEE:v"
    data = calendar_feed(
        [replace(ENTRY, uid=evil, title=evil, description=evil, location=evil, url=evil)], name=evil
    )

    assert [line for line in data.decode().splitlines() if line.startswith("ATTENDEE")] == []
