"""Corners of the standard that programmes do write: only what was understood whole comes again."""

from datetime import UTC, date, datetime
from time import process_time

import pytest

from activities.calendar_feeds.ics_writer import FeedEntry, calendar_feed
from activities.calendar_files.calendar_reader import read_calendar
from tests.activities.calendar_files.calendar_files import OSLO, calendar, read, reasons, starts
from tests.speed import slower

ALONE = "Vi kan ikke følge hele dette treffet. Øktene lages hver for seg."
WEEKLY = """UID:w
SUMMARY:Bål
DTSTART;TZID=Europe/Oslo:20261006T090000
DTEND;TZID=Europe/Oslo:20261006T100000
RRULE:FREQ=WEEKLY"""
CHANGE = """UID:w
SUMMARY:Bål
DTSTART;TZID=Europe/Oslo:20261020T110000
DTEND;TZID=Europe/Oslo:20261020T120000
RECURRENCE-ID;TZID=Europe/Oslo:"""


def understood(data: bytes) -> list[bool]:
    return [one.is_understood for one in read(data).recurring]


@pytest.mark.parametrize(
    "more",
    [
        ";BYHOUR=9,14",
        ";BYHOUR=14",
        ";BYMINUTE=0,30",
        ";BYDAY=1TU",
        ";BYSETPOS=1",
        ";BYMONTHDAY=6,20",
        ";BYYEARDAY=300",
        ";BYWEEKNO=45",
        ";COUNT=30;UNTIL=20270101T000000Z",
        "\nEXDATE;TZID=Europe/Oslo:20261201T100000",
        "\nEXDATE:20261201T090000Z",
        "\nEXDATE;TZID=Europe/Oslo:20261201T000000",
    ],
)
def test_a_rule_that_programmes_read_unlike_gives_single_sessions(more):
    data = calendar(WEEKLY + more)

    assert understood(data) == [False]
    assert ALONE in [reason for _line, reason in reasons(data)]


@pytest.mark.parametrize(
    ("more", "left_out"),
    [
        (";BYHOUR=9;BYMINUTE=0", ()),
        (";COUNT=30", ()),
        ("\nEXDATE;TZID=Europe/Oslo:20261201T090000", (date(2026, 12, 1),)),
        ("\nEXDATE:20261201T080000Z", (date(2026, 12, 1),)),
        ("\nEXDATE;TZID=America/New_York:20261201T030000", (date(2026, 12, 1),)),
        ("\nEXDATE;VALUE=DATE:20261201", (date(2026, 12, 1),)),
        ("\nEXDATE:20261201T090000", (date(2026, 12, 1),)),
    ],
)
def test_a_rule_that_all_read_alike_is_a_recurring_session(more, left_out):
    [meeting] = read(calendar(WEEKLY + more)).recurring

    assert (meeting.is_understood, meeting.left_out) == (True, left_out)


def test_the_nth_of_a_week_by_its_number_is_not_followed_on():
    rule = "FREQ=YEARLY;BYWEEKNO=41"

    assert understood(calendar(WEEKLY.replace("FREQ=WEEKLY", rule))) == [False]
    assert understood(calendar(WEEKLY.replace("FREQ=WEEKLY", f"{rule};BYDAY=TU"))) == [True]


@pytest.mark.parametrize(
    "change",
    [
        f"{CHANGE}20261021T090000",
        f"{CHANGE}20261020T080000",
        f"{CHANGE}20270105T080000",
        f"{CHANGE}20261020T090000\nRRULE:FREQ=WEEKLY;INTERVAL=2",
        f"{CHANGE}20261020T090000\nRDATE;TZID=Europe/Oslo:20261022T090000",
    ],
)
def test_a_change_that_was_not_followed_whole_leaves_single_sessions(change):
    assert understood(calendar(WEEKLY, change)) == [False]


@pytest.mark.parametrize("day", ["20261020T090000", "20261020T090000\nRRULE:FREQ=WEEKLY"])
def test_a_change_of_a_day_the_series_has_is_followed(day):
    assert understood(calendar(WEEKLY, CHANGE + day)) == [True]


