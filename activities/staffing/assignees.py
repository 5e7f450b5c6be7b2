"""Who is asked: somebody who is at work. What lies with a person who is away or has left moves on.

A task has one person (`notices.tasks`); who it is follows from who is there today.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import ALL_STAFF, LEADING, PLANNING, Membership, SecondPerson, Team, User
from activities.models import Absence, CoverAsk, Incident, Shift, TeamSafety
from core.dates import midnight
from notices import waiting_states
from notices.models import Task


def assignee_in(
    team: Team, *, unlike: Iterable[int | None] = (), roles: Iterable[str] = LEADING
) -> User | None:
    """Return who is asked in `team` today: one with `roles`, a leader, a deputy, anybody at work.

    `unlike` are ids of people who are not asked: those whom it is about, or who did the first
    half of what two must do. Without anybody at work it is a leader all the same, never one of
    `unlike`; None when there is nobody.
    """
    away = set(away_today())
    order = _in_order(team, roles=roles, without={one for one in unlike if one is not None})
    return next((one for one in order if one.pk not in away), next(iter(order), None))


def away_today() -> Any:
    """Return the ids of those who are away now and for the rest of today, wherever it was noted.

    Who goes home at three, or comes in at ten after a week, is at work today.
    """
    tomorrow = timezone.localdate() + timedelta(days=1)
    now = Absence.objects.now().filter(ends_at__gte=midnight(tomorrow))
    return now.values_list("staff", flat=True)


def reassign() -> int:
    """Move each open task whose person is away, has left or was never named; return how many."""
    members = Membership.objects.active().filter(role__in=ALL_STAFF, user__is_active=True)
    there, away = set(members.values_list("team", "user")), set(away_today())
    moved = 0
    for task in Task.objects.open().select_related("team"):
        if (task.team_id, task.assigned_to_id) in there and task.assigned_to_id not in away:
            continue
        person = _who_instead(task, away=away)
        if person and person.pk not in {*away, task.assigned_to_id}:
            lies = Task.objects.filter(pk=task.pk, assigned_to=task.assigned_to_id)
            lies.update(assigned_to=person, changed_at=timezone.now())
            moved += 1
    return moved


def _in_order(team: Team, *, roles: Iterable[str], without: set[int]) -> list[User]:
    """Return everybody who can be asked in `team`, at work or away, in the order of asking."""
    people = list(
        Membership.objects.active()
        .filter(team=team, user__is_active=True, role__in=[*roles, *PLANNING])
        .exclude(user__in=without)
        .select_related("user")
        .order_by("pk")
    )

    def with_role(wanted: Iterable[str]) -> list[User]:
        return [one.user for one in people if one.role in wanted]

    there = {one.user_id for one in people}
    deputies = [one for one in _deputies(team) if one.pk in there]
    return [*with_role(roles), *with_role(LEADING), *deputies, *with_role(PLANNING)]


def _who_instead(task: Task, *, away: set[int]) -> User | None:
    """Return who is asked instead: whom the state itself names, else who answers in the team.

    What a second one is to look at goes to nobody else than the state names: who did the first
    half would be the second.
    """
    named: User | None = waiting_states.person_of(task)
    if task.kind == Task.Kind.SECOND_LOOK and task.waits_for:
        return named
    if named and named.pk not in {*away, task.assigned_to_id}:
        return named
    return assignee_in(task.team, unlike=[task.assigned_to_id, *_concerned(task)])


def _deputies(team: Team) -> list[User]:
    """Return who stands in for somebody of `team` today, then the team's own deputy."""
    standing_in = Absence.objects.on(timezone.localdate()).filter(team=team, deputy__isnull=False)
    safety = TeamSafety.objects.filter(team=team, deputy__isnull=False)
    found: list[Any] = [*standing_in.select_related("deputy"), *safety.select_related("deputy")]
    return [one.deputy for one in found if one.deputy]


def _concerned(task: Task) -> list[int]:
    """Return whom a task is about: who is not home, or shielded, is not asked about themselves,
    nor either of two who swap.

    Nor is who named a second person, about what that one has not confirmed.
    """
    number = task.about_id or 0
    for model in (Shift, Incident):
        if task.about == model._meta.label_lower:
            return list(model._base_manager.filter(pk=number).values_list("staff", flat=True))
    if task.about == CoverAsk._meta.label_lower:
        two = CoverAsk.objects.filter(pk=number).values_list("staff", "instead_of")
        return [one for pair in two for one in pair]
    app, _dot, name = task.about.partition(".")
    asked = SecondPerson.objects.filter(of_type__app_label=app, of_type__model=name, of_id=number)
    return list(asked.values_list("asked_by", flat=True))
