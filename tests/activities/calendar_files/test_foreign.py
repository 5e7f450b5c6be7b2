"""Calendars as other programmes shape them: what is understood is taken, the rest is told."""

from datetime import date, timedelta

import pytest

from activities.calendar_files.calendar_reader import CalendarReading
from activities.calendar_files.rules import read_rule
from activities.calendar_files.zone_names import described_zone, known_zone
from tests.activities.calendar_files.calendar_files import OSLO, calendar, read, reasons, starts

WEEKLY = "UID:k\nDTSTART;TZID=Europe/Oslo:20261006T100000\nDTEND;TZID=Europe/Oslo:20261006T110000\n"
KOR = WEEKLY + "RRULE:FREQ=WEEKLY\nSUMMARY:Kor"


def spans(reading: CalendarReading) -> list[str]:
    return [
        f"{one.starts_at.astimezone(OSLO):%m-%d %H:%M}–{one.ends_at.astimezone(OSLO):%H:%M}"
        for one in reading.entries
    ]


def change(original: str, start: str, end: str, more: str = "", parameter: str = "") -> str:
    return (
        f"UID:k\nRECURRENCE-ID{parameter};TZID=Europe/Oslo:{original}\n"
        f"DTSTART;TZID=Europe/Oslo:{start}\nDTEND;TZID=Europe/Oslo:{end}\n{more}"
    )


# Several calendars in one file


def joined(*calendars: str) -> bytes:
    """Whole calendars behind one another: what stands before the entry, then the entry."""
    texts = []
    for written in calendars:
        before, _bar, body = written.rpartition("|")
        texts.append(calendar(body, before=before).decode())
    return "".join(texts).encode()


@pytest.mark.parametrize("first", ["CANCEL", "PUBLISH", "REQUEST"])
@pytest.mark.parametrize("second", ["CANCEL", "PUBLISH", ""])
def test_a_method_belongs_to_its_own_calendar(first, second):
    data = joined(
        f"METHOD:{first}\n|UID:1\nDTSTART:20261005T100000",
        f"{f'METHOD:{second}' if second else 'X-A:1'}\n|UID:2\nDTSTART:20261006T100000",
    )

    assert [one.cancelled for one in read(data).entries] == [first == "CANCEL", second == "CANCEL"]


def test_a_method_may_stand_behind_the_entries_and_have_parameters():
    event = "BEGIN:VEVENT\nUID:1\nDTSTART:20261005T100000\nEND:VEVENT\n"
    data = f"BEGIN:VCALENDAR\n{event}METHOD;X-A=1:cancel\nEND:VCALENDAR\n".encode()

    assert [one.cancelled for one in read(data).entries] == [True]


@pytest.mark.parametrize("method", ["REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"])
def test_an_answer_to_an_invitation_is_no_appointment(method):
    reading = read(calendar("UID:1\nDTSTART:20261005T100000", before=f"METHOD:{method}\n"))

    assert (reading.entries, len(reading.problems)) == ([], 1)


def test_a_zone_and_a_zone_definition_belong_to_their_own_calendar():
    def zone(offset: str) -> str:
        return (
            "BEGIN:VTIMEZONE\nTZID:Min\nBEGIN:STANDARD\nDTSTART:16010101T000000\n"
            f"TZOFFSETFROM:{offset}\nTZOFFSETTO:{offset}\nEND:STANDARD\nEND:VTIMEZONE\n"
        )

    data = joined(
        f"{zone('+0300')}|UID:1\nDTSTART;TZID=Min:20261005T100000",
        f"{zone('+0500')}|UID:2\nDTSTART;TZID=Min:20261006T100000",
        "X-WR-TIMEZONE:America/New_York\n|UID:3\nDTSTART:20261007T100000",
        "X-A:1\n|UID:4\nDTSTART:20261008T100000",
    )

    assert starts(data) == ["10-05 09:00", "10-06 07:00", "10-07 16:00", "10-08 10:00"]


def test_hundreds_of_joined_calendars_may_repeat_one_definition():
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Min\nBEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\n"
        "TZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    event = "UID:{}\nDTSTART;TZID=Min:20261005T100000\nRRULE:FREQ=DAILY;COUNT=2"
    reading = read(joined(*(f"{zone}|{event.format(number)}" for number in range(600))))

    assert (len(reading.entries), reading.problems) == (1200, [])


# Clock times without a zone


