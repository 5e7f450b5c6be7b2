"""A calendar file as text: its physical lines, joined and cut into the components we read.

The splitting is our own so that one broken component never takes the others with it and so that
every complaint can name a line in the file the person has in front of them.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from icalendar.parser import Contentline

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
        "DURATION",
    }
)
DATE_PROPERTIES = frozenset({"DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE"})
RAW_PROPERTIES = DATE_PROPERTIES | {"RRULE", "EXRULE", "X-MICROSOFT-CDO-ALLDAYEVENT"}
ZONE_PROPERTIES = frozenset({"DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO"})

KEPT_PROPERTIES = TEXT_PROPERTIES | RAW_PROPERTIES | ZONE_PROPERTIES | {"TZID"}
LONGEST_TEXT = 20_000  # characters looked at; whoever reads a text cuts it far shorter

_NAME = re.compile(r"[A-Za-z0-9-]+(?=[:;])")
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^;]*)')


@dataclass(frozen=True)
class RawProperty:
    """One property as written. `parameters` has upper-case names; `value` is still escaped."""

    name: str
    parameters: dict[str, str]
    value: str


@dataclass
class Component:
    """What stands between BEGIN and END. `line` is the physical line of BEGIN, counted from 1."""

    name: str
    line: int
    lines: list[str] = field(default_factory=list)
    children: list["Component"] = field(default_factory=list)
    closed: bool = False

    def properties(self, wanted: frozenset[str]) -> dict[str, list[RawProperty]]:
        """The properties named in `wanted`, in the order of the file.

        Lines that make no sense are left out.
        """
        found: dict[str, list[RawProperty]] = {}
        for line in self.lines:
            name = _property_name(line)
            if name in wanted and (raw := raw_property(name, line)):
                found.setdefault(name, []).append(raw)
        return found

    def text(self, name: str) -> str:
        """The first value of a text property, unescaped, or an empty string."""
        for line in self.lines:
            if _property_name(line) == name:
                try:
                    return str(Contentline(line[:LONGEST_TEXT]).parts()[2])
                except ValueError:
                    continue
        return ""


@dataclass(frozen=True)
class CalendarFile:
    """The parts of a file that we read. `events` holds unclosed ones too (`closed` is False)."""

    is_calendar: bool
    is_cancelled: bool
    events: list[Component]
    zones: list[Component]


def _property_name(line: str) -> str:
    match = _NAME.match(line)
    return match.group().upper() if match else ""


def raw_property(name: str, line: str) -> RawProperty | None:
    """Splits a property of dates or a rule, whose value has no colon.

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
    """Joins folded lines and gives each with the number of its first physical line.

    Joined as bytes: a line may be folded in the middle of a letter.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    data = data.removeprefix(codecs.BOM_UTF8)
    begun = 0
    parts: list[bytes] = []
    for number, line in enumerate(data.splitlines(), start=1):
        if line[:1] in {b" ", b"\t"} and parts:
            parts.append(line[1:])
        elif line:
            if parts:
                yield begun, decode(b"".join(parts))
            begun, parts = number, [line]
    if parts:
        yield begun, decode(b"".join(parts))


def read_file(data: bytes) -> CalendarFile:
    """Cuts a file into its events and zones. Never raises, whatever the bytes are."""
    is_calendar = is_cancelled = False
    events: list[Component] = []
    zones: list[Component] = []
    current: Component | None = None  # the event or zone we are inside
    inner: list[Component] = []  # alarms and the like inside an event, observances inside a zone
    for number, line in logical_lines(data):
        marker, _, rest = line.partition(":")
        marker, name = marker.strip().upper(), rest.strip().upper()
        if marker == "BEGIN" and name == "VCALENDAR":
            is_calendar, current, inner = True, None, []
        elif marker == "BEGIN" and name in {"VEVENT", "VTIMEZONE"}:
            current, inner = Component(name, number), []
            (events if name == "VEVENT" else zones).append(current)
        elif marker == "BEGIN":
            if current:
                inner.append(Component(name, number))
                current.children.append(inner[-1])
        elif marker == "END" and current and name == current.name:
            current.closed = True
            current, inner = None, []
        elif marker == "END" and name == "VCALENDAR":
            current, inner = None, []
        elif marker == "END":
            if inner and inner[-1].name == name:
                inner.pop()
        elif current:
            if _property_name(line) in KEPT_PROPERTIES:
                (inner[-1] if inner else current).lines.append(line)
        elif marker == "METHOD":
            is_cancelled = name == "CANCEL"
    return CalendarFile(is_calendar, is_cancelled, events, zones)
