"""Making, editing, copying, publishing, cancelling and closing a session.

Where money follows (publish, cancel, close), portals call `payouts.earnings.promises`, which calls
these.
"""

import copy as copying
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.languages import said
from accounts.models import Team, User
from activities.models import Activity, Place, Session, Shift, SignUp
from activities.planning import drafts, opening_blockers
from activities.staffing import (
    cover_asks,
    finding_staff,
    minimum_staff,
    off_site_duties,
    shift_notices,
)
from activities.taking_part import (
    alternatives,
    move_notices,
    recurring_signups,
    reminders,
    session_messages,
    signups,
)
from core.dates import day_and_clock
from core.errors import RuleBroken, must_be_valid
from core.saving import save_by
from notices import outbox
from notices.backends import way_out
from participants.models import Channel, Participant

EDITABLE_FIELDS = frozenset(
    [*Session.ALIKE, "activity", "starts_at", "ends_at", "min_staff_reason"]
)
ALSO_AT_MAKING = frozenset(
    ["batch", "calendar_key", "calendar_sequence", "series", "occurrence_on"]
)
"""What is given once, by an imported calendar or a series, and never edited."""
CHANGES_SHIFTS = ("starts_at", "ends_at", "place_id", "min_staff")
"""What staff are told of when it is another."""
GOES_WITH_OPENING = frozenset({"reservation", "chosen_rate", "shift_notices"})
"""What of an open session is nobody's answer to it."""
MOVES = ("starts_at", "place_id")
"""What those who come are told of when it is another."""


def locked(session: Session) -> Session:
    """Return a fresh copy of `session`, its row locked until the transaction ends."""
    return Session.objects.select_for_update().get(pk=session.pk)


def make(
    activity: Activity,
    *,
    team: Team,
    place: Place,
    starts_at: datetime,
    ends_at: datetime,
    by: User | None,
    **more: Any,
) -> Session:
    """Return a new draft. `off_site` and `min_staff` follow the place unless given.

    Times are aware. `more` is any of `ALSO_AT_MAKING` and the rest of `EDITABLE_FIELDS`; None says
    nothing. Raises RuleBroken when a value cannot be, or the team is not in the activity.
    """
    must_be_fields(more, EDITABLE_FIELDS | ALSO_AT_MAKING)
    must_take_part(team, activity)
    session = Session(
        activity=activity, team=team, place=place, starts_at=starts_at, ends_at=ends_at
    )
    session.off_site, session.min_staff = place.off_site, place.min_staff
    for name, value in more.items():
        if value is not None:
            setattr(session, name, value)
    minimum_staff.settle(session, before=None, by=by)
    _save(session, by=by)
    return session


def edit(session: Session, *, by: User | None, **fields: Any) -> Session:
    """Change `fields` of a draft or published session; those who are coming stay.

    They are told when it is moved (`activities.taking_part.move_notices`).

    When there are more places than before, the next in line get them. Fewer places never put
    anybody out.
    """
    must_be_fields(fields, EDITABLE_FIELDS)
    with transaction.atomic():
        row = locked(session)
        if row.state not in Session.EDITABLE:
            raise RuleBroken(_("Økta er over eller avlyst og kan ikke endres."))
        if "activity" in fields:
            must_take_part(row.team, fields["activity"])
        before, out = copying.copy(row), off_site_duties.open_duties(row)
        for name, value in fields.items():
            setattr(row, name, value)
        if row.place_id != before.place_id:
            row.moved_indoors = False  # a place that somebody chose is the plan from now on
        _must_be_safe(row, before=before, out=out)
        if {"min_staff", "min_staff_reason", "place"} & set(fields):
            minimum_staff.settle(row, before=before, by=by)
        if differs(row, before):
            row.revision += 1
            _save(row, by=by)
        if row.starts_at < before.starts_at:
            signups.answer_before_it_begins(row)
        off_site_duties.reset_duties(row)
        is_moved = differs(row, before, *MOVES) and row.state == Session.State.PUBLISHED
        if is_moved:
            hearing = signups.say_places_anew(row)
            move_notices.note(row, before=before, hearing=hearing)
        signups.give_places(row)
        finding_staff.refresh(row)
        if differs(row, before, *CHANGES_SHIFTS):
            cover_asks.ask_anew(row)
            shift_notices.note(row, by=by)
    return row