def test_clock_times_without_a_zone_take_that_of_the_start():
    data = calendar(
        "UID:1\nDTSTART;TZID=America/New_York:20261005T100000\nDTEND:20261005T170000\n"
        "RRULE:FREQ=DAILY;COUNT=4\nEXDATE:20261006T100000",
        "UID:1\nRECURRENCE-ID:20261007T100000\nDTSTART:20261007T180000Z\nDTEND:20261007T190000Z",
        "UID:2\nDTSTART:20261020T100000Z\nDTEND:20261020T113000\nRDATE:20261021T100000",
    )

    assert spans(read(data)) == [
        "10-05 16:00–23:00", "10-07 20:00–21:00", "10-08 16:00–23:00",
        "10-20 12:00–13:30", "10-21 12:00–13:30",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("DTSTART:20261005T100000", "10-05 16:00"),
        ("DTSTART:20261005T100000Z", "10-05 12:00"),
        ("DTSTART;TZID=Europe/Oslo:20261005T100000", "10-05 10:00"),
        ("DTSTART;VALUE=DATE:20261005", "10-05 00:00"),
        ("DTSTART;VALUE=DATE;TZID=America/New_York:20261005", "10-05 00:00"),
    ],
)
def test_the_zone_of_a_calendar_is_for_clock_times_without_one(written, expected):
    data = calendar(f"UID:1\n{written}", before="X-WR-TIMEZONE:America/New_York\n")

    assert starts(data) == [expected]


def test_a_calendar_in_a_zone_nobody_knows_says_so():
    data = calendar("UID:1\nDTSTART:20261005T100000", before="X-WR-TIMEZONE:Langtvekk\n")

    assert starts(data) == ["10-05 10:00"]
    assert "«Langtvekk»" in reasons(data)[0][1]


# Names of zones

OFTEN = [
    ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "10:00", "10:00"),
    ("(UTC+01:00) Amsterdam, Berlin, Bern, Roma, Stockholm, Wien", "10:00", "10:00"),
    ("(GMT+01.00) Belgrade / Bratislava / Budapest", "10:00", "10:00"),
    ("(UTC-05:00) Eastern Time (US & Canada)", "16:00", "16:00"),
    ("(GMT-05:00) Eastern Time (US and Canada)", "16:00", "16:00"),
    ("Eastern Time (US & Canada)", "16:00", "16:00"),
    ("Eastern Daylight Time", "16:00", "16:00"),
    ("(UTC\u221205:00) Eastern Time", "16:00", "16:00"),
    ("(UTC-08:00) Pacific Time (US & Canada); Tijuana", "19:00", "19:00"),
    ("(UTC) Dublin, Edinburgh, Lisbon, London", "11:00", "11:00"),
    ("(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi", "06:30", "05:30"),
    ("(UTC+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius", "09:00", "09:00"),
    ("(UTC-09:00) Alaska", "20:00", "20:00"),
    ("UTC+01:00", "11:00", "10:00"),
    ("UTC+1", "11:00", "10:00"),
    ("GMT+0100", "11:00", "10:00"),
    ("+01:00", "11:00", "10:00"),
    ("GMT-5", "17:00", "16:00"),
    ("(UTC) Coordinated Universal Time", "12:00", "11:00"),
    ("tzone://Microsoft/Utc", "12:00", "11:00"),
    ("http://tzurl.org/zoneinfo/America/New_York", "16:00", "16:00"),
    ("W. Europe Standard Time 1", "10:00", "10:00"),
    ("Central European Summer Time", "10:00", "10:00"),
    ("CEST", "10:00", "10:00"),
    ("America-New_York", "16:00", "16:00"),
    ("America/New York", "16:00", "16:00"),
    ("New York", "16:00", "16:00"),
]


@pytest.mark.parametrize(("name", "summer", "winter"), OFTEN)
@pytest.mark.parametrize("quote", ["", '"'])
def test_a_zone_by_its_description_in_summer_and_winter(name, summer, winter, quote):
    data = calendar(
        *(
            f"UID:{day}\nDTSTART;TZID={quote}{name}{quote}:{day}T100000"
            for day in (20261005, 20261123)
        )
    )

    assert starts(data) == [f"10-05 {summer}", f"11-23 {winter}"]
    assert read(data).problems == []


@pytest.mark.parametrize("name", ["(UTC+01:00) Et sted vi ikke vet om", "GMT+01:00 (Normaltid)"])
def test_of_an_unknown_place_only_the_difference_is_known_and_it_is_told(name):
    data = calendar(f'UID:1\nDTSTART;TZID="{name}":20261123T100000\nRRULE:FREQ=DAILY')

    assert starts(data)[0] == "11-23 10:00"
    assert "bare forskjellen fra UTC" in reasons(data)[-1][1]
    assert [one.is_understood for one in read(data).recurring] == []


