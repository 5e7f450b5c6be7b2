"""A session's people as rows: what each has said, and whether they took part.

Built from prefetched sign-ups and attendances, so that a page with many sessions asks no more.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Team
from activities.models import Attendance, Session, Shift, SignUp
from activities.taking_part import guests
from participants.models import Participant
from participants.models.participant import ParticipantQuerySet


@dataclass(frozen=True)
class PersonRow:
    """One participant beside one session."""

    session: Session
    participant: Participant
    signup: SignUp | None
    took_part: bool
    about_threshold: str = ""

    @property
    def from_team(self) -> Team | None:
        """Return the team of somebody else's person, whose page is not this session's team's."""
        person = self.participant
        return person.team if person.team_id != self.session.team_id else None

    @property
    def is_in_line(self) -> bool:
        """Tell whether the person waits for a place and has not taken part."""
        return self._said(SignUp.State.IN_LINE) and not self.took_part

    @property
    def is_expected(self) -> bool:
        """Tell whether the person is coming or has taken part."""
        return self._said(SignUp.State.COMING) or self.took_part

    @property
    def is_not_now(self) -> bool:
        """Tell whether the person said «not now» and did not come after all."""
        return self._said(SignUp.State.NOT_NOW) and not self.took_part

    def _said(self, state: str) -> bool:
        return self.signup is not None and self.signup.state == state


def with_people(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Fetch what a page of sessions shows: activity, place, staff, sign-ups and who took part."""
    people = ("participant__team", "participant__primary_contact", "participant__deputy_contact")
    signups = SignUp.objects.select_related(*people).with_wishes()
    return sessions.select_related("activity", "place", "team").prefetch_related(
        Prefetch("shifts", Shift.objects.with_presence().select_related("staff")),
        Prefetch("signups", signups.order_by("-goes_first", "asked_at", "pk")),
        Prefetch("attendances", Attendance.objects.select_related(*people).order_by("pk")),
    )


def rows_of(session: Session) -> list[PersonRow]:
    """Return everybody who has said something or took part, in the order in which they said so.

    The session comes from `with_people`.
    """
    came = {one.participant_id: one.participant for one in session.attendances.all()}
    rows = [
        PersonRow(session, signup.participant, signup, signup.participant_id in came)
        for signup in session.signups.all()
    ]
    signed_up = {row.participant.pk for row in rows}
    others = [person for pk, person in came.items() if pk not in signed_up]
    return [*rows, *(PersonRow(session, person, None, True) for person in others)]


def row_of(session: Session, participant: Participant) -> PersonRow:
    """Return one person's row, read afresh."""
    signup = SignUp.objects.filter(session=session, participant=participant).with_wishes().first()
    took_part = Attendance.objects.filter(session=session, participant=participant).exists()
    return PersonRow(session, participant, signup, took_part)


def expected(rows: Iterable[PersonRow]) -> list[PersonRow]:
    """Return those who are coming or took part."""
    return [row for row in rows if row.is_expected]


def in_line(rows: Iterable[PersonRow]) -> list[PersonRow]:
    """Return those who wait for a place, first come first."""
    return [row for row in rows if row.is_in_line]


def is_recordable(session: Session) -> bool:
    """Tell whether taking part can be recorded now (`activities.taking_part.attendance`)."""
    return session.state == Session.State.PUBLISHED and session.is_today_or_past


def is_correctable(session: Session) -> bool:
    """Tell whether the session is closed: somebody forgotten can still be recorded."""
    return session.state == Session.State.CLOSED


def recordable_people(session: Session) -> ParticipantQuerySet:
    """Keep those who can be recorded: the team's people, and who has signed up or took part.

    Asked as EXISTS: a join would multiply each person's sign-ups by their attendances.
    """
    this = {"participant": OuterRef("pk"), "session": session}
    here = Exists(SignUp.objects.filter(**this)) | Exists(Attendance.objects.filter(**this))
    return Participant.objects.filter(Q(team=session.team) | here)


def how_many(session: Session) -> str:
    """Say how many took part; of a session that has not begun, how many are written down."""
    count = guests.took_part_count(session)
    if not count:
        return _("Ingen er skrevet opp.")
    if not session.has_begun:
        return ngettext("%(n)s er skrevet opp.", "%(n)s er skrevet opp.", count) % {"n": count}
    return ngettext("%(n)s var med.", "%(n)s var med.", count) % {"n": count}
