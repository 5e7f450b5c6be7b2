"""Noting what somebody changed in the plan, so that they can undo it (docs/decisions/027).

The verbs that a person chooses on the board note it in their transaction, with the session's lock.
What is undone goes through the verbs again (`payouts.budgets.undoing`).
"""

from typing import Any

from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team, User
from activities.models import PlanChange, Session, Shift, SignUp
from activities.models.plan_change import UNDONE_WITHIN
from core.dates import day_and_clock
from core.errors import RuleBroken

Verb = PlanChange.Verb


def note_made(session: Session, *, by: User | None) -> None:
    """Note that `by` made the draft `session`."""
    _note(session, by=by, verb=Verb.MADE)


def note_moved(session: Session, *, before: Session, by: User | None) -> None:
    """Note that `by` gave `session` another time or place than it had `before`.

    What the rain had moved, and got a place of its own, cannot be put back as it was.
    """
    names = ("starts_at", "ends_at", "place_id")
    is_same = all(getattr(session, name) == getattr(before, name) for name in names)
    if is_same or before.moved_indoors != session.moved_indoors:
        return
    _note(
        session,
        by=by,
        verb=Verb.MOVED,
        starts_before=before.starts_at,
        ends_before=before.ends_at,
        place_before_id=before.place_id,
        starts_after=session.starts_at,
        ends_after=session.ends_at,
        place_after_id=session.place_id,
        off_site_before=before.off_site,
        min_staff_before=before.min_staff,
        min_staff_reason_before=before.min_staff_reason,
        stood_alone=before.stands_alone,
    )


def note_staff(
    session: Session,
    *,
    verb: PlanChange.Verb,
    by: User | None,
    before: Shift | None = None,
    after: Shift | None = None,
) -> None:
    """Note that `by` let somebody work `session`, or somebody not: the shifts that were and are."""
    shift = before or after
    _note(
        session,
        by=by,
        verb=verb,
        staff_before_id=before.staff_id if before else None,
        staff_after_id=after.staff_id if after else None,
        part=shift.part if shift else "",
    )


def latest(team: Team, *, by: User) -> PlanChange | None:
    """Return what `by` changed last in `team`, when it can still be undone; one query."""
    since = timezone.now() - UNDONE_WITHIN
    rows = PlanChange.objects.of(by).filter(team=team, created_at__gte=since).with_words()
    rows = rows.annotate(count=Count("session__shifts"), newest=Max("session__shifts"))
    last: Any = rows.order_by("-pk").first()
    if last is None or last.undone_at or last.session.revision != last.revision_after:
        return None
    is_same = (last.count, last.newest or 0) == (last.staff_count_after, last.newest_shift_after)
    return last if is_same else None


def must_stand(change: PlanChange, session: Session, *, by: User) -> None:
    """Raise RuleBroken unless `by` may undo `change` now. `session` is locked, and as it is."""
    if change.made_by_id != by.pk:
        raise RuleBroken(_("Bare den som gjorde det, kan angre det."))
    if change.is_too_old:
        raise RuleBroken(_("Det er mer enn ti minutter siden. Endre økta på vanlig måte."))
    if (session.revision, *_staffing(session)) != (
        change.revision_after,
        change.staff_count_after,
        change.newest_shift_after,
    ):
        raise RuleBroken(_("Økta er endret etterpå. Se hvordan den er nå."), about=session)
    if change.verb in (Verb.SWAPPED, Verb.PUT_ON):
        theirs = Shift.objects.filter(session=session, staff=change.staff_after_id)
        if not theirs.filter(part=change.part).exists():
            raise RuleBroken(_("Økta er endret etterpå. Se hvordan den er nå."), about=session)
    if change.verb != Verb.MOVED:
        return
    now = timezone.now()
    if change.starts_before and change.starts_before <= now < session.starts_at:
        raise RuleBroken(
            _("Økta skulle ha begynt %(day)s klokka %(clock)s. Flytt den til en tid som kommer.")
            % day_and_clock(change.starts_before)
        )
    joined = session.signups.exclude(state=SignUp.State.NOT_NOW)
    if joined.filter(asked_at__gt=change.created_at).exists():
        raise RuleBroken(
            _("Noen har meldt seg på etterpå. Snakk med dem før du flytter økta."), about=session
        )


def forget_old() -> int:
    """Delete what can no longer be undone; return how many (docs/privacy.md)."""
    limit = timezone.now() - UNDONE_WITHIN
    return PlanChange.objects.filter(created_at__lt=limit).delete()[0]


def _note(session: Session, *, by: User | None, **columns: Any) -> None:
    if by is None:
        return
    count, newest = _staffing(session)
    PlanChange.objects.create(
        made_by=by,
        team_id=session.team_id,
        session=session,
        revision_after=Session.objects.values_list("revision", flat=True).get(pk=session.pk),
        staff_count_after=count,
        newest_shift_after=newest,
        **columns,
    )


def _staffing(session: Session) -> tuple[int, int]:
    """Return how many shifts there are and the key of the newest: another when any was changed."""
    own = Shift.objects.filter(session=session)
    return own.count(), own.aggregate(newest=Max("pk"))["newest"] or 0
