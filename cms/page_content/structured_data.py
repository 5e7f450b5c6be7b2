"""Schema.org objects about public pages. Never a participant: no attendee, performer or author."""

from typing import Any

from django.utils import timezone

from activities.models import Place, Session
from cms.page_content.shown_people import WorkCard

CONTEXT = "https://schema.org"


def organisation(address: str) -> dict[str, Any]:
    """Return who is behind the site, whose home page is `address`."""
    return {"@context": CONTEXT, "@type": "Organization", "name": "Reir", "url": address}


def event(session: Session, address: str) -> dict[str, Any]:
    """Return a session that one can come to, found on the page at `address`."""
    cancelled = session.state == Session.State.CANCELLED
    return {
        "@context": CONTEXT,
        "@type": "Event",
        "name": session.name,
        "description": session.activity.summary,
        "url": f"{address}#okt-{session.uid}",
        "startDate": timezone.localtime(session.starts_at).isoformat(),
        "endDate": timezone.localtime(session.ends_at).isoformat(),
        "eventStatus": f"{CONTEXT}/{'EventCancelled' if cancelled else 'EventScheduled'}",
        "eventAttendanceMode": f"{CONTEXT}/OfflineEventAttendanceMode",
        "isAccessibleForFree": True,
        "location": {
            **_place(session.place),
            "address": session.place.address or session.place.name,
        },
        "organizer": {"@type": "Organization", "name": f"Reir {session.team.name}"},
    }


def article(story: Any, address: str) -> dict[str, Any]:
    """Return a story, by the team that tells it."""
    return {
        "@context": CONTEXT,
        "@type": "Article",
        "headline": story.title,
        "description": story.intro,
        "url": address,
        "inLanguage": story.locale.language_code,
        "datePublished": story.published_on.isoformat(),
        "author": {"@type": "Organization", "name": f"Reir {story.team.name}"},
        "publisher": {"@type": "Organization", "name": "Reir"},
    }


def work(card: WorkCard, address: str) -> dict[str, Any]:
    """Return a work with a rounded position, and without those who made it."""
    said: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "CreativeWork",
        "name": card.title,
        "description": card.text,
        "url": f"{address}#verk-{card.work.pk}",
    }
    if card.work.place:
        said["locationCreated"] = _place(card.work.place)
    return said


def _place(place: Place) -> dict[str, Any]:
    latitude, longitude = place.rounded_position
    geo = {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}
    return {"@type": "Place", "name": place.name, "geo": geo}
