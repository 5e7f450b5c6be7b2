"""What waits for somebody in the activities (docs/waiting.md)."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from accounts.models import Membership, SubstituteAgreement, Team, User
from activities.handbook import routines
from activities.models import (
    CoverAsk,
    Idea,
    Incident,
    OnCall,
    Series,
    Session,
    Shift,
    SignUp,
    TeamSafety,
)
from activities.models.staffing.shift import gone
from activities.planning.series_sessions import AHEAD
from activities.staffing import (
    assignees,
    colleagues,
    cover_asks,
    finding_staff,
    substitutes,
    suggestions,
)
from core.dates import day_and_clock
from core.templatetags.formats import clock, weekday_date
from notices import waiting_states
from notices.models import Task
from notices.tasks import contact_at_work
from notices.waiting_states import Waiting
from participants.models import Participant

OPEN_BEFORE = timedelta(days=7)
"""How long before it begins a draft is asked about."""
ASK_AFTER = timedelta(minutes=15)
"""When who has not reported «alt i orden» stands on another's list: the second step."""


def _lacking_words(session: Session) -> str:
    """Return what is asked: which session, when, who is away, and who could come instead."""
    words = [
        _("Finn flere til %(session)s, %(day)s.")
        % {"session": session.name, "day": weekday_date(session.starts_at)}
    ]
    if names := ", ".join(str(one.staff) for one in finding_staff.absent_shifts(session)):
        words.append(_("Ikke på jobb: %(names)s.") % {"names": names})
    day = timezone.localdate(session.starts_at)
    found = suggestions.suggest(session.team, first=day, last=day)
    proposed = [str(one.staff) for one in found.choices if one.session.pk == session.pk]
    if proposed:
        words.append(_("Forslag: %(names)s.") % {"names": ", ".join(proposed)})
    return " ".join(words)


def _swap_words(ask: CoverAsk) -> str:
    words = {
        "name": ask.staff, "other": ask.instead_of, "session": ask.session.name,
        "day": weekday_date(ask.session.starts_at),
    }  # fmt: skip
    if ask.past_limit and not ask.in_return_id:
        said = _(
            "%(name)s sa ja til %(session)s, %(day)s, men får for lite hvile eller mange timer."
        )
        return said % words
    if ask.in_return_id:
        return _("%(name)s og %(other)s vil bytte vakt: %(session)s, %(day)s.") % words
    return _("%(name)s vil ta vakten til %(other)s: %(session)s, %(day)s.") % words


def _nobody_answers_words(duty: OnCall) -> str:
    return _(
        "%(name)s skulle svare på telefonen %(day)s klokka %(clock)s, og er ikke på jobb da."
        " Sett en annen på."
    ) % {"name": duty.staff, **day_and_clock(duty.starts_at)}


def _not_made() -> Any:
    """Return the recurring sessions that go on and have not got their sessions for a week."""
    made = timezone.localdate() + AHEAD - timedelta(days=7)
    a_day_ago = timezone.now() - timedelta(days=1)
    found = Series.objects.running().filter(made_until__lt=made, created_at__lt=a_day_ago)
    return found.select_related("team", "activity")


def _begin_later() -> Any:
    """Return the drafts that begin at three since their series' hour, from two, is not there.

    That is the night on which the clock is put forward. Whoever opens, moves or calls one off has
    seen when it is.
    """
    drafts = Session.objects.filter(state=Session.State.DRAFT, starts_at__gt=timezone.now())
    own = drafts.filter(series__starts__hour=2, starts_at__hour=3, stands_alone=False)
    return own.select_related("team", "activity")


def _who_finishes(session: Session) -> User | None:
    """Return who led it, or another who was there, when at work today; else a leader."""
    away = set(assignees.away_today())
    there = sorted(session.staff_there, key=lambda one: (one.part != Shift.Part.LEAD, one.pk))
    found = [
        one.staff
        for one in there
        if one.staff_id not in away and one.staff.is_active and one.lent_by_id is None
    ]
    return found[0] if found else assignees.assignee_in(session.team)


