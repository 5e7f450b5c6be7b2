"""What stands in one person's own calendar. Others see it over a shoulder and on a lock screen."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import ALL_STAFF, Team, User
from activities.calendar_feeds.ics_writer import FeedEntry
from activities.models import Session, Shift, SignUp
from notices.neutral import is_neutral
from participants.models import Participant

KEPT_FOR = timedelta(days=30)
"""How long a session that is over stays."""


def of_participant(participant: Participant, *, url: str) -> list[FeedEntry]:
    """Return the sessions to which `participant` comes, as appointments that tell nothing else.

    What we cancelled stays, as cancelled. `url` is the absolute address of the person's own page.
    """
    sessions = _shown().filter(signups__participant=participant, signups__state=SignUp.State.COMING)
    return [appointment(session, url=url) for session in sessions]


def appointment(session: Session, *, url: str) -> FeedEntry:
    """Return `session` as it stands in a participant's calendar, however it came there."""
    return _entry(session, title=_appointment(session), url=url, description=url)


def of_staff(user: User, *, url: str) -> list[FeedEntry]:
    """Return the sessions on which `user` is put: where they work, and as a substitute."""
    mine = Shift.objects.working().filter(staff=user)
    where = Q(team__in=Team.objects.of(user, ALL_STAFF))
    where |= Q(pk__in=Shift.objects.lent_to(user).values("session"))
    sessions = _shown().filter(where, pk__in=mine.values("session"))
    return [_entry(session, title=_shift(session), url=url, description="") for session in sessions]


def _shown() -> QuerySet[Session]:
    return (
        Session.objects.shown()
        .filter(ends_at__gt=timezone.now() - KEPT_FOR)
        .select_related("activity", "place")
        .order_by("starts_at", "pk")
    )


def _entry(session: Session, **said: str) -> FeedEntry:
    location = session.place.name if is_neutral(session.place.name) else ""
    return FeedEntry.of(session, location=location, **said)


def _appointment(session: Session) -> str:
    if session.any_time:
        return _("Avtale, kom når du kan")
    starts = timezone.localtime(session.starts_at)
    return _("Avtale kl. %(clock)s") % {"clock": f"{starts:%H.%M}"}


def _shift(session: Session) -> str:
    return _("Vakt: %(what)s") % {"what": session.name} if is_neutral(session.name) else _("Vakt")
