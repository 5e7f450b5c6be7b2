"""Reading calendars from outside: what Outlook and Google write, times and series."""

# ruff: noqa: DTZ001 - clock times in a calendar have no zone until its own is put on

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.activities.calendar_files.calendar_files import (
    CALENDARS,
    OSLO,
    calendar,
    read,
    reasons,
    starts,
)

# What real programmes write


def test_outlook_series_keeps_ten_o_clock_and_its_exceptions():
    reading = read((CALENDARS / "outlook.ics").read_bytes())

    assert reading.problems == []
    assert [
        (
            found.recurrence_key,
            f"{found.starts_at.astimezone(OSLO):%m-%d %H:%M}",
            found.cancelled,
            found.line,
        )
        for found in reading.entries
        if found.uid.endswith("DC01")
    ] == [
        ("20261013T080000Z", "10-13 10:00", False, 38),
        ("20261020T080000Z", "10-21 11:00", False, 64),
        ("20261027T090000Z", "10-27 10:00", False, 38),
        ("20261103T090000Z", "11-03 10:00", False, 38),
        ("20261110T090000Z", "11-10 10:00", True, 75),
        ("20261117T090000Z", "11-17 10:00", False, 38),
        ("20261124T090000Z", "11-24 10:00", False, 38),
    ]


def test_outlook_text_is_unfolded_and_unescaped():
    found = read((CALENDARS / "outlook.ics").read_bytes()).entries[0]

    assert (
        found.title
        == "Fuglekasser for blåmeis og kjøttmeis: snekring på verkstedet, åpent for alle"
    )
    assert found.location == "Verkstedet på Tøyen, inngang øst"
    assert found.description == (
        "Vi snekrer fuglekasser sammen.\nTa på klær som tåler maling, lim og spon; "
        "vi har kaffe, te og brødskiver på øvre verksted.\n\nAlle får være med så lenge de vil."
    )


def test_outlook_single_entries_with_whole_days_and_a_zone_of_its_own():
    reading = read((CALENDARS / "outlook.ics").read_bytes())

    assert [
        (found.title, found.recurrence_key, found.all_day, found.starts_at, found.ends_at)
        for found in reading.entries
        if found.recurrence_key == ""
    ] == [
        (
            "Helgetur til Nøklevann",
            "",
            True,
            datetime(2026, 10, 16, 22, tzinfo=UTC),
            datetime(2026, 10, 18, 22, tzinfo=UTC),
        ),
        (
            "Elverydding",
            "",
            False,
            datetime(2026, 10, 20, 12, tzinfo=UTC),
            datetime(2026, 10, 27, 14, tzinfo=UTC),
        ),
        (
            "Planleggingsdag",
            "",
            True,
            datetime(2026, 10, 21, 22, tzinfo=UTC),
            datetime(2026, 10, 22, 22, tzinfo=UTC),
        ),
    ]


def test_google_calendar():
    reading = read((CALENDARS / "google.ics").read_bytes(), last=date(2026, 11, 12))

    assert reading.problems == []
    assert [
        (
            found.title,
            f"{found.starts_at.astimezone(OSLO):%m-%d %H:%M}",
            f"{found.ends_at.astimezone(OSLO):%m-%d %H:%M}",
            found.all_day,
            found.cancelled,
        )
        for found in reading.entries
    ] == [
        ("Stell av minihager", "10-01 17:00", "10-01 19:00", False, False),
        ("Stell av minihager (en time senere)", "10-08 18:00", "10-08 20:00", False, False),
        ("Data til familier", "10-12 10:00", "10-12 11:30", False, False),
        ("Filmkveld", "10-14 12:00", "10-14 13:30", False, True),
        ("Stell av minihager", "10-22 17:00", "10-22 19:00", False, False),
        ("Utstilling", "10-24 00:00", "10-25 00:00", True, False),
        ("Utstilling", "10-25 00:00", "10-26 00:00", True, False),
        ("Utstilling", "10-27 00:00", "10-28 00:00", True, False),
        ("Stell av minihager", "11-05 17:00", "11-05 19:00", False, False),
        ("Stell av minihager", "11-12 17:00", "11-12 19:00", False, False),
    ]