def _unopened() -> Any:
    soon = timezone.now() + OPEN_BEFORE
    drafts = Session.objects.filter(state=Session.State.DRAFT, starts_at__lte=soon)
    return waiting_states.counted(drafts, team="team")


def _not_home() -> Any:
    now = timezone.now()
    asked = Shift.objects.not_home(at=now - ASK_AFTER).in_escalation(at=now)
    return asked.select_related("session__team", "staff")


def _not_home_long_ago() -> Any:
    now = timezone.now()
    asked = Shift.objects.not_home(at=now - ASK_AFTER).past_escalation(at=now)
    return waiting_states.counted(asked, team="session__team")


def _in_line() -> Any:
    return SignUp.objects.filter(
        state=SignUp.State.IN_LINE,
        session__state=Session.State.PUBLISHED,
        session__ends_at__gt=timezone.now(),
    ).select_related("session__team", "session__activity", "participant__primary_contact")


def _contacts_gone() -> Any:
    theirs = Membership.objects.planning().filter(user=OuterRef("primary_contact"))
    found = Participant.objects.active().exclude(Exists(theirs.filter(team=OuterRef("team"))))
    return found.select_related("team", "primary_contact")


def _today(_row: Any) -> date:
    return timezone.localdate()


def _team(row: Any) -> Team:
    if isinstance(row, Team):
        return row
    return row.session.team if hasattr(row, "session") else row.team


def _leader(row: Any) -> User | None:
    """Return who leads there and is at work, never whom `row` is about."""
    return assignees.assignee_in(_team(row), unlike=[getattr(row, "staff_id", None)])


