"""Writing a calendar others can subscribe to (RFC 5545, with the calendar name of RFC 7986).

What is written is decided by the callers, `cms.serving.public_calendar` and `personal_calendar`:
titles and texts must already be neutral and public. The same entries give the same bytes, so that
the answer can be compared and cached.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import STATUS, Calendar, Event, Timezone

from activities.calendar_files.entry_reader import clean, identifier
from activities.calendar_files.zone_names import OSLO
from activities.models import Session

PRODUCT = "-//Reir//Reir//NO"
REFRESH = timedelta(hours=1)

OSLO_DEFINITION = b"""BEGIN:VTIMEZONE
TZID:Europe/Oslo
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


@dataclass(frozen=True)
class FeedEntry:
    """One entry of a feed.

    `uid` never changes for the same thing; `sequence` grows when its time, place or state
    changes. All times are aware. `changed_at` is when it last changed, not when the feed is made.
    `url` is absolute.
    """

    uid: str
    sequence: int
    title: str
    description: str
    location: str
    starts_at: datetime
    ends_at: datetime
    cancelled: bool
    changed_at: datetime
    url: str
    latitude: float | None = None
    longitude: float | None = None

    @classmethod
    def of(cls, session: Session, **said: Any) -> "FeedEntry":
        """Return `session` with the words that are `said` of it to whoever reads this feed."""
        return cls(
            uid=session.calendar_uid,
            sequence=session.revision,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            cancelled=session.state == Session.State.CANCELLED,
            changed_at=session.changed_at,
            **said,
        )


def calendar_feed(entries: Iterable[FeedEntry], *, name: str) -> bytes:
    """Return the entries, in the order given, as the bytes of a text/calendar answer."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", clean(name))
    calendar.add("x-wr-calname", clean(name))  # the name Google, Outlook and Apple look for
    calendar.add("x-wr-timezone", OSLO.key)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(Timezone.from_ical(OSLO_DEFINITION))
    for entry in entries:
        calendar.add_component(_event(entry))
    return calendar.to_ical()


def _event(entry: FeedEntry) -> Event:
    changed_at = entry.changed_at.astimezone(UTC)
    event = Event.new(
        uid=identifier(entry.uid),
        stamp=changed_at,
        last_modified=changed_at,
        sequence=entry.sequence,
        status=STATUS.CANCELLED if entry.cancelled else STATUS.CONFIRMED,
        summary=clean(entry.title),
        start=_written(entry.starts_at),
        end=_written(entry.ends_at) if entry.ends_at > entry.starts_at else None,
        description=clean(entry.description, lines=True) or None,
        location=clean(entry.location) or None,
        url=identifier(entry.url) or None,
    )
    if entry.latitude is not None and entry.longitude is not None:
        event.add("geo", (entry.latitude, entry.longitude))
    return event


def _written(moment: datetime) -> datetime:
    """Return a time on Oslo's clock, or in UTC in the hour that comes twice in autumn: the format
    cannot tell the two.
    """
    local = moment.astimezone(OSLO).replace(microsecond=0)
    return local.astimezone(UTC) if local.fold else local