def _must_be_safe(row: Session, *, before: Session, out: list[Shift]) -> None:
    """Raise RuleBroken when `row` as changed leaves staff out of sight: those `out` before it."""
    if not row.off_site or row.starts_at > timezone.now():
        off_site_duties.must_be_all_clear(out)
    if row.state == Session.State.PUBLISHED and row.off_site and not before.off_site:
        opening_blockers.must_have_numbers(row.team)


def copy(session: Session, *, starts_at: datetime, by: User) -> Session:
    """Return a new draft like `session`, with the same things, that begins at `starts_at`.

    It is planned where that was, also when the rain has moved it.
    """
    made = make(
        session.activity,
        team=session.team,
        starts_at=starts_at,
        ends_at=starts_at + (session.ends_at - session.starts_at),
        by=by,
        **{name: getattr(session, name) for name in Session.ALIKE}
        | {
            "place": session.planned_place,
            "rain_place": session.planned_rain_place,
            "min_staff": minimum_staff.of_copy(session.planned_place, session.min_staff),
        },
    )
    made.resources.set(session.resources.all())
    return made


def publish(session: Session, *, by: User | None) -> Session:
    """Open a draft to participants. A repeat changes nothing.

    Raises RuleBroken while something stands in the way (`activities.planning.opening_blockers`).
    """
    with transaction.atomic():
        row = locked(session)
        if row.state == Session.State.PUBLISHED:
            return row
        if row.state != Session.State.DRAFT:
            raise RuleBroken(_("Økta er over eller avlyst og kan ikke åpnes igjen."))
        if blockers := opening_blockers.blockers(row):
            about = row if row.missing_staff else row.team
            raise RuleBroken(" ".join(blockers), about=about)
        row.published_at = row.published_at or timezone.now()
        _become(row, Session.State.PUBLISHED, by=by)
        recurring_signups.fill(row)
        shift_notices.note(row, by=by)
    return row


def draw_back(session: Session, *, by: User) -> Session:
    """Let an open session that nobody has answered be a draft again. A repeat changes nothing.

    That it was open stays a fact (`published_at`). Colleagues who were told hear that it is not
    settled. Raises RuleBroken when it has begun, or anything of anybody's is with it.
    """
    with transaction.atomic():
        row = locked(session)
        if row.state == Session.State.DRAFT:
            return row
        if row.state != Session.State.PUBLISHED or row.has_begun:
            raise RuleBroken(_("Den har begynt eller er avlyst."), about=row)
        if drafts.is_known(row, but=GOES_WITH_OPENING):
            raise RuleBroken(_("Noen har svart på den."), about=row)
        reminders.drop_waiting(row)
        _become(row, Session.State.DRAFT, by=by)
        finding_staff.refresh(row)
        shift_notices.note(row, by=by)
    return row


def cancel(session: Session, *, reason: str, by: User) -> Session:
    """Cancel, and tell everybody who was coming or in line. A repeat changes nothing.

    Of a draft that was drawn back only colleagues who were told hear; it is shown to nobody else.

    Raises RuleBroken while any of us is out there (`activities.staffing.off_site_duties`).
    `reason` is a sentence that all of them read: it names no participant.
    """
    reason = reason.strip()
    if not reason:
        raise RuleBroken(_("Skriv hvorfor, så alle får vite det."))
    with transaction.atomic():
        row = locked(session)
        if row.state == Session.State.CANCELLED:
            return row
        if row.state == Session.State.CLOSED:
            raise RuleBroken(_("Økta er ferdig og kan ikke avlyses."))
        off_site_duties.must_be_all_clear(off_site_duties.open_duties(row))
        was_open = row.state == Session.State.PUBLISHED
        row.cancelled_reason, row.cancelled_as_draft = reason, not was_open
        _become(row, Session.State.CANCELLED, by=by)
        cover_asks.close_all(row)
        finding_staff.refresh(row)
        if was_open:
            known = move_notices.known_times(row)
            signed = list(row.signups.exclude(state=SignUp.State.NOT_NOW))
            move_notices.forget(signed)
            signups.drop_news_of_places(signed)
            reminders.drop_waiting(row)
            session_messages.drop_waiting(row)
            _tell_of_cancelling(row, known=known, by=by)
        shift_notices.note(row, by=by)
    return row