@pytest.mark.parametrize(
    "name", ["", "UTC+99:00", "(UTC+25:00) Oslo", "((((", "West, East", "+" * 400, "GMT+1:99", "٣"]
)
def test_a_name_that_says_nothing_is_no_zone(name):
    assert known_zone(name) is None
    assert described_zone(name) is None


def test_the_file_knows_better_than_a_description():
    name = "(UTC+01:00) Amsterdam, Berlin"
    zone = (
        f"BEGIN:VTIMEZONE\nTZID:{name}\nBEGIN:STANDARD\nDTSTART:16010101T000000\n"
        "TZOFFSETFROM:+0300\nTZOFFSETTO:+0300\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    event = f'UID:1\nDTSTART;TZID="{name}":20261005T100000'

    assert starts(calendar(event, before=zone)) == ["10-05 09:00"]
    assert starts(
        calendar(event, before=zone.replace("TZID", "X-LIC-LOCATION:Asia/Tokyo\nTZID"))
    ) == ["10-05 03:00"]


# Empty and private


@pytest.mark.parametrize("empty", ["RRULE:", "RRULE: ", "RRULE:;", "RDATE:", "EXDATE:", "EXRULE:",
                                   "RECURRENCE-ID:", "DURATION:", "RRULE;X-A=1:"])  # fmt: skip
def test_what_stands_empty_is_not_there(empty):
    data = calendar(f"UID:1\nDTSTART:20261005T100000\nDTEND:20261005T110000\n{empty}")

    assert spans(read(data)) == ["10-05 10:00–11:00"]
    assert (read(data).problems, read(data).entries[0].recurrence_key) == ([], "")


@pytest.mark.parametrize(
    "access", ["CLASS:PRIVATE", "class:private", "CLASS:CONFIDENTIAL", "CLASS;X-A=1:PRIVATE",
               "CLASS:X-HEMMELIG", "X-CALENDARSERVER-ACCESS:RESTRICTED"],
)  # fmt: skip
def test_a_private_entry_leaves_its_words_behind_wherever_it_is_told_of(access):
    words = "SUMMARY:Legetime for Ola\nLOCATION:Hos Ola\nDESCRIPTION:Ola"
    data = calendar(
        f"UID:1\n{access}\nDTSTART:20261005T100000\nRRULE:FREQ=WEEKLY;COUNT=2\n{words}",
        f"UID:1\nRECURRENCE-ID:20261012T100000\nDTSTART:20261012T120000\n{words}",
        f"UID:2\n{access}\nDTSTART:tull\n{words}",
        f"{access}\nDTSTART:20261006T100000\n{words}",
    )

    assert len(read(data).entries) == 3
    assert "Ola" not in str(read(data))


@pytest.mark.parametrize("access", ["CLASS:PUBLIC", "CLASS: public ", "CLASS:", "TRANSP:OPAQUE"])
def test_a_public_entry_keeps_its_words(access):
    data = calendar(f"UID:1\n{access}\nDTSTART:20261005T100000\nSUMMARY:Kor")

    assert [one.title for one in read(data).entries] == ["Kor"]


# Changes of one and of all later


def test_a_change_of_all_later_moves_them_and_single_ones_win():
    data = calendar(
        KOR,
        change("20261013T100000", "20261014T140000", "20261014T153000", "SUMMARY:Nytt kor",
               ";RANGE=THISANDFUTURE"),
        change("20261027T100000", "20261028T180000", "20261028T190000"),
        change("20261103T100000", "20261103T090000", "20261103T100000",
               parameter=";RANGE=THISANDFUTURE"),
    )  # fmt: skip
    reading = read(data, last=date(2026, 11, 11))

    assert spans(reading) == [
        "10-06 10:00–11:00", "10-14 14:00–15:30", "10-21 14:00–15:30", "10-28 18:00–19:00",
        "11-03 09:00–10:00", "11-10 09:00–10:00",
    ]  # fmt: skip
    assert [one.title for one in reading.entries][:2] == ["Kor", "Nytt kor"]
    assert [one.is_understood for one in reading.recurring] == [False]


def test_all_later_cancelled_are_cancelled():
    data = calendar(
        KOR,
        change("20261013T100000", "20261013T100000", "20261013T110000", "STATUS:CANCELLED",
               ";RANGE=THISANDFUTURE"),
    )  # fmt: skip
    reading = read(data, last=date(2026, 10, 20))

    assert [one.cancelled for one in reading.entries] == [False, True, True]


def test_a_change_that_moves_later_ones_into_the_period_brings_them():
    data = calendar(
        KOR,
        change(
            "20261006T100000",
            "20260929T100000",
            "20260929T110000",
            parameter=";RANGE=THISANDFUTURE",
        ),
    )

    assert spans(read(data, first=date(2026, 9, 28), last=date(2026, 10, 6))) == [
        "09-29 10:00–11:00", "10-06 10:00–11:00"
    ]  # fmt: skip


@pytest.mark.parametrize("parameter", [";RANGE=THISANDPRIOR", ";RANGE=ALLE"])
def test_a_range_we_do_not_know_is_told_and_the_series_is_no_recurring_session(parameter):
    reading = read(
        calendar(KOR, change("20261013T100000", "20261013T140000", "20261013T150000",
                             "SUMMARY:Endret", parameter)),
        last=date(2026, 10, 20),
    )  # fmt: skip

    assert len(reading.entries) == 3
    assert [problem.title for problem in reading.problems] == ["Kor", "Endret"]
    assert [one.is_understood for one in reading.recurring] == [False]


def test_from_a_new_rule_on_nothing_is_made():
    reading = read(
        calendar(KOR, change("20261013T100000", "20261014T100000", "20261014T110000",
                             "RRULE:FREQ=WEEKLY;INTERVAL=2", ";RANGE=THISANDFUTURE")),
    )  # fmt: skip

    assert spans(reading) == ["10-06 10:00–11:00"]
    assert [one.is_understood for one in reading.recurring] == [False]


@pytest.mark.parametrize(
    "odd",
    [
        KOR + "\nEXRULE:FREQ=WEEKLY;INTERVAL=2",
        KOR.replace("TZID=Europe/Oslo:20261006T10", "TZID=Ingen vet:20261006T10"),
    ],
)
def test_what_is_told_as_not_used_is_no_recurring_session(odd):
    reading = read(calendar(odd))

    assert len(reading.entries) == 8
    assert [one.is_understood for one in reading.recurring] == [False]


def test_a_change_that_cannot_be_read_leaves_single_sessions():
    reading = read(calendar(KOR, "UID:k\nRECURRENCE-ID:20261013T100000\nDTSTART:tull"))

    assert [one.is_understood for one in reading.recurring] == [False]


def test_an_older_change_of_a_day_the_series_no_longer_has_loses():
    new = KOR.replace("UID:k", "UID:k\nSEQUENCE:3")
    stale = change("20261007T100000", "20261007T140000", "20261007T150000", "SEQUENCE:1")
    kept = change("20261013T100000", "20261014T140000", "20261014T150000", "SEQUENCE:1")
    reading = read(calendar(new, stale, kept), last=date(2026, 10, 19))

    assert spans(reading) == ["10-06 10:00–11:00", "10-14 14:00–15:00"]
    assert [problem.line for problem in reading.problems] == [11]


def test_the_newest_of_two_changes_of_one_day_counts_however_they_name_it():
    data = calendar(
        KOR,
        "UID:k\nSEQUENCE:2\nRECURRENCE-ID:20261013T080000Z\nDTSTART:20261013T120000Z\nDTEND:20261013T130000Z",
        "UID:k\nSEQUENCE:1\nRECURRENCE-ID;VALUE=DATE:20261013\nDTSTART:20261013T180000Z\nDTEND:20261013T190000Z",
    )

    assert spans(read(data, last=date(2026, 10, 14))) == ["10-06 10:00–11:00", "10-13 14:00–15:00"]


# Periods


@pytest.mark.parametrize(
    "period",
    ["20261009T130000/PT3H", "20261009T130000/20261009T160000", "20261009T110000Z/PT3H",
     "20261009T110000Z/20261009T140000Z"],
)  # fmt: skip
def test_a_period_keeps_its_own_length(period):
    data = calendar(f"{WEEKLY}RDATE;VALUE=PERIOD;TZID=Europe/Oslo:{period},20261010T100000/PT30M")

    assert spans(read(data)) == ["10-06 10:00–11:00", "10-09 13:00–16:00", "10-10 10:00–10:30"]


@pytest.mark.parametrize("period", ["20261009T130000/20261009T120000", "20261009T130000/P", "/"])
def test_a_period_that_makes_no_sense_is_told(period):
    assert read(calendar(f"{WEEKLY}RDATE;VALUE=PERIOD:{period}")).entries == []


# The older shapes


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("D1 #5", "FREQ=DAILY;INTERVAL=1;COUNT=5"),
        ("D2", "FREQ=DAILY;INTERVAL=2;COUNT=2"),
        ("W1 MO FR #0", "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,FR"),
        ("w2 tu 20261224T000000", "FREQ=WEEKLY;INTERVAL=2;UNTIL=20261224T000000;BYDAY=TU"),
        ("MP1 1+ MO 2- TH FR #4", "FREQ=MONTHLY;INTERVAL=1;COUNT=4;BYDAY=1MO,-2TH,-2FR"),
        ("MD1 1 15 LD 3- #0", "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=1,15,-1,-3"),
        ("YM1 6 7 #8", "FREQ=YEARLY;INTERVAL=1;COUNT=8;BYMONTH=6,7"),
        ("YD5 1 100 #3", "FREQ=YEARLY;INTERVAL=5;COUNT=3;BYYEARDAY=1,100"),
    ],
)
def test_a_rule_of_the_older_kind_means_the_same(old, new):
    assert read_rule(old) == read_rule(new)


