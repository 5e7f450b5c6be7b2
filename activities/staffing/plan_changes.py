"""Noting what somebody changed in the plan, so that they can undo it (docs/decisions/027).

The verbs that a person chooses note it in their transaction, with the sessions' locks. What one
press changed is noted together, and undone together through the verbs again
(`payouts.earnings.undoing`).
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from django.db.models import Count, Max
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team, User
from activities.models import PlanChange, Session, Shift, SignUp
from activities.models.staffing.plan_change import UNDONE_WITHIN
from core.dates import day_and_clock
from core.errors import RuleBroken

Verb = PlanChange.Verb


def note_made(session: Session, *, by: User | None) -> None:
    """Note that `by` made the draft `session`."""
    note_all_made([session], by=by)


def note_all_made(made: Iterable[Session], *, by: User | None) -> None:
    """Note that `by` made these drafts of one team in one press."""
    note_together([(one, {"verb": Verb.MADE}) for one in made], by=by)


def note_all_opened(opened: Iterable[Session], *, by: User | None) -> None:
    """Note that `by` opened these sessions of one team in one press."""
    note_together([(one, {"verb": Verb.OPENED}) for one in opened], by=by)


def note_all_put_on(put: Iterable[Shift], *, by: User | None) -> None:
    """Note that `by` put these on shift in one press: none of them worked the session before."""
    note_together(
        [
            (one.session, {"verb": Verb.PUT_ON, "staff_after_id": one.staff_id, "part": one.part})
            for one in put
        ],
        by=by,
    )


def note_moved(session: Session, *, before: Session, by: User | None) -> None:
    """Note that `by` gave `session` another time or place than it had `before`.

    What the rain had moved, and got a place of its own, cannot be put back as it was.
    """
    names = ("starts_at", "ends_at", "place_id")
    is_same = all(getattr(session, name) == getattr(before, name) for name in names)
    if is_same or before.moved_indoors != session.moved_indoors:
        return
    note_together([(session, columns_of_move(session, before=before))], by=by)


def columns_of_move(session: Session, *, before: Session) -> dict[str, Any]:
    """Return the columns that say how `session` stood, and when and where it is now."""
    return {
        "verb": Verb.MOVED,
        "starts_before": before.starts_at,
        "ends_before": before.ends_at,
        "place_before_id": before.place_id,
        "starts_after": session.starts_at,
        "ends_after": session.ends_at,
        "place_after_id": session.place_id,
        "off_site_before": before.off_site,
        "min_staff_before": before.min_staff,
        "min_staff_reason_before": before.min_staff_reason,
        "stood_alone": before.stands_alone,
    }


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
    columns = {
        "verb": verb,
        "staff_before_id": before.staff_id if before else None,
        "staff_after_id": after.staff_id if after else None,
        "part": shift.part if shift else "",
    }
    note_together([(session, columns)], by=by)


def note_together(changes: Sequence[tuple[Session, dict[str, Any]]], *, by: User | None) -> None:
    """Note what `by` changed in one press: sessions of one team, each with its columns.

    Three queries, however many.
    """
    if by is None or not changes:
        return
    press, now = uuid4(), _as_they_are([one.pk for one, _columns in changes])
    PlanChange.objects.bulk_create(
        PlanChange(
            made_by=by,
            team_id=session.team_id,
            session=session,
            press=press,
            revision_after=now[session.pk][0],
            staff_count_after=now[session.pk][1],
            newest_shift_after=now[session.pk][2],
            **columns,
        )
        for session, columns in changes
    )
    # At one moment, so that none is forgotten before the others.
    PlanChange.objects.filter(press=press).update(created_at=timezone.now())


def latest(team: Team, *, by: User) -> PlanChange | None:
    """Return what `by` changed last in `team`, of many in one press the last; one query."""
    return next(reversed(latest_press(team, by=by)), None)


def latest_press(team: Team, *, by: User) -> list[PlanChange]:
    """Return all that `by` changed in their last press in `team`, in order; one query.

    Nothing when it cannot be undone any more. What was opened stays so when it was changed since;
    it can be undone while there is any that was not.
    """
    since = timezone.now() - UNDONE_WITHIN
    own = PlanChange.objects.of(by).filter(team=team, created_at__gte=since)
    last = own.order_by("-pk").values("press")[:1]
    rows = own.filter(press__in=last).with_words().order_by("pk")
    rows = rows.annotate(count=Count("session__shifts"), newest=Max("session__shifts"))
    found: list[Any] = list(rows)
    if not found or found[0].undone_at:
        return []
    same = [one for one in found if _is_as_left(one)]
    if found[0].verb == Verb.OPENED:
        return same
    return found if len(same) == len(found) else []


def _is_as_left(change: Any) -> bool:
    now = change.session.revision, change.count, change.newest or 0
    return now == (change.revision_after, change.staff_count_after, change.newest_shift_after)


def must_be_own(change: PlanChange, *, by: User) -> None:
    """Raise RuleBroken unless `by` did `change`, less than ten minutes ago."""
    if change.made_by_id != by.pk:
        raise RuleBroken(_("Bare den som gjorde det, kan angre det."))
    if change.is_too_old:
        raise RuleBroken(_("Det er mer enn ti minutter siden. Endre økta på vanlig måte."))


def changed_since(changes: Iterable[PlanChange]) -> list[PlanChange]:
    """Return those of `changes` whose session or staff are another now. Three queries."""
    rows = list(changes)
    now = _as_they_are([one.session_id for one in rows])
    parts = set(Shift.objects.filter(session__in=now).values_list("session", "staff", "part"))
    found = []
    for one in rows:
        left = one.revision_after, one.staff_count_after, one.newest_shift_after
        is_there = (one.session_id, one.staff_after_id, one.part) in parts
        if now.get(one.session_id) != left or (one.staff_after_id and not is_there):
            found.append(one)
    return found


def must_stand(changes: Sequence[PlanChange], *, by: User) -> None:
    """Raise RuleBroken unless `by` may undo these of one press. Their sessions are locked.

    The sentence names the session that stands in the way, and who can be asked about it.
    """
    must_be_own(changes[0], by=by)
    for other in changed_since(changes):
        raise _was_changed(other, is_one_of_many=len(changes) > 1, by=by)
    for one in changes:
        if one.verb == Verb.MOVED and _is_moved(one):
            _must_be_movable(one, is_one_of_many=len(changes) > 1)


def _is_moved(change: PlanChange) -> bool:
    return (change.starts_before, change.ends_before, change.place_before_id) != (
        change.starts_after,
        change.ends_after,
        change.place_after_id,
    )


def _must_be_movable(change: PlanChange, *, is_one_of_many: bool) -> None:
    """Raise RuleBroken when what `change` moved was to have begun, or has got new people."""
    session, now = change.session, timezone.now()
    if change.starts_before and change.starts_before <= now < session.starts_at:
        raise RuleBroken(
            _("Økta skulle ha begynt %(day)s klokka %(clock)s. Flytt den til en tid som kommer.")
            % day_and_clock(change.starts_before)
        )
    joined = session.signups.exclude(state=SignUp.State.NOT_NOW)
    if joined.filter(asked_at__gt=change.created_at).exists():
        said = _("Noen har meldt seg på etterpå. Snakk med dem før du flytter økta.")
        if is_one_of_many:
            said = _(
                "Noen har meldt seg på %(session)s %(day)s klokka %(clock)s etterpå. Snakk med"
                " dem før du flytter den."
            ) % _named(session)
        raise RuleBroken(said, about=session)


def _was_changed(change: PlanChange, *, is_one_of_many: bool, by: User) -> RuleBroken:
    """Return what is said of a session that was changed since: which, and whom to ask."""
    session = change.session
    if not is_one_of_many:
        return RuleBroken(_("Økta er endret etterpå. Se hvordan den er nå."), about=session)
    later = session.history.filter(history_date__gt=change.created_at, history_user__isnull=False)
    last = later.select_related("history_user").order_by("-history_id").first()
    words = _named(session) | {"name": str(last.history_user) if last else ""}
    said = _("%(session)s %(day)s klokka %(clock)s er endret etterpå. Se hvordan den er nå.")
    if last and last.history_user_id == by.pk:
        said = _("Du har endret %(session)s %(day)s klokka %(clock)s etterpå.")
    elif last:
        said = _("%(session)s %(day)s klokka %(clock)s er endret etterpå. Spør %(name)s.")
    return RuleBroken(said % words, about=session)


def _named(session: Session) -> dict[str, str]:
    return {"session": session.name, **day_and_clock(session.starts_at)}


def forget_old() -> int:
    """Delete what can no longer be undone; return how many (docs/privacy.md)."""
    limit = timezone.now() - UNDONE_WITHIN
    return PlanChange.objects.filter(created_at__lt=limit).delete()[0]


def _as_they_are(sessions: Iterable[int]) -> dict[int, tuple[int, int, int]]:
    """Return {session id: its revision, how many shifts, the key of the newest}: one query.

    Another when the session or any of its shifts was changed.
    """
    rows = Session.objects.filter(pk__in=set(sessions)).annotate(
        count=Count("shifts"), newest=Coalesce(Max("shifts"), 0)
    )
    found = rows.order_by().values_list("pk", "revision", "count", "newest")
    return {pk: (revision, count, newest) for pk, revision, count, newest in found}