def call_first(session: Session, *, called: bool) -> Session:
    """Note that somebody rang before setting out («ringt først»), or that nobody did after all.

    What was said on the phone has no place here.
    """
    Session.objects.filter(pk=session.pk).update(called_first=called, changed_at=timezone.now())
    session.called_first = called
    return session


def close(session: Session, *, by: User) -> Session:
    """Mark a published session that has begun as finished. A repeat changes nothing."""
    with transaction.atomic():
        row = locked(session)
        if row.state == Session.State.CLOSED:
            return row
        if row.state != Session.State.PUBLISHED:
            raise RuleBroken(_("Bare en åpen økt kan gjøres ferdig."))
        if row.starts_at > timezone.now():
            raise RuleBroken(_("Økta har ikke begynt."))
        _become(row, Session.State.CLOSED, by=by)
    return row


def must_be_fields(given: Iterable[str], allowed: frozenset[str]) -> None:
    """Raise TypeError for a name that is none of `allowed`: a slip of whoever calls."""
    if unknown := set(given) - allowed:
        raise TypeError(f"Not editable: {', '.join(sorted(unknown))}")


def differs(row: Model, before: Model, *names: str) -> bool:
    """Tell whether anything of `row`, or `names` of it, is other than it was."""
    columns = names or [field.attname for field in row._meta.concrete_fields]
    return any(getattr(row, one) != getattr(before, one) for one in columns)


def must_take_part(team: Team, activity: Activity) -> None:
    """Raise RuleBroken unless the activity is one of the team's."""
    if not activity.teams.filter(pk=team.pk).exists():
        raise RuleBroken(_("Velg en aktivitet som teamet er med på."))


def _become(row: Session, state: Session.State, *, by: User | None) -> None:
    row.state = state
    row.revision += 1
    _save(row, by=by)


def _save(session: Session, *, by: User | None) -> None:
    """Validate and save, naming in the history who did it."""
    must_be_valid(session, exclude=["activity", "team", "place"])
    save_by(session, by)


def sms_without_the_reason(session: Session, *, by: User) -> str:
    """Return what an SMS says of cancelling besides the reason; "" when nobody hears by SMS.

    For the one who writes the reason: how long a message becomes. Who hears of something else to
    join may get a few words more or fewer.
    """
    by_sms = session.signups.exclude(state=SignUp.State.NOT_NOW).filter(
        participant__channel=Channel.SMS, participant__left_at__isnull=True
    )
    signup = by_sms.select_related("participant").order_by("pk").first()
    if signup is None or way_out(Channel.SMS) is None:
        return ""
    person = signup.participant
    begins = session.starts_at
    words = partial(_words_of_cancelling, session, person, begins=begins, reason="", by=by)
    return said(words, language=person.language)


def _tell_of_cancelling(session: Session, *, known: dict[int, datetime], by: User) -> None:
    """Tell each by the time that they know: `known` has it for who has not heard of a move."""
    reason = session.cancelled_reason
    waiting = session.signups.exclude(state=SignUp.State.NOT_NOW).select_related("participant")
    for signup in waiting:
        person, begins = signup.participant, known.get(signup.pk, session.starts_at)
        outbox.queue(
            key=f"session-cancelled:{session.pk}:{person.pk}",
            participant=person,
            subject=partial(_subject_about, begins),
            body=partial(
                _words_of_cancelling, session, person, begins=begins, reason=reason, by=by
            ),
        )


def _subject_about(begins: datetime) -> str:
    return _("Beskjed om %(day)s") % day_and_clock(begins)


def _words_of_cancelling(
    session: Session, participant: Participant, *, begins: datetime, reason: str, by: User
) -> str:
    opening = _("Vi må avlyse %(day)s klokka %(clock)s.")
    if session.has_ended:
        opening = _("Det ble ikke noe av %(day)s klokka %(clock)s.")
    return _(
        "%(opening)s %(reason)s"
        " Du beholder det vi har lovet, og er først i køen neste gang."
        " %(instead)s%(name)s svarer hvis du lurer på noe."
    ) % {
        "opening": opening % day_and_clock(begins),
        "reason": reason.rstrip(".") + ".",
        "instead": alternatives.sentence(participant, instead_of=session),
        "name": by.first_name or str(by),
    }