def test_an_older_calendar_whole():
    data = (
        b"BEGIN:VCALENDAR\r\nVERSION:1.0\r\nTZ:+01\r\n"
        b"DAYLIGHT:TRUE;+02;20260329T020000;20261025T030000;CET;CEST\r\n"
        b"BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261021T100000\r\nDTEND:20261021T120000\r\n"
        b"SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:B=C3=A5ttur p=C3=A5 =\r\n"
        b"=C3=98stensj=C3=B8vannet\r\nRRULE:W1 WE #3\r\nEXDATE:20261028T100000;20270101T100000\r\n"
        b"END:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nDTSTART:20261102T090000Z\r\n"
        b"SUMMARY;QUOTED-PRINTABLE;CHARSET=ISO-8859-1:S=F8ndag=\r\nEND:VEVENT\r\n"
        b"BEGIN:VEVENT\r\nUID:3\r\nDTSTART:20261103T090000Z\r\nSUMMARY;ENCODING=BASE64:S29y\r\n"
        b"END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    reading = read(data)

    found = [
        (one.title, f"{one.starts_at.astimezone(OSLO):%m-%d %H:%M}") for one in reading.entries
    ]
    assert found == [
        ("Båttur på Østensjøvannet", "10-21 10:00"), ("Søndag", "11-02 10:00"),
        ("Kor", "11-03 10:00"), ("Båttur på Østensjøvannet", "11-04 10:00"),
    ]  # fmt: skip
    assert reading.problems == []


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("TZ:-05:00\n", "10-05 17:00"),
        ("TZ:-05\nDAYLIGHT:TRUE;-04;20260308T020000;20261101T020000;EST;EDT\n", "10-05 16:00"),
        ("TZ:-0500\nDAYLIGHT:FALSE\n", "10-05 17:00"),
        ("TZ:tull\nDAYLIGHT:TRUE;x;y\n", "10-05 10:00"),
        ("TZ:+01\nDAYLIGHT:TRUE;+02;tull;20261025T030000\n", "10-05 11:00"),
    ],
)
def test_the_clock_of_an_older_calendar(told, expected):
    assert starts(calendar("UID:1\nDTSTART:20261005T100000", before=told)) == [expected]


