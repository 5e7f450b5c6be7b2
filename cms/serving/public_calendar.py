"""The calendar that anybody may subscribe to: which sessions stand there, and what each says."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Team
from activities.calendar_feeds.ics_writer import FeedEntry, calendar_feed
from activities.models import Activity, Session
from cms import page_cache
from cms.page_content import listings

CANCELLED_STAYS_FOR = timedelta(days=30)
"""How long a session that is over stays in the calendar feed."""


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Return the public sessions as iCalendar, of one `bydel` or `aktivitet` when it is asked for.

    A cancelled session stays, as cancelled, so that calendars that know it take it away.
    """
    sessions = (
        Session.objects.public()
        .filter(ends_at__gt=timezone.now() - CANCELLED_STAYS_FOR)
        .select_related("activity", "team", "place")
        .order_by("starts_at", "pk")
    )
    asked = listings.SessionFilter(
        request.GET, sessions, teams=Team.objects.all(), activities=Activity.objects.public()
    )
    page = request.build_absolute_uri(listings.index_address("kalender", settings.LANGUAGE_CODE))
    body = calendar_feed([_entry(session, page) for session in asked.qs], name="Reir")
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="kalender.ics"'
    if not asked.is_odd:
        page_cache.allow(response, reads=listings.FILTERS)
    return response


def _described(session: Session) -> str:
    moved = _("Flyttet inn: %(place)s.") % {"place": session.place.name}
    parts = [moved if session.moved_indoors else "", session.activity.summary]
    return " ".join(filter(None, parts))


def _entry(session: Session, page: str) -> FeedEntry:
    latitude, longitude = session.place.rounded_position
    return FeedEntry.of(
        session,
        title=session.name,
        description=_described(session),
        location=session.place.where,
        url=f"{page}#okt-{session.uid}",
        latitude=latitude,
        longitude=longitude,
    )
