"""A calendar file as text: its physical lines, joined and cut into the components we read.

The splitting is our own so that one broken component never takes the others with it and so that
every complaint can name a line in the file the person has in front of them.
"""

import binascii
import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from icalendar.parser import Contentline, unescape_backslash

# Other parts of an entry are never looked at: names and addresses of people invited have no place
# here.
ALL_DAY_FLAGS = (
    "X-MICROSOFT-CDO-ALLDAYEVENT",
    "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT",
    "X-FUNAMBOL-ALLDAY",
)
KEPT_PROPERTIES = {
    "UID", "SUMMARY", "DESCRIPTION", "LOCATION", "STATUS", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED",
    "CLASS", "X-CALENDARSERVER-ACCESS", *ALL_DAY_FLAGS, "DTSTART", "DTEND", "DURATION",
    "RECURRENCE-ID", "RRULE", "RDATE", "EXDATE", "EXRULE", "TZID", "X-LIC-LOCATION",
    "TZOFFSETFROM", "TZOFFSETTO",
}  # fmt: skip
MOST_SUMMERS = 200
LONGEST_HEAD = 2_000
LONGEST_TEXT = 20_000  # characters looked at; whoever reads a text cuts it far shorter

_NAME = re.compile(r"[A-Za-z0-9-]+(?=[:;])")
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^;]*)')
_ENCODED = re.compile(r"\b(QUOTED-PRINTABLE|BASE64|ENCODING=B)\b", re.IGNORECASE)
_MARKER = re.compile(rb"(?:BEGIN|END):", re.IGNORECASE)
_CODE_PAGES = {"ISO-8859-1": "cp1252", "ISO-8859-15": "iso-8859-15", "WINDOWS-1252": "cp1252"}


@dataclass(frozen=True)
class RawProperty:
    """One property as written. `parameters` has upper-case names; `value` is still escaped."""

    parameters: dict[str, str]
    value: str


@dataclass
class Calendar:
    """What one VCALENDAR says of all its entries; a file may have several, one after the other.

    `zone` is where clock times without a zone are (X-WR-TIMEZONE). `offset` and `summers` say the
    same in vCalendar 1.0 (TZ and DAYLIGHT). `events` holds unclosed ones too (`closed` is False).
    """

    method: str = ""
    zone: str = ""
    offset: str = ""
    summers: list[str] = field(default_factory=list)
    zones: list["Component"] = field(default_factory=list)
    events: list["Component"] = field(default_factory=list)

    def take(self, line: str) -> None:
        """Keep a property that stands outside the entries."""
        name, value = _property_name(line), line.rpartition(":")[2].strip()
        if name == "METHOD":
            self.method = value.upper()
        elif name == "X-WR-TIMEZONE":
            self.zone = str(unescape_backslash(line.partition(":")[2].strip())).strip('"')
        elif name == "TZ":
            self.offset = line.partition(":")[2].strip()
        elif name == "DAYLIGHT" and len(self.summers) < MOST_SUMMERS:
            self.summers.append(value)


@dataclass
class Component:
    """What stands between BEGIN and END. `line` is the physical line of BEGIN, counted from 1.

    `lines` are those of each property that we read, by its name.
    """

    name: str
    line: int
    lines: dict[str, list[str]] = field(default_factory=dict)
    children: list["Component"] = field(default_factory=list)
    closed: bool = False

    def take(self, line: str) -> None:
        """Keep a property, if it is one that we read."""
        name = _property_name(line)
        if name in KEPT_PROPERTIES:
            self.lines.setdefault(name, []).append(line)

    def raw(self, name: str) -> list[RawProperty]:
        """Return the properties of dates or a rule under `name`, in the order of the file.

        Lines that make no sense are left out. Such a value has no colon, while Outlook writes zone
        names with colons and commas, not always in quotes: counting from the end is safe.
        """
        found = []
        for line in self.lines.get(name, ()):
            head, colon, value = line.rpartition(":")
            if colon:
                parameters = _PARAMETER.findall(head[len(name) :])
                written = {key.upper(): text.strip('"') for key, text in parameters}
                found.append(RawProperty(written, value.strip()))
        return found

    def text(self, name: str) -> str:
        """Return the first value of a text property, unescaped, or an empty string."""
        for line in self.lines.get(name, ()):
            try:
                head, _colon, value = line.partition(":")
                if encoded := _ENCODED.search(head, len(name)):
                    return _decoded(encoded[1], head, value)
                return str(Contentline(line[:LONGEST_TEXT]).parts()[2])
            except ValueError:
                continue
        return ""


