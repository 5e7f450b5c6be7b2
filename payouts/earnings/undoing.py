"""Undoing what one changed last in the plan, by the verbs that change it (decisions 027, 037).

All that one press changed goes back together. So every rule holds, the money follows, and who was
told hears only what is another than they know.
"""

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import PlanChange, Series, Session, Shift
from activities.planning import drafts, series_needs
from activities.staffing import plan_changes, shifts
from core.errors import RuleBroken
from core.saving import alone_at
from payouts import session_rates
from payouts.budgets import replanning
from payouts.earnings import publishing
from payouts.earnings.publishing import DrawnBack

Verb = PlanChange.Verb


def undo(change: PlanChange, *, by: User) -> DrawnBack | None:
    """Let all be as it was before the press that made `change`. A repeat, None, changes nothing.

    Raises RuleBroken, and nothing is changed, for anybody but who did it, after ten minutes, when
    a session was changed since, and when a rule forbids what was. Locks: series, persons,
    sessions, then the changes. Undoing «Publiser uka» returns what became of each session.
    """
    done = DrawnBack([], [], 0)
    with alone_at(publishing.address(change.team_id)):
        rows = _locked(change)
        if not rows and change.verb != Verb.MADE:  # a draft that is discarded took its row along
            raise RuleBroken(_("Det er for lenge siden til å angre."))
        if not rows or rows[0].undone_at:
            return None
        if rows[0].verb == Verb.OPENED:
            done = _draw_back(rows, by=by)
        else:
            _put_back(rows, by=by)
        own = PlanChange.objects.filter(pk__in=[one.pk for one in rows])
        own.update(undone_at=timezone.now())
    return done


def _put_back(rows: Sequence[PlanChange], *, by: User) -> None:
    """Put all of `rows` back, or raise RuleBroken."""
    with transaction.atomic():
        plan_changes.must_stand(rows, by=by)
        goes: list[Session | Series] = [one.session for one in rows if one.verb == Verb.MADE]
        if rows[0].series_after and rows[0].series_after_id != rows[0].series_id:
            goes.append(rows[0].series_after)
        session_rates.must_not_be_chosen_since(rows[0].created_at, goes, by=by)
        if rows[0].series_version is not None:
            replanning.put_series_back(rows, by=by)
        elif rows[0].verb == Verb.MADE:
            _discard(rows, by=by)
        else:
            for one in rows:
                _ACTS[Verb(one.verb)](one, one.session, by)


def _draw_back(rows: Sequence[PlanChange], *, by: User) -> DrawnBack:
    """Draw back what was opened, but what was changed or answered since: that stays open."""
    plan_changes.must_be_own(rows[0], by=by)
    changed = {one.pk for one in plan_changes.changed_since(rows)}
    same = [one.session for one in rows if one.pk not in changed]
    if not same:
        raise RuleBroken(_("Alt som ble åpnet, er endret etterpå. Flytt eller avlys i stedet."))
    done = publishing.draw_back(same, by=by)
    why = RuleBroken(_("Den er endret etterpå."))
    kept = [(one.session, why) for one in rows if one.pk in changed]
    return replace(done, kept=[*done.kept, *kept])


def _locked(change: PlanChange) -> list[PlanChange]:
    """Return what was changed together with `change`, all of it held: each with its session."""
    seen = list(PlanChange.objects.in_press_of(change))
    series = {key for one in seen for key in (one.series_id, one.series_after_id) if key}
    people = {key for one in seen for key in (one.staff_before_id, one.staff_after_id) if key}
    held = Series.objects.select_for_update().filter(pk__in=series)
    known = {one.pk: one for one in held.order_by("pk")}
    series_needs.hold_staff(known, beside=people)
    own = Session.objects.select_for_update().filter(pk__in=[one.session_id for one in seen])
    sessions = {one.pk: one for one in own.order_by("pk")}
    rows = list(PlanChange.objects.in_press_of(change).select_for_update().order_by("pk"))
    for one in rows:
        one.session = sessions[one.session_id]
        one.series = known.get(one.series_id or 0)
        one.series_after = known.get(one.series_after_id or 0)
    return rows


def _discard(changes: Sequence[PlanChange], *, by: User) -> None:
    """Discard the drafts that were made, and what was chosen to honour people with at them."""
    made = [one.session for one in changes]
    for session in made:
        session_rates.choose(session, ore=None, by=by)
    done = drafts.discard(made[0].team, drafts=made, by=by)
    if done.count < len(made):
        raise RuleBroken(_("Noen kjenner til et av utkastene nå. Avlys det i stedet."))


def _move_back(change: PlanChange, session: Session, by: User) -> None:
    replanning.edit(
        session,
        by=by,
        starts_at=change.starts_before,
        ends_at=change.ends_before,
        place=change.place_before,
        off_site=change.off_site_before,
        min_staff=change.min_staff_before,
        min_staff_reason=change.min_staff_reason_before,
    )
    if not change.stood_alone and not _follows_another(session, change):
        Session.objects.filter(pk=session.pk).update(stands_alone=False, changed_at=timezone.now())


def _follows_another(session: Session, change: PlanChange) -> bool:
    """Tell whether its series was changed meanwhile: then what stands alone goes on doing so."""
    series = Series.objects.filter(sessions=session, changed_at__gt=change.created_at)
    return series.exists()


def _staff_back(change: PlanChange, session: Session, by: User) -> None:
    """Let who worked it work it again, then who does not belong there go."""
    if change.staff_before:
        shifts.put_back(session, staff=change.staff_before, part=change.part, by=by)
    for shift in Shift.objects.filter(session=session, staff=change.staff_after_id):
        shifts.unassign(shift, by=by)


_ACTS = {
    Verb.MOVED: _move_back,
    Verb.SWAPPED: _staff_back,
    Verb.PUT_ON: _staff_back,
    Verb.TAKEN_OFF: _staff_back,
}
