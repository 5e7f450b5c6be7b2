"""Calendars that are broken or hostile: a sentence for each, soon, and never an error."""

import time
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from activities.calendar_files import calendar_reader
from activities.calendar_files.calendar_reader import Problem
from tests.activities.calendar_files.calendar_files import CALENDARS, FIRST, LAST, calendar, read
from tests.speed import slower

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
def test_a_file_that_cannot_be_used_gets_one_sentence(data, reason, monkeypatch):
    monkeypatch.setattr(calendar_reader, "MAX_ENTRIES", 3)
    reading = read(data)

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
    assert time.process_time() - begun < 0.05 * slower()
    assert len(found) == count


def test_many_heavy_rules_end_with_a_sentence_and_the_rest_is_taken():
    heavy = "DTSTART:10000101T100000\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5"
    begun = time.process_time()
    reading = read(
        calendar(
            *(f"UID:{index}\n{heavy}" for index in range(100)), "UID:x\nDTSTART:20261005T100000"
        )
    )

    assert time.process_time() - begun < 5 * slower()
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
    assert time.process_time() - begun < 15 * slower()


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