def _decoded(encoding: str, head: str, value: str) -> str:
    """Return the text behind an encoding of vCalendar 1.0, unescaped. Raises ValueError."""
    written = value[:LONGEST_TEXT].encode()
    if encoding.upper() == "QUOTED-PRINTABLE":
        data = binascii.a2b_qp(written)
    else:
        data = binascii.a2b_base64(written[: len(written) // 4 * 4])
    charset = re.search(r"CHARSET=\"?([\w-]+)", head, re.IGNORECASE)
    page = _CODE_PAGES.get(charset[1].upper(), "") if charset else ""
    return str(unescape_backslash(data.decode(page, "replace") if page else decode(data)))


def _property_name(line: str) -> str:
    match = _NAME.match(line)
    return match.group().upper() if match else ""


def decode(data: bytes) -> str:
    """Text of one line. UTF-8 by the standard; old exports are in the Windows code page."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def logical_lines(data: bytes) -> Iterator[tuple[int, str]]:
    """Join folded lines; yield each with the number of its first physical line.

    Joined as bytes: a line may be folded in the middle of a letter. Quoted-printable text of
    vCalendar 1.0 goes on after a line that ends with «=».
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    # Wherever files were joined, not at the beginning only.
    data = data.replace(codecs.BOM_UTF8, b"")
    begun = 0
    parts: list[bytes] = []
    is_soft = False  # the line before ended with a soft break
    for number, line in enumerate(data.splitlines(), start=1):
        if is_soft and not _MARKER.match(line):
            parts[-1] = parts[-1].removesuffix(b"=")
            parts.append(line)
        elif line[:1] in {b" ", b"\t"} and parts:
            parts.append(line[1:])
        elif line:
            if parts:
                yield begun, decode(b"".join(parts))
            begun, parts = number, [line]
        is_soft = line.endswith(b"=") and _is_quoted_printable(parts[0])
    if parts:
        yield begun, decode(b"".join(parts))


def _is_quoted_printable(line: bytes) -> bool:
    return b"QUOTED-PRINTABLE" in line[:LONGEST_HEAD].partition(b":")[0].upper()


class CalendarFile:
    """The calendars of a file, the first of them what stands outside of any."""

    def __init__(self, data: bytes) -> None:
        """Cut a file into its parts. Never raises, whatever the bytes are."""
        self.is_calendar = False
        self.calendars = [Calendar()]
        # The event or zone that the next line stands in, and the alarms or observances inside it.
        self._open: list[Component] = []
        for number, line in logical_lines(data):
            marker, _colon, rest = line.partition(":")
            match marker.strip().upper():
                case "BEGIN":
                    self._begin(rest.strip().upper(), line=number)
                case "END":
                    self._end(rest.strip().upper())
                case _:
                    (self._open or self.calendars)[-1].take(line)

    def _begin(self, name: str, *, line: int) -> None:
        part, calendar = Component(name, line), self.calendars[-1]
        if name == "VCALENDAR":
            self.is_calendar = True
            self._begin_calendar()
        elif name in {"VEVENT", "VTIMEZONE"}:
            (calendar.events if name == "VEVENT" else calendar.zones).append(part)
            self._open = [part]
        elif self._open:
            self._open[0].children.append(part)
            self._open.append(part)

    def _end(self, name: str) -> None:
        if self._open and name == self._open[0].name:
            self._open[0].closed = True
            self._open = []
        elif name == "VCALENDAR":
            self._begin_calendar()
        elif len(self._open) > 1 and self._open[-1].name == name:
            self._open.pop()

    def _begin_calendar(self) -> None:
        if not self.calendars[-1].events:
            self.calendars.pop()
        self.calendars.append(Calendar())
        self._open = []