@pytest.mark.parametrize("before", ["", "METHOD:CANCEL\n"])
@pytest.mark.parametrize("named", [";TZID=Europe/Oslo:20270105T090000", ";VALUE=DATE:20270105"])
@pytest.mark.parametrize("more", ["", "\nDTSTART;TZID=Europe/Oslo:20270105T090000"])
def test_a_day_after_the_period_may_be_called_off_without_its_series(before, named, more):
    called_off = f"UID:w\nSTATUS:CANCELLED\nRECURRENCE-ID{named}{more}"
    [day] = read(calendar(called_off, before=before)).later

    assert (day.uid, day.original_day, day.cancelled) == ("w", date(2027, 1, 5), True)


def test_two_that_are_equally_new_and_say_unlike_things_are_not_followed_on():
    other = WEEKLY.replace("20261006", "20261007")

    assert understood(calendar(WEEKLY, other)) == [False]
    assert understood(calendar(WEEKLY, WEEKLY)) == [True]
    assert understood(calendar(WEEKLY, f"{other}\nSEQUENCE:1")) == [True]


def test_of_two_without_an_edition_the_one_last_changed_counts():
    newer = f"{WEEKLY.replace('20261006', '20261007')}\nLAST-MODIFIED:20260901T100000Z"

    assert starts(calendar(newer, f"{WEEKLY}\nLAST-MODIFIED:20260801T100000Z"))[0] == "10-07 09:00"


def test_a_meeting_over_the_night_of_the_change_is_as_long_as_the_others():
    over = WEEKLY.replace("1006T090000", "1024T220000").replace("1006T100000", "1025T060000")

    assert [one.minutes for one in read(calendar(over)).recurring] == [480]


def test_an_addition_to_an_appointment_does_not_take_its_place():
    added = calendar(WEEKLY.partition("\nRRULE")[0] + "\nSEQUENCE:1", before="METHOD:ADD\n")
    data = calendar(f"{WEEKLY};COUNT=3") + added

    assert starts(data) == ["10-06 09:00", "10-13 09:00", "10-20 09:00"]
    assert understood(data) == [False]
    assert (
        "Dette er et tillegg til en avtale. Legg det inn for hånd." in dict(reasons(data)).values()
    )


def test_whoever_calls_off_need_not_say_when_it_was_to_be():
    one = "UID:w\nRECURRENCE-ID;TZID=Europe/Oslo:20261013T090000\nSTATUS:CANCELLED"
    whole = "UID:w\nSTATUS:CANCELLED\nSEQUENCE:1"

    days = read(calendar(f"{WEEKLY};COUNT=3", one))
    assert [day.cancelled for day in days.entries] == [False, True, False]
    assert [day.is_understood for day in days.recurring] == [True]

    assert all(day.cancelled for day in read(calendar(f"{WEEKLY};COUNT=3", whole)).entries)
    newer = calendar(f"{WEEKLY};COUNT=3\nSEQUENCE:2", whole)
    assert not any(day.cancelled for day in read(newer).entries)


@pytest.mark.parametrize(
    ("duration", "ends"),
    [
        ("P1D", "25 12"), ("P1W", "31 12"), ("PT24H", "25 11"), ("PT36H", "25 23"),
        ("P1DT1H", "25 13"), ("P1W2D", "02 12"), ("pt1h", "24 13"), ("+PT60M", "24 13"),
    ],
)  # fmt: skip
def test_days_are_of_the_calendar_and_hours_of_the_clock(duration, ends):
    start = "UID:d\nDTSTART;TZID=Europe/Oslo:20261024T120000\nDURATION:"
    [entry] = read(calendar(start + duration)).entries

    assert f"{entry.ends_at.astimezone(OSLO):%d %H}" == ends


@pytest.mark.parametrize(
    "duration", ["P", "PT", "P1Y", "P1M", "PT1.5H", "1H", "P1D2H", "PT1D", "-PT1H"]
)
def test_a_length_that_says_nothing_is_told(duration):
    start = "UID:d\nDTSTART;TZID=Europe/Oslo:20261024T120000\nDURATION:"

    assert len(reasons(calendar(start + duration))) == 1


