"""Small calendars for the tests, and the horizon they are read in."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from activities.calendar_files.calendar_reader import read_calendar

CALENDARS = Path(__file__).parent
OSLO = ZoneInfo("Europe/Oslo")
FIRST, LAST = date(2026, 10, 1), date(2026, 11, 30)


def calendar(*events: str, before: str = "") -> bytes:
    """A calendar of VEVENT bodies."""
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\n{before}{body}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def read(data: bytes, *, first: date = FIRST, last: date = LAST):
    return read_calendar(data, first=first, last=last)


def starts(data: bytes, **horizon: date) -> list[str]:
    """The starts in a file as Oslo clock times."""
    return [
        f"{found.starts_at.astimezone(OSLO):%m-%d %H:%M}" for found in read(data, **horizon).entries
    ]


def reasons(data: bytes) -> list[tuple[int, str]]:
    return [(problem.line, problem.reason) for problem in read(data).problems]
