"""Taps that a phone took without signal and sent later: each is known by its key.

The newest tap about a person decides, in whatever order and however often they come; what was
tapped here meanwhile counts as well, by its own time. Money follows, so portals call
`payouts.earnings.offline.receive`, which asks `record` here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from activities.models import Attendance, SentTap, Session
from participants.models import Participant

KEPT_FOR = timedelta(days=7)
"""How long a key is known, so that a phone that sends again adds nothing."""
BEFORE_THE_SESSION = timedelta(days=1)
"""A phone whose clock says that it is earlier than this is wrong."""


@dataclass(frozen=True)
class Tap:
    """One tap, as the phone sent it. `tapped_at` is by the phone's clock (aware).

    `participant` stands in taking part and its undoing, `called` names a guest.
    """

    key: UUID
    act: str
    tapped_at: datetime
    participant: Participant | None = None
    called: str = ""


def in_order(taps: Iterable[Tap], *, session: Session, now: datetime) -> list[Tap]:
    """Return `taps` by their time, each moved into what can be: not before the session's day
    nor after `now`. A clock that is fast must not win over what is tapped later; taps that are
    moved keep their order.
    """
    ordered = sorted(taps, key=lambda tap: (tap.tapped_at, tap.key))
    first = session.starts_at - BEFORE_THE_SESSION
    last = len(ordered) - 1
    return [
        replace(
            tap,
            tapped_at=min(max(tap.tapped_at, first), now - timedelta(microseconds=last - place)),
        )
        for place, tap in enumerate(ordered)
    ]


def record(session: Session, *, tap: Tap, by: User) -> bool:
    """Keep `tap` by its key and tell whether it is to be acted on. Asks for a locked `session`.

    False: it was here before, or something newer has been said about the same person.
    """
    _row, is_new = SentTap.objects.get_or_create(
        key=tap.key,
        defaults={
            "session": session,
            "participant": tap.participant,
            "act": tap.act,
            "tapped_at": tap.tapped_at,
            "sent_by": by,
        },
    )
    return is_new and (tap.participant is None or not _something_newer(session, tap))


def forget_old() -> int:
    """Delete the taps that came more than a week ago; return how many."""
    return SentTap.objects.filter(received_at__lt=timezone.now() - KEPT_FOR).delete()[0]


def _something_newer(session: Session, tap: Tap) -> bool:
    newer = Q(tapped_at__gt=tap.tapped_at) | Q(tapped_at=tap.tapped_at, key__gt=tap.key)
    about = {"session": session, "participant": tap.participant}
    return (
        SentTap.objects.filter(newer, **about).exists()
        or Attendance.history.filter(history_date__gt=tap.tapped_at, **about).exists()
    )