def test_in_the_hour_that_is_skipped_a_meeting_keeps_its_length():
    night = (
        "UID:n\nDTSTART;TZID=Europe/Oslo:20260328T023000\nDTEND;TZID=Europe/Oslo:20260328T033000"
    )
    found = read(
        calendar(f"{night}\nRRULE:FREQ=DAILY;COUNT=3"),
        first=date(2026, 3, 1),
        last=date(2026, 4, 1),
    ).entries

    assert [(one.ends_at - one.starts_at).seconds for one in found] == [3600, 3600, 3600]


@pytest.mark.parametrize(
    ("ends", "flag"),
    [
        ("20261007T000000", "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"),
        ("20261007T000000", "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT:TRUE"),
        ("20261006T235900", "X-FUNAMBOL-ALLDAY:1"),
        ("20261006T235959", "X-FUNAMBOL-ALLDAY:TRUE"),
    ],
)
def test_a_whole_day_by_a_flag(ends, flag):
    [day] = read(calendar(f"UID:h\nDTSTART:20261006T000000\nDTEND:{ends}\n{flag}")).entries

    assert (day.all_day, (day.ends_at - day.starts_at).days) == (True, 1)


def test_the_zone_of_a_calendar_may_have_colons():
    zone = "X-WR-TIMEZONE:(UTC-05:00) Eastern Time (US & Canada)\n"

    assert starts(calendar("UID:z\nDTSTART:20261006T090000", before=zone)) == ["10-06 15:00"]


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf" * 2, b"\r\n\xef\xbb\xbf", b"  \xef\xbb\xbf"])
def test_a_mark_of_the_encoding_anywhere_says_nothing(before):
    assert len(read(before + calendar(WEEKLY)).entries) == 8


@pytest.mark.parametrize(
    "line",
    [
        "SUMMARY;" + "BASE64;" * 60_000,
        "SUMMARY;" + "QUOTED-PRINTABLE;" * 20_000 + "=" + "\n =" * 20_000,
        "SUMMARY:" + "01010112377 " * 1_600,
        "SUMMARY:" + "0101011237" * 2_000,
        "UID:" + "9" * 1_000_000,
    ],
    ids=["base64", "soft", "numbers", "digits", "long"],
)
def test_no_line_takes_long(line):
    data = calendar(f"{line}\nDTSTART;TZID=Europe/Oslo:20261006T090000")
    begun = process_time()

    read_calendar(data, first=date(2026, 10, 1), last=date(2026, 11, 1))

    assert process_time() - begun < 3 * slower()


@pytest.mark.parametrize(
    ("uid", "is_whole"),
    [
        ("613d1214-b644-4542-9811-9d569cc5acdf@reir", True),
        ("613D1214-B644-4542-9811-9D569CC5ACDF", True),
        ("01010112377@reir", False),
        ("613d1214-b644-4542-9811-9d569cc5acdf 010101-12377", False),
    ],
)
def test_a_uid_is_whole_but_for_one_that_names_somebody(uid, is_whole):
    entries = read(calendar(f"UID:{uid}\nDTSTART;TZID=Europe/Oslo:20261006T090000")).entries

    assert [one.uid == uid for one in entries] == [is_whole]
    assert ["01010112377" in one.uid for one in entries] == [False]


def test_the_feed_writes_each_address_whole():
    uid = "613d1214-b644-4542-9811-9d569cc5acdf@reir"
    entry = FeedEntry(
        uid=uid, sequence=0, title="Bål", description="", location="",
        starts_at=datetime(2026, 10, 6, 9, tzinfo=UTC),
        ends_at=datetime(2026, 10, 6, 10, tzinfo=UTC),
        cancelled=False, changed_at=datetime(2026, 10, 1, tzinfo=UTC),
        url=f"https://reir.example/{uid}",
    )  # fmt: skip
    written = calendar_feed([entry], name="Reir").replace(b"\r\n ", b"").decode()

    assert f"UID:{uid}\r\n" in written
    assert f"https://reir.example/{uid}\r\n" in written
