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
TEXT_PROPERTIES = frozenset(
    {
        "UID",
        "SUMMARY",
        "DESCRIPTION",
        "LOCATION",
        "STATUS",
        "SEQUENCE",
        "DTSTAMP",
        "LAST-MODIFIED",
        "DURATION",
        "CLASS",
        "X-CALENDARSERVER-ACCESS",
    }
)
DATE_PROPERTIES = frozenset({"DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE"})
ALL_DAY_FLAGS = frozenset(
    {
        "X-MICROSOFT-CDO-ALLDAYEVENT",
        "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT",
        "X-FUNAMBOL-ALLDAY",
    }
)
RAW_PROPERTIES = DATE_PROPERTIES | ALL_DAY_FLAGS | {"RRULE", "EXRULE"}
ZONE_PROPERTIES = frozenset({"DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO"})

KEPT_PROPERTIES = (
    TEXT_PROPERTIES
    | RAW_PROPERTIES
    | ZONE_PROPERTIES
    | {
        "TZID",
        "X-LIC-LOCATION",
    }
)
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

    name: str
    parameters: dict[str, str]
    value: str


@dataclass
class Calendar:
    """What one VCALENDAR says of all its entries; a file may have several, one after the other.

    `zone` is where clock times without a zone are (X-WR-TIMEZONE). `offset` and `summers` say the
    same in vCalendar 1.0 (TZ and DAYLIGHT).
    """

    method: str = ""
    zone: str = ""
    offset: str = ""
    summers: list[str] = field(default_factory=list)
    zones: list["Component"] = field(default_factory=list)

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
    """What stands between BEGIN and END. `line` is the physical line of BEGIN, counted from 1."""

    name: str
    line: int
    calendar: Calendar = field(default_factory=Calendar, repr=False)
    lines: list[str] = field(default_factory=list)
    children: list["Component"] = field(default_factory=list)
    closed: bool = False

    def properties(self, wanted: frozenset[str]) -> dict[str, list[RawProperty]]:
        """Return the properties named in `wanted`, in the order of the file.

        Lines that make no sense are left out.
        """
        found: dict[str, list[RawProperty]] = {}
        for line in self.lines:
            name = _property_name(line)
            if name in wanted and (raw := raw_property(name, line)):
                found.setdefault(name, []).append(raw)
        return found

    def text(self, name: str) -> str:
        """Return the first value of a text property, unescaped, or an empty string."""
        for line in self.lines:
            if _property_name(line) == name:
                try:
                    head, _colon, value = line.partition(":")
                    if encoded := _ENCODED.search(head, len(name)):
                        return _decoded(encoded[1], head, value)
                    return str(Contentline(line[:LONGEST_TEXT]).parts()[2])
                except ValueError:
                    continue
        return ""


@dataclass(frozen=True)
class CalendarFile:
    """The parts of a file that we read. `events` holds unclosed ones too (`closed` is False)."""

    is_calendar: bool
    events: list[Component]
    zones: list[Component]


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


def raw_property(name: str, line: str) -> RawProperty | None:
    """Split a property of dates or a rule, whose value has no colon.

    Outlook writes zone names with colons and commas, not always in quotes; counting from the end
    is safe.
    """
    head, colon, value = line.rpartition(":")
    if not colon:
        return None
    parameters = {
        key.upper(): text.strip('"') for key, text in _PARAMETER.findall(head[len(name) :])
    }
    return RawProperty(name, parameters, value.strip())


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
            is_soft = line.endswith(b"=")
        elif line[:1] in {b" ", b"\t"} and parts:
            parts.append(line[1:])
            is_soft = _breaks_softly(line, head=parts[0])
        elif line:
            if parts:
                yield begun, decode(b"".join(parts))
            begun, parts = number, [line]
            is_soft = _breaks_softly(line, head=line)
    if parts:
        yield begun, decode(b"".join(parts))


def _breaks_softly(line: bytes, *, head: bytes) -> bool:
    """Tell whether `line`, of the property that begins with `head`, goes on at the next one."""
    return (
        line.endswith(b"=")
        and b"QUOTED-PRINTABLE" in head[:LONGEST_HEAD].partition(b":")[0].upper()
    )


def read_file(data: bytes) -> CalendarFile:
    """Cuts a file into its events and zones. Never raises, whatever the bytes are."""
    parts = _Parts()
    for number, line in logical_lines(data):
        marker, _colon, rest = line.partition(":")
        match marker.strip().upper():
            case "BEGIN":
                parts.begin(rest.strip().upper(), line=number)
            case "END":
                parts.end(rest.strip().upper())
            case _:
                parts.take(line)
    return CalendarFile(parts.is_calendar, parts.events, parts.zones)


class _Parts:
    """What has been read of a file, and the event or zone that its next line stands in."""

    def __init__(self) -> None:
        self.is_calendar = False
        self.events: list[Component] = []
        self.zones: list[Component] = []
        self._calendar = Calendar()
        self._current: Component | None = None
        self._inner: list[Component] = []  # alarms inside an event, observances inside a zone

    def begin(self, name: str, *, line: int) -> None:
        if name == "VCALENDAR":
            self.is_calendar, self._calendar = True, Calendar()
            self._leave()
        elif name in {"VEVENT", "VTIMEZONE"}:
            self._leave()
            self._current = Component(name, line, self._calendar)
            if name == "VEVENT":
                self.events.append(self._current)
            else:
                self.zones.append(self._current)
                self._calendar.zones.append(self._current)
        elif self._current:
            self._inner.append(Component(name, line, self._calendar))
            self._current.children.append(self._inner[-1])

    def end(self, name: str) -> None:
        if self._current and name == self._current.name:
            self._current.closed = True
            self._leave()
        elif name == "VCALENDAR":
            self._calendar = Calendar()
            self._leave()
        elif self._inner and self._inner[-1].name == name:
            self._inner.pop()

    def take(self, line: str) -> None:
        """Keep a property with the innermost part that it stands in."""
        if self._current is None:
            self._calendar.take(line)
        elif _property_name(line) in KEPT_PROPERTIES:
            (self._inner[-1] if self._inner else self._current).lines.append(line)

    def _leave(self) -> None:
        self._current, self._inner = None, []
