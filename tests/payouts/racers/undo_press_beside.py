"""A leader undoes what one press did to many sessions while others press too, or change one."""

from datetime import timedelta
from typing import Any


def prepare(press: str, beside: str) -> dict[str, Any]:
    from datetime import time

    from django.utils import timezone

    from activities.models import PlanChange, Session
    from activities.planning import series
    from activities.staffing import suggestions
    from payouts.budgets import replanning
    from tests.factories.accounts import MembershipFactory
    from tests.factories.activities import ActivityFactory, PlaceFactory, SessionFactory

    by = MembershipFactory(role="leader")
    team, day = by.team, timezone.localdate() + timedelta(days=9)
    staff = [MembershipFactory(team=team).user for _n in range(8)]
    activity, place = ActivityFactory(teams=[team]), PlaceFactory(min_staff=1)
    if press == "series":
        row = series.make(
            activity, team=team, place=place, starts_on=day, starts=time(12), minutes=60,
            rule="FREQ=WEEKLY;COUNT=4", by=by.user, min_staff=1,
        ).series  # fmt: skip
        second = row.sessions.order_by("starts_at")[1]
        replanning.move_series(second, by=by.user, since=second.occurrence_on, starts=time(15))
    else:
        session = SessionFactory(
            published=True, team=team, activity=activity, place=place, min_staff=1,
            starts_at=timezone.now() + timedelta(days=8),
        )  # fmt: skip
        days = [day + timedelta(days=one) for one in range(3)]
        replanning.copy_to(session, days=days, clock=time(12), by=by.user)
    if press == "staff":
        drafts = Session.objects.filter(state="draft").order_by("pk")
        wanted = [(row.pk, one.pk, "second") for row, one in zip(drafts, staff, strict=False)]
        suggestions.accept(team, wanted=wanted, by=by.user)
    last = PlanChange.objects.order_by("pk").last()
    assert last is not None
    several = PlanChange.objects.in_press_of(last).order_by("pk")
    return {
        "by": by.user.pk, "beside": beside, "press": press, "changes": [one.pk for one in several],
        "session": last.session_id, "staff": [one.pk for one in staff[4:]],
    }  # fmt: skip


def act(index: int, prepared: dict[str, Any]) -> str:
    from accounts.models import User
    from activities.models import PlanChange, Session
    from activities.planning import sessions
    from activities.staffing import cover
    from core.errors import RuleBroken
    from payouts.earnings import undoing

    other = User.objects.get(pk=prepared["staff"][index])
    try:
        if index == 0 or prepared["beside"] == "undo":
            keys = prepared["changes"]
            change = PlanChange.objects.filter(pk=keys[index % len(keys)]).first()
            if change:
                undoing.undo(change, by=User.objects.get(pk=prepared["by"]))
            return "done"
        session = Session.objects.filter(pk=prepared["session"]).first()
        if session is None:
            return "gone"
        if prepared["beside"] == "edit":
            sessions.edit(session, by=other, title=f"Tur {index}")
        else:
            cover.put_on(session, staff=other, by=other)
    except RuleBroken as broken:
        return broken.message
    except (Session.DoesNotExist, User.DoesNotExist):
        return "gone"
    return "done"


def look(prepared: dict[str, Any]) -> dict[str, Any]:
    from django.utils import timezone

    from activities.models import DiscardedDrafts, Series, Session, Shift

    rows = Session.objects.order_by("starts_at")
    return {
        "sessions": rows.count(),
        "clocks": sorted({timezone.localtime(one.starts_at).hour for one in rows if one.series_id}),
        "series": Series.objects.count(),
        "shifts": Shift.objects.count(),
        "discarded": DiscardedDrafts.objects.count(),
        "undone": not any(
            True
            for one in rows
            for change in one.plan_changes.filter(pk__in=prepared["changes"], undone_at=None)
        ),
    }