# Outside the period


def test_entries_outside_the_period_are_counted_once_each():
    data = calendar(
        "UID:1\nDTSTART:20251005T100000",
        "UID:2\nDTSTART:20261005T100000",
        "UID:3\nDTSTART:20270105T100000\nRRULE:FREQ=DAILY",
        "UID:4\nDTSTART:20250105T100000\nRRULE:FREQ=WEEKLY",
        "UID:5\nDTSTART:tull",
        KOR.replace("20261006", "20270105"),
        change("20270112T100000", "20270112T120000", "20270112T130000"),
    )

    assert read(data).outside == 3


def test_what_was_moved_or_cancelled_after_the_period_is_known():
    data = calendar(
        KOR,
        change("20261201T100000", "20261203T100000", "20261203T110000"),
        change("20261208T100000", "20261208T100000", "20261208T110000", "STATUS:CANCELLED"),
        change("20261124T100000", "20261202T100000", "20261202T110000"),
        change("20261006T100000", "20260901T100000", "20260901T110000"),
    )
    reading = read(data)

    assert [(f"{one.original_day:%m-%d}", one.cancelled) for one in reading.later] == [
        ("12-01", False), ("12-08", True), ("11-24", False)
    ]  # fmt: skip
    assert [one.is_understood for one in reading.recurring] == [True]
    assert reading.entries[0].starts_at.date() == date(2026, 10, 6) + timedelta(weeks=1)