_State = partial(Waiting, team=_team, person=_leader)
waiting_states.register(
    routines.STATE,
    _State(
        name=finding_staff.STATE,
        kind=Task.Kind.FIND_STAFF,
        rows=lambda: Session.objects.lacking_staff().select_related("team", "activity"),
        text=_lacking_words,
        person=finding_staff.person,
        answer_by=finding_staff.answer_by,
    ),
    _State(
        name=finding_staff.NOBODY_ANSWERS,
        kind=Task.Kind.FOLLOW_UP,
        rows=lambda: OnCall.objects.without_anybody().select_related("team", "staff"),
        text=_nobody_answers_words,
        answer_by=_today,
    ),
    _State(
        name=finding_staff.DEPUTY_GONE,
        kind=Task.Kind.FOLLOW_UP,
        rows=lambda: TeamSafety.objects.filter(gone("deputy")).select_related("team", "deputy"),
        text=lambda one: (
            _("%(name)s er stedfortreder, og jobber ikke i teamet lenger. Velg en annen.")
            % {"name": one.deputy}
        ),
    ),
    _State(
        name=cover_asks.STATE,
        kind=Task.Kind.FOLLOW_UP,
        rows=lambda: CoverAsk.objects.waiting_for_leader().select_related(
            "session__team", "session__activity", "staff", "instead_of"
        ),
        text=_swap_words,
        person=lambda one: assignees.assignee_in(
            one.session.team, unlike=[one.staff_id, one.instead_of_id]
        ),
        answer_by=lambda one: finding_staff.answer_by(one.session),
    ),
    _State(
        name=substitutes.STATE,
        kind=Task.Kind.FOLLOW_UP,
        rows=lambda: SubstituteAgreement.objects.waiting().select_related(
            "lends", "borrows", "asked_by"
        ),
        text=lambda one: (
            _("%(name)s i %(team)s spør om kolleger hos dere kan være vikarer der.")
            % {"name": one.asked_by, "team": one.borrows}
        ),
        team=lambda one: one.lends,
        person=substitutes.who_answers,
    ),
    _State(
        name="series_not_made",
        kind=Task.Kind.FOLLOW_UP,
        rows=_not_made,
        text=lambda one: (
            _("%(name)s får ingen nye økter. Se over det faste treffet, eller avslutt det.")
            % {"name": one.name}
        ),
    ),
    _State(
        name="session_begins_later",
        kind=Task.Kind.FOLLOW_UP,
        rows=_begin_later,
        text=lambda one: (
            _("Natt til %(day)s stilles klokka fram. Da begynner %(session)s %(clock)s.")
            % {
                "session": one.name,
                "day": weekday_date(one.starts_at),
                "clock": clock(one.starts_at),
            }
        ),
        comes_again=False,
    ),
    _State(
        name="session_not_finished",
        kind=Task.Kind.FINISH,
        rows=lambda: Session.objects.unfinished().select_related("team", "activity"),
        text=lambda one: (
            _("Gjør ferdig %(session)s, %(day)s. Da blir honorarene klare.")
            % {"session": one.name, "day": weekday_date(one.starts_at)}
        ),
        person=_who_finishes,
    ),
    _State(
        name="session_not_opened",
        kind=Task.Kind.FINISH,
        rows=_unopened,
        number_of=ngettext_lazy(
            "%(n)s utkast er ikke åpnet. Ingen ser det ennå.",
            "%(n)s utkast er ikke åpnet. Ingen ser dem ennå.",
            "n",
        ),
    ),
    _State(
        name="not_home",
        kind=Task.Kind.COME_HOME,
        rows=_not_home,
        text=lambda one: (
            _("Hør om %(name)s er i orden. Kortet til 112 er klart.") % {"name": one.staff}
        ),
        answer_by=_today,
        key=lambda one: f"come-home:{one.pk}",
    ),
    _State(
        name="not_home_long_ago",
        kind=Task.Kind.COME_HOME,
        rows=_not_home_long_ago,
        number_of=ngettext_lazy(
            "%(n)s vakt ble aldri meldt «alt i orden». Hør om alle kom hjem.",
            "%(n)s vakter ble aldri meldt «alt i orden». Hør om alle kom hjem.",
            "n",
        ),
    ),
    _State(
        name="talk_afterwards",
        kind=Task.Kind.DEBRIEF,
        rows=lambda: Incident.objects.filter(talked_at=None).select_related(
            "session__team", "staff"
        ),
        text=lambda one: _("Snakk med %(name)s i dag, før noen går hjem.") % {"name": one.staff},
        answer_by=_today,
        key=lambda one: f"talk-afterwards:{one.pk}",
    ),
    _State(
        name="in_line",
        kind=Task.Kind.ANSWER_LINE,
        rows=_in_line,
        text=lambda one: _("Gi svar om plass på %(session)s") % {"session": one.session.name},
        participant=lambda one: one.participant,
        person=lambda one: contact_at_work(one.participant, team=one.session.team),
        answer_by=lambda one: one.answer_on,
        key=lambda one: f"answer-line:{one.session_id}:{one.participant_id}",
        comes_again=False,
    ),
    _State(
        name="in_line_past_answer",
        kind=Task.Kind.STILL_WAITING,
        rows=lambda: _in_line().filter(answer_on__lt=timezone.localdate()),
        text=lambda one: (
            _("Noen venter fortsatt på svar om %(session)s. Ring i dag.")
            % {"session": one.session.name}
        ),
        participant=lambda one: one.participant,
        answer_by=_today,
        key=lambda one: f"still-waiting:{one.pk}:{one.answer_on}",
        comes_again=False,
    ),
    _State(
        name=colleagues.CONTACT_GONE,
        kind=Task.Kind.FOLLOW_UP,
        rows=_contacts_gone,
        text=lambda one: (
            _("%(name)s jobber ikke i teamet lenger. Velg en ny primærkontakt.")
            % {"name": one.primary_contact}
        ),
        participant=lambda one: one,
    ),
    _State(
        name="idea_open",
        kind=Task.Kind.ENQUIRY,
        rows=lambda: Idea.objects.filter(state=Idea.State.OPEN).select_related(
            "team", "participant"
        ),
        text=lambda one: _("Det er kommet et nytt forslag. Les det, og snakk sammen om det."),
        participant=lambda one: one.participant,
        person=lambda one: one.participant and contact_at_work(one.participant, team=one.team),
        key=lambda one: f"idea:{one.pk}",
    ),
)