def test_broken_entries_are_named_by_line_and_the_rest_is_taken():
    reading = read((CALENDARS / "broken.ics").read_bytes())

    assert [(found.title, found.line) for found in reading.entries] == [
        ("Serie", 62),
        ("Den første som virker", 5),
        ("Uten UID", 43),
        ("Nyeste", 48),
        ("Serie fra nå av", 69),
        ("Ukjent sone", 76),
        ("Den siste som virker", 82),
        ("Serie fra nå av", 69),
    ]
    assert [(problem.line, problem.title, problem.kind) for problem in reading.problems] == [
        (12, "Uten start", "skipped"),
        (16, "Baklengs", "skipped"),
        (22, "Trettende måned", "skipped"),
        (27, "Hver time", "skipped"),
        (33, "Uforståelig regel", "skipped"),
        (39, "Uten slutt", "skipped"),
        (43, "Uten UID", "changed"),
        (55, "Eldre", "skipped"),
        (62, "Serie", "changed"),
        (76, "Ukjent sone", "changed"),
    ]


def test_reading_twice_gives_the_same_names():
    data = (CALENDARS / "broken.ics").read_bytes()
    later = read(data, first=date(2026, 10, 6)).entries
    names = {(found.uid, found.recurrence_key) for found in read(data).entries}

    assert len(names) == 8
    assert {(found.uid, found.recurrence_key) for found in later} - names == set()


@pytest.mark.parametrize("name", ["outlook.ics", "google.ics", "broken.ics"])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_mark_change_nothing(name, newline, mark):
    data = (CALENDARS / name).read_bytes()
    rewritten = mark + newline.join(data.removeprefix(b"\xef\xbb\xbf").splitlines()) + newline

    assert read(rewritten) == read(data)


def test_old_code_pages_keep_norwegian_letters():
    data = calendar("UID:1\nDTSTART:20261005T100000\nSUMMARY:Snøbærøl på Bøler").decode()

    assert [
        read(data.encode(encoding)).entries[0].title for encoding in ("utf-8", "cp1252", "utf-16")
    ] == ["Snøbærøl på Bøler"] * 3


# Times and zones


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("DTSTART:20261005T100000", "10-05 10:00"),
        ("DTSTART:20261005T100000Z", "10-05 12:00"),
        ("DTSTART;TZID=Europe/Oslo:20261005T100000", "10-05 10:00"),
        (
            "DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Oslo:20261005T100000",
            "10-05 10:00",
        ),
        ("DTSTART;TZID=GMT Standard Time:20261005T100000", "10-05 11:00"),
        ('DTSTART;TZID="W. Europe Standard Time":20261005T100000', "10-05 10:00"),
        ("dtstart;tzid=utc:20261005T100000", "10-05 12:00"),
        ("DTSTART;TZID=America/New_York:20261005T100000", "10-05 16:00"),
        ("DTSTART;VALUE=DATE:20261005", "10-05 00:00"),
        ("DTSTART:20261005", "10-05 00:00"),
    ],
)
def test_a_start_in_every_form(written, expected):
    assert starts(calendar(f"UID:1\n{written}")) == [expected]


CUSTOM_ZONE = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T040000
TZOFFSETFROM:+0300
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0300
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def test_a_zone_defined_in_the_file_holds_for_that_file_only():
    event = "UID:1\nDTSTART;TZID=Customized Time Zone:20261024T110000\nRRULE:FREQ=DAILY;COUNT=2"

    assert starts(calendar(event, before=CUSTOM_ZONE)) == ["10-24 10:00", "10-25 10:00"]
    assert starts(calendar(event, before=CUSTOM_ZONE.replace("0300", "0500"))) == [
        "10-24 08:00",
        "10-25 10:00",
    ]
    assert starts(calendar(event)) == ["10-24 11:00", "10-25 11:00"]
    assert reasons(calendar(event)) == [
        (
            3,
            "Vi kjenner ikke tidssonen «Customized Time Zone». "
            "Klokkeslettene er lest som norsk tid.",
        )
    ]


