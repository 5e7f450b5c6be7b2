"""Reading calendars from outside: what Outlook and Google write, what is broken, and what is
hostile.
"""

# ruff: noqa: DTZ001 - clock times in a calendar have no zone until its own is put on

import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from activities.calendar_reading import Problem, read_calendar

CALENDARS = Path(__file__).parent / "calendars"
OSLO = ZoneInfo("Europe/Oslo")
FIRST, LAST = date(2026, 10, 1), date(2026, 11, 30)


def calendar(*events: str, before: str = "") -> bytes:
    """A calendar of VEVENT bodies."""
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\n{before}{body}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def read(data: bytes, *, first: date = FIRST, last: date = LAST, **limits: int):
    return read_calendar(data, first=first, last=last, **limits)


def starts(data: bytes, **horizon: date) -> list[str]:
    """The starts in a file as Oslo clock times."""
    return [
        f"{found.starts_at.astimezone(OSLO):%m-%d %H:%M}" for found in read(data, **horizon).entries
    ]


def reasons(data: bytes, **limits: int) -> list[tuple[int, str]]:
    return [(problem.line, problem.reason) for problem in read(data, **limits).problems]


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
        ("Serie", 62),
        ("Ukjent sone", 76),
        ("Den siste som virker", 82),
        ("Serie", 62),
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
        (69, "Serie fra nå av", "skipped"),
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


# Texts


def test_long_texts_are_cut_and_said_so():
    data = calendar(
        f"UID:1\nDTSTART:20261005T100000\nSUMMARY:{'å' * 121}\n"
        f"DESCRIPTION:{'b' * 2001}\nLOCATION:{'c' * 201}"
    )
    found = read(data).entries[0]

    assert (len(found.title), len(found.description), len(found.location)) == (120, 2000, 200)
    assert read(data).problems == [
        Problem(3, "å" * 119 + "…", f"{what} er kortet ned til {length} tegn.", "changed")
        for what, length in (("Tittelen", 120), ("Beskrivelsen", 2000), ("Stedet", 200))
    ]


def test_texts_at_the_limit_are_left_alone():
    data = calendar(
        f"UID:1\nDTSTART:20261005T100000\nSUMMARY:{'å' * 120}\nDESCRIPTION:{'b' * 2000}"
    )

    assert read(data).problems == []


def test_control_characters_never_come_through():
    found = read(
        calendar(
            "UID:a\x00b\nDTSTART:20261005T100000\nSUMMARY:hei\x00 \\n du\x07\nDESCRIPTION:a\\nb\x1b"
        )
    ).entries[0]

    assert (found.uid, found.title, found.description) == ("ab", "hei du", "a\nb")


def test_a_very_long_uid_is_shortened_to_something_stable():
    data = calendar(f"UID:{'x' * 5000}\nDTSTART:20261005T100000")

    assert len(read(data).entries[0].uid) == 69
    assert read(data) == read(data)


# What is refused


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "Fila er tom."),
        (b"\r\n \n", "Fila er tom."),
        (
            b"PK\x03\x04 not a calendar",
            "Dette er ikke en kalenderfil. Velg en fil som slutter på .ics.",
        ),
        (
            b"BEGIN:VCARD\nEND:VCARD\n",
            "Dette er ikke en kalenderfil. Velg en fil som slutter på .ics.",
        ),
        (
            b"\x00" * 10_000_000,
            "Fila er for stor. Vi tar filer på opptil 5.0 MB. Eksporter en kortere periode.",
        ),
        (
            calendar("UID:1", "UID:2", "UID:3", "UID:4"),
            "Fila har 4 oppføringer. Vi tar opptil 3 om gangen. Eksporter en kortere periode.",
        ),
    ],
)
def test_a_file_that_cannot_be_used_gets_one_sentence(data, reason):
    reading = read(data, max_entries=3)

    assert (reading.entries, reading.problems) == ([], [Problem(1, "", reason)])


def test_an_empty_calendar_is_no_problem():
    assert (read(calendar()).entries, read(calendar()).problems) == ([], [])


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;INTERVAL=30",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18;COUNT=100000000",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=WEEKLY;COUNT=-1",
        "FREQ=WEEKLY;COUNT=1;COUNT=2",
        "FREQ=WEEKLY;UNTIL=i morgen",
        "FREQ=FORTNIGHTLY",
        "WEEKLY",
        "FREQ=YEARLY;BYMONTHDAY=32",
    ],
)
def test_an_impossible_rule_takes_nothing_of_its_entry(rule):
    reading = read(
        calendar(
            f"UID:1\nDTSTART:20261005T100000\nRRULE:{rule}\nSUMMARY:Umulig",
            "UID:1\nRECURRENCE-ID:20261006T100000\nDTSTART:20270106T100000\nSUMMARY:Endring",
            "UID:2\nDTSTART:20261006T100000\nSUMMARY:Mulig",
        )
    )

    assert [found.title for found in reading.entries] == ["Mulig"]
    assert [(problem.title, problem.kind) for problem in reading.problems] == [
        ("Umulig", "skipped")
    ]


def test_a_thousand_times_is_the_limit_of_an_entry():
    rule = "UID:1\nDTSTART:20261001T100000\nRRULE:FREQ=DAILY"
    thousandth = FIRST + timedelta(days=999)

    assert len(read(calendar(rule), last=thousandth).entries) == 1000
    reading = read(calendar(rule), last=thousandth + timedelta(days=2))
    assert (reading.entries, [problem.reason for problem in reading.problems]) == (
        [],
        ["Oppføringen gjentas mer enn 1000 ganger i perioden. Velg en kortere periode."],
    )


