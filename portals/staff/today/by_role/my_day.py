"""«Nå»: the sessions that I work today with who comes; what is over and not finished; tomorrow."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import PLANNING, Team
from activities.models import Session, SessionMessage, Shift
from core.dates import midnight
from core.templatetags.formats import clock, day_word
from portals.staff.shared.links import Link
from portals.staff.shared.people_rows import expected, in_line, is_recordable, rows_of, with_people
from portals.staff.shared.session_money import SessionMoney, about_thresholds
from portals.staff.today.by_role.desk import Desk
from portals.staff.today.by_role.rows import Row
from portals.staff.today.session_messages import of_sessions


@dataclass
class Now:
    """What I work today and tomorrow; `not_home` is an off-site duty of before that is not over."""

    cards: list["SessionCard"] = field(default_factory=list)
    not_home: list["SessionCard"] = field(default_factory=list)
    tomorrow: list["SessionCard"] = field(default_factory=list)


def now_of(desk: Desk) -> Now:
    """Return my sessions as cards. Who comes is for `page_access.seen`."""
    found = list(_my_sessions(desk.user, desk.teams(PLANNING)))
    todays = [session for session in found if _is_of_today(session)]
    words = about_thresholds(todays, day=timezone.localdate())
    written = of_sessions(found)
    cards = [SessionCard(session, user=desk.user, words=words) for session in found]
    for card in cards:
        card.written = written[card.session.pk]
    mine = [card for card in cards if card.session in todays]
    return Now(
        mine,
        [card for card in cards if card not in mine and card.is_out],
        [card for card in cards if card.session.starts_at >= _start_of(1)],
    )


def unfinished(desk: Desk, _teams: list[Team]) -> list[Row]:
    """Return what is over and still open, with who is written down and the way to finish it."""
    return [
        Row(
            f"{session.name}, {day_word(session.starts_at)}",
            _were_there(session.taken_part_count),  # type: ignore[attr-defined] # with_counts
            [Link(reverse("staff:session_close", args=[session.pk]), _("Gjør ferdig"))],
            url=reverse("staff:sheet", args=[session.pk]),
            subject=session,
        )
        for session in desk.unfinished
    ]


class SessionCard:
    """A session as my day shows it; `words` are those of `about_thresholds`.

    `honorarium` is the øre promised to each, `is_open` that people may come, or came, and `is_out`
    that I am on an off-site duty that I have not reported the end of.
    """

    def __init__(self, session: Session, *, user: Any, words: dict[tuple[int, int], str]) -> None:
        self.session = session
        self.written: list[SessionMessage] = []
        self.others = [shift for shift in session.staff_there if shift.staff_id != user.pk]
        all_shifts = session.shifts.all()  # who went home early reports for themselves all the same
        self.mine = next((shift for shift in all_shifts if shift.staff_id == user.pk), None)
        rows = [
            replace(row, about_threshold=words.get((session.pk, row.participant.pk), ""))
            for row in rows_of(session)
        ]
        self.expected, self.in_line = expected(rows), in_line(rows)
        self.people = [*self.expected, *self.in_line]
        self.honorarium = SessionMoney(session).rate_ore
        self.is_recordable = is_recordable(session)
        self.is_open = session.state in (Session.State.PUBLISHED, Session.State.CLOSED)
        is_on_duty = session.off_site and self.is_open and session.has_begun
        self.is_out = is_on_duty and self.mine is not None and not self.mine.all_clear_at

    @property
    def as_row(self) -> Row:
        """Return it as a row of tomorrow."""
        session = self.session
        hours = f"{clock(session.starts_at)}–{clock(session.ends_at)}"
        about = [str(session.place)]
        if session.state == Session.State.DRAFT:
            about.append(str(session.get_state_display()))
        url = reverse("staff:sheet", args=[session.pk])
        return Row(f"{hours} {session.name}", " · ".join(about), url=url, subject=session)


def _were_there(count: int) -> str:
    if not count:
        return _("Ingen er skrevet opp.")
    return ngettext("%(n)s var med.", "%(n)s var med.", count) % {"n": count}


def _start_of(days: int) -> datetime:
    """Return when the day that is `days` from today begins in Oslo."""
    return midnight(timezone.localdate() + timedelta(days=days))


def _is_of_today(session: Session) -> bool:
    """Tell whether it begins today, or has begun before and goes on, and is not over."""
    return not session.has_ended and session.starts_at < _start_of(1)


def _my_sessions(user: Any, teams: list[Team]) -> Any:
    """Return the sessions I work now, today and tomorrow, and earlier ones I am not home from."""
    my_shifts = Shift.objects.filter(staff=user)
    near = Q(ends_at__gt=timezone.now(), starts_at__lt=_start_of(2))
    near &= ~Q(state=Session.State.CANCELLED)
    not_home = Q(pk__in=my_shifts.not_home(at=timezone.now()).values("session"))
    return with_people(
        Session.objects.filter(
            near & Q(pk__in=my_shifts.working().values("session")) | not_home, team__in=teams
        ).select_related("reservation")
    ).order_by("starts_at", "pk")