@given(
    moment=st.datetimes(min_value=datetime(2025, 1, 1), max_value=datetime(2028, 12, 31)),
)
@settings(max_examples=200, deadline=None)
def test_a_zone_from_a_file_agrees_with_the_world_about_every_clock_time(moment):
    zone = CUSTOM_ZONE.replace("Customized Time Zone", "Min egen")
    events = [
        f"UID:{name}\nDTSTART;TZID={name}:{moment:%Y%m%dT%H%M%S}"
        for name in ("Min egen", "Europe/Helsinki")
    ]
    day = moment.date()

    found = read(
        calendar(*events, before=zone), first=day - timedelta(days=1), last=day + timedelta(days=1)
    ).entries

    assert len(found) == 2
    assert found[0].starts_at == found[1].starts_at


@given(
    weekday=st.integers(0, 6),
    hour=st.integers(3, 21),
    minute=st.integers(0, 59),
    length=st.integers(1, 150),
    interval=st.integers(1, 3),
    zone=st.sampled_from(["Europe/Oslo", '"W. Europe Standard Time"']),
)
@settings(max_examples=100, deadline=None)
def test_a_weekly_rule_keeps_its_clock_time_over_both_clock_changes(
    weekday, hour, minute, length, interval, zone
):
    start = datetime(2026, 3, 2, hour, minute) + timedelta(days=weekday)
    end = start + timedelta(minutes=length)
    found = read(
        calendar(
            f"UID:1\nDTSTART;TZID={zone}:{start:%Y%m%dT%H%M%S}\nDTEND;TZID={zone}:{end:%Y%m%dT%H%M%S}\n"
            f"RRULE:FREQ=WEEKLY;INTERVAL={interval}"
        ),
        first=date(2026, 3, 1),
        last=date(2026, 11, 30),
    ).entries

    local = [(item.starts_at.astimezone(OSLO), item.ends_at.astimezone(OSLO)) for item in found]
    assert [moment.replace(tzinfo=None) for moment, _ in local] == [
        start + timedelta(weeks=interval * index) for index in range(len(found))
    ]
    assert len(found) == (date(2026, 11, 30) - start.date()).days // (7 * interval) + 1
    assert {
        (after.replace(tzinfo=None) - before.replace(tzinfo=None)) for before, after in local
    } == {end - start}


def test_duration_is_elapsed_time_and_days_are_days():
    data = calendar(
        "UID:1\nDTSTART:20261024T230000\nDURATION:PT5H",
        "UID:2\nDTSTART:20261024T230000\nDURATION:P1D",
        "UID:3\nDTSTART:20261024\nDURATION:P2D",
        "UID:4\nDTSTART:20261024T230000",
    )

    assert {
        found.uid: f"{found.ends_at.astimezone(OSLO):%m-%d %H:%M}" for found in read(data).entries
    } == {
        "1": "10-25 03:00",
        "2": "10-25 23:00",
        "3": "10-26 00:00",
        "4": "10-24 23:00",
    }


def test_the_horizon_has_both_its_days_on_the_clock_of_oslo():
    data = calendar(
        *(
            f"UID:{moment}\nDTSTART:{moment}"
            for moment in ("20260930T215959Z", "20260930T220000Z", "20261130T225959Z")
        ),
        "UID:after\nDTSTART:20261130T230000Z",
    )

    assert starts(data) == ["10-01 00:00", "11-30 23:59"]


# Series


@pytest.mark.parametrize("written", ["20261006T100000", "20261006T080000Z", "20261006"])
def test_an_exception_may_name_its_day_in_any_form(written):
    data = calendar(
        f"UID:1\nDTSTART;TZID=Europe/Oslo:20261005T100000\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:{written}"
    )

    assert starts(data) == ["10-05 10:00", "10-07 10:00"]


@pytest.mark.parametrize("written", ["20261006", "20261006T000000", "20261005T220000Z"])
def test_an_exception_of_whole_days(written):
    data = calendar(
        f"UID:1\nDTSTART;VALUE=DATE:20261005\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:{written}"
    )

    assert [found.recurrence_key for found in read(data).entries] == ["20261005", "20261007"]