@pytest.mark.parametrize(
    ("rule", "count"),
    [
        ("FREQ=DAILY", 61),
        ("FREQ=DAILY;COUNT=1000000000", 61),
        ("FREQ=WEEKLY;BYDAY=MO,TU", 17),
        ("FREQ=MONTHLY;BYDAY=-1FR", 2),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", 0),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", 0),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=MO;COUNT=5", 0),
        ("FREQ=DAILY;INTERVAL=1000000000", 0),
        ("FREQ=YEARLY;BYDAY=53MO", 0),
    ],
)
def test_a_rule_from_1900_is_quick(rule, count):
    data = calendar(f"UID:1\nDTSTART;TZID=Europe/Oslo:19000102T100000\nRRULE:{rule}")
    read(data)

    begun = time.process_time()
    found = read(data).entries
    assert time.process_time() - begun < 0.05
    assert len(found) == count


def test_many_heavy_rules_end_with_a_sentence_and_the_rest_is_taken():
    heavy = "DTSTART:10000101T100000\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5"
    begun = time.process_time()
    reading = read(
        calendar(
            *(f"UID:{index}\n{heavy}" for index in range(100)), "UID:x\nDTSTART:20261005T100000"
        )
    )

    assert time.process_time() - begun < 5
    assert [found.uid for found in reading.entries] == ["x"]
    assert {problem.reason for problem in reading.problems} == {
        "Regelen for gjentakelse er for tung å regne ut. Legg inn dagene for hånd."
    }


@pytest.mark.parametrize(
    "filling",
    [
        b"x\n" * 2_500_000,
        b"\n" * 5_000_000,
        b"BEGIN:X\n" * 300_000 + b"END:Y\n" * 400_000,
        b"SUMMARY:" + b"\xe5" * 5_000_000,
        b"DESCRIPTION:a" + b"\r\n \\" * 1_200_000,
        b"EXDATE:" + b"20261005T100000," * 300_000,
        b"RRULE:FREQ=DAILY\n" * 290_000,
    ],
    ids=["short lines", "empty lines", "nesting", "long line", "folds", "dates", "rules"],
)
def test_five_megabytes_of_junk_take_seconds_at_most(filling):
    data = (
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261005T100000\n"
        + filling
        + b"\nEND:VEVENT\nEND:VCALENDAR\n"
    )

    begun = time.process_time()
    read(data)
    assert time.process_time() - begun < 15


# Never raises


GOOD = [path.read_bytes() for path in sorted(CALENDARS.glob("*.ics"))]
EVIL = [
    b"\x00",
    b"\xff\xfe",
    b"\n",
    b"BEGIN:VEVENT\n",
    b"END:VEVENT\n",
    b":",
    b";",
    b'"',
    b"00010101T000000",
    b"99991231T235959Z",
    b"P",
    b"-",
]


@given(st.binary(max_size=2000))
@settings(max_examples=200, deadline=None)
def test_random_bytes_never_raise(data):
    assert read(data).entries == []
    read(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:" + data + b"\nEND:VEVENT")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "DTSTART",
                    "DTEND",
                    "RRULE",
                    "RDATE",
                    "EXDATE",
                    "RECURRENCE-ID",
                    "DURATION",
                    "SEQUENCE",
                    "STATUS",
                    "UID",
                ]
            ),
            st.sampled_from(
                [
                    "",
                    ";TZID=Europe",
                    ";TZID=../../etc/passwd",
                    ";TZID=Europe/Oslo",
                    ";VALUE=DATE",
                    ";RANGE=THISANDFUTURE",
                ]
            ),
            st.one_of(
                st.sampled_from(
                    [
                        "00010101T000000",
                        "00010101T000000Z",
                        "99991231T235959Z",
                        "99991231",
                        "20261005T100000",
                        "20261005",
                        "FREQ=DAILY",
                        "FREQ=YEARLY;BYWEEKNO=-53;BYSETPOS=-1",
                        "FREQ=WEEKLY;UNTIL=00010101T000000Z",
                        "P99999D",
                        "-PT1H",
                    ]
                ),
                st.text(max_size=20),
            ),
        ),
        max_size=8,
    ),
    st.sampled_from(
        [
            (FIRST, LAST),
            (date.min, date.min),
            (date.max, date.max),
            (date.min, date.max),
            (LAST, FIRST),
        ]
    ),
)
@example([("DTSTART", "", "99991231T235959Z"), ("RRULE", "", "FREQ=DAILY")], (date.max, date.max))
@settings(max_examples=300, deadline=None)
def test_random_properties_never_raise(properties, horizon):
    body = "\n".join(f"{name}{parameters}:{value}" for name, parameters, value in properties)
    data = calendar(body).replace(b"\x00", b"") if body.strip() else calendar("X:1")

    read(data, first=horizon[0], last=horizon[1])


@given(
    st.sampled_from(GOOD),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), st.sampled_from(EVIL)), max_size=6),
)
@settings(max_examples=200, deadline=None)
def test_damaged_calendars_never_raise(data, damages):
    for where, removed, inserted in damages:
        position = int(where * len(data))
        data = data[:position] + inserted + data[position + removed :]

    reading = read(data)

    assert all(found.ends_at >= found.starts_at for found in reading.entries)
    assert all(
        1 <= problem.line <= data.count(b"\n") + data.count(b"\r") + 1
        for problem in reading.problems
    )