def test_extra_dates_and_periods():
    data = calendar(
        "UID:1\nDTSTART;TZID=Europe/Oslo:20261005T100000\nDTEND;TZID=Europe/Oslo:20261005T110000\n"
        "RDATE;TZID=Europe/Oslo:20261007T120000,20261008T120000\n"
        "RDATE;VALUE=PERIOD;TZID=Europe/Oslo:20261009T130000/PT1H"
    )

    assert starts(data) == ["10-05 10:00", "10-07 12:00", "10-08 12:00", "10-09 13:00"]


@pytest.mark.parametrize(
    ("until", "count"),
    [("20261007T080000Z", 3), ("20261007T100000", 3), ("20261007", 3), ("20261007T075959Z", 2)],
)
def test_the_last_day_of_a_rule_is_included(until, count):
    data = calendar(
        f"UID:1\nDTSTART;TZID=Europe/Oslo:20261005T100000\nRRULE:FREQ=DAILY;UNTIL={until}"
    )

    assert len(starts(data)) == count


def test_an_occurrence_moved_into_and_out_of_the_horizon():
    series = "UID:1\nDTSTART:20260928T100000\nRRULE:FREQ=WEEKLY;COUNT=3"
    moved_in = "UID:1\nRECURRENCE-ID:20260928T100000\nDTSTART:20261002T120000"
    moved_out = "UID:1\nRECURRENCE-ID:20261012T100000\nDTSTART:20261212T120000"
    reading = read(calendar(series, moved_in, moved_out))

    assert [(found.recurrence_key, found.starts_at.hour) for found in reading.entries] == [
        ("20260928T080000Z", 10),
        ("20261005T080000Z", 8),
    ]
    assert reading.problems == []


def test_one_day_of_a_series_may_come_without_the_series():
    data = calendar(
        "UID:1\nRECURRENCE-ID:20261005T080000Z\nDTSTART:20261005T120000Z\nSUMMARY:Bare denne"
    )

    assert [(found.title, found.recurrence_key) for found in read(data).entries] == [
        ("Bare denne", "20261005T080000Z")
    ]


def test_a_change_that_cannot_be_read_leaves_the_series_as_it_was():
    series = "UID:1\nDTSTART:20261005T100000\nRRULE:FREQ=WEEKLY;COUNT=2"
    data = calendar(series, "UID:1\nRECURRENCE-ID:20261005T100000\nDTSTART:tull")

    assert starts(data) == ["10-05 10:00", "10-12 10:00"]
    assert reasons(data) == [(8, "Vi forstår ikke datoen «tull».")]


@pytest.mark.parametrize(
    ("before", "status"),
    [
        ("METHOD:CANCEL\n", ""),
        ("", "STATUS:CANCELLED\n"),
        ("METHOD:REQUEST\n", "STATUS:cancelled\n"),
    ],
)
def test_a_cancelled_series_is_cancelled_in_every_occurrence(before, status):
    data = calendar(
        f"UID:1\n{status}DTSTART:20261005T100000\nRRULE:FREQ=DAILY;COUNT=2", before=before
    )

    assert [found.cancelled for found in read(data).entries] == [True, True]


def test_the_highest_sequence_wins_and_the_latest_stamp_among_equals():
    data = calendar(
        "UID:1\nSEQUENCE:10\nDTSTART:20261005T100000\nSUMMARY:ti",
        "UID:1\nSEQUENCE:9\nDTSTART:20261005T100000\nSUMMARY:ni",
        "UID:2\nDTSTAMP:20260902T000000Z\nDTSTART:20261006T100000\nSUMMARY:ny",
        "UID:2\nDTSTAMP:20260901T000000Z\nDTSTART:20261006T100000\nSUMMARY:gammel",
    )

    assert [found.title for found in read(data).entries] == ["ti", "ny"]
    assert [problem.title for problem in read(data).problems] == ["ni", "gammel"]
