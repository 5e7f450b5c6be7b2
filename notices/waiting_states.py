"""What waits for somebody: a register of states, and the step that puts each on a person's list.

An app names its waiting states here from its module `waits`, imported by its `AppConfig.ready`.
The step makes a task for each row that waits, and closes it when the row waits no longer: what
is done is a fact, not a tap. `docs/waiting.md` is the table of them all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from accounts.languages import said
from accounts.models import Team
from notices import tasks
from notices.models import Task


@dataclass(frozen=True)
class Waiting:
    """A state in which something waits for a member of staff.

    `rows` reads what waits now. Each row gives a task, with `text`, `person` (None: the leader)
    and `answer_by` (None: tomorrow). With `number_of` the rows are teams from `counted`, and each
    gets one task that says how many.
    `team` says whose a row is; a row of nobody's team (None) is left out. `participant` stands on
    the task. `key` is for tasks that a verb makes at once, and `comes_again` tells whether
    «gjort» without the fact lasts the day only.
    """

    name: str
    kind: str
    rows: Callable[[], Iterable[Any]]
    text: Callable[[Any], str] = lambda row: ""
    number_of: Any = None
    team: Callable[[Any], Any] = lambda row: row if isinstance(row, Team) else row.team
    person: Callable[[Any], Any] = lambda row: None
    answer_by: Callable[[Any], date | None] = lambda row: None
    participant: Callable[[Any], Any] = lambda row: None
    key: Callable[[Any], str] | None = None
    comes_again: bool = True

    def words(self, row: Any) -> str:
        """Return what is asked about `row`."""
        return self.number_of % {"n": row.number} if self.number_of else self.text(row)


_waiting: dict[str, Waiting] = {}


def register(*states: Waiting) -> None:
    """Register `states`; the same name replaces the earlier."""
    _waiting.update({state.name: state for state in states})


def names() -> list[str]:
    """Return the names of all states that are asked about."""
    return list(_waiting)


def update_tasks(*only: str) -> int:
    """Ask about what waits and close what waits no longer; return how many tasks are new.

    Idempotent. «Gjort» without the fact lasts the day: the next day the task is there again.
    `only` names the states to look at; all without it. A state that fails keeps no other from
    being asked about; all that failed are raised together, as an ExceptionGroup.
    """
    new, failed = 0, []
    for name in only or list(_waiting):
        try:
            new += _sweep(_waiting[name])
        except Exception as error:
            error.add_note(f"The state {name} was not asked about.")
            failed.append(error)
    if failed:
        raise ExceptionGroup("Some of what waits was not asked about.", failed)
    return new


def refresh(name: str, row: Any) -> int:
    """Look at one row of the state `name` at once, after a verb that may have changed it."""
    return _sweep(_waiting[name], only=row)


@transaction.atomic
def _sweep(state: Waiting, *, only: Any = None) -> int:
    found: Any = state.rows()
    asked = Task.objects.filter(waits_for=state.name)
    if only is not None:
        found, asked = found.filter(pk=only.pk), asked.filter(about_id=only.pk)
    wanted = {row.pk: row for row in found if state.team(row) is not None}
    subject = "team_id" if state.number_of else "about_id"
    asked = asked.filter(Q(done_at__isnull=True) | Q(**{f"{subject}__in": list(wanted)}))
    there = {getattr(task, subject): task for task in asked}
    now, gone = timezone.now(), [task.pk for pk, task in there.items() if pk not in wanted]
    asked.filter(pk__in=gone, done_at__isnull=True).update(done_at=now, changed_at=now)
    for pk, row in wanted.items():
        if pk in there:
            _keep(state, there[pk], row)
        else:
            _ask(state, row)
    return len(wanted.keys() - there.keys())


def person_of(task: Task) -> Any:
    """Return whom the state of `task` asks now; None for a task of no state, or of nobody."""
    state = _waiting.get(task.waits_for)
    if state is None:
        return None
    if state.number_of:
        return state.person(task.team)
    rows: Any = state.rows()
    row = rows.filter(pk=task.about_id).first()
    return row and state.person(row)


def counted(rows: Any, *, team: str) -> list[Team]:
    """Return the teams in which something of `rows` waits, each with `number`; two queries.

    `team` is the path from a row to its team. For states with `number_of`.
    """
    found = rows.order_by().values(team).annotate(number=Count("pk", distinct=True))
    numbers = {one[team]: one["number"] for one in found if one[team]}
    teams = list(Team.objects.filter(pk__in=numbers))
    for one in teams:
        one.number = numbers[one.pk]  # type: ignore[attr-defined]
    return teams


def _ask(state: Waiting, row: Any) -> None:
    waits = tasks.Waits(state.name, None if state.number_of else row)
    task = tasks.ask(
        key=state.key(row) if state.key else f"waits:{state.name}:{row.pk}",
        team=state.team(row),
        kind=state.kind,
        text=partial(state.words, row),
        assigned_to=state.person(row),
        answer_by=state.answer_by(row),
        participant=state.participant(row),
        about=waits,
    )
    if task.waits_for != state.name:  # one that a verb made without saying so
        Task.objects.filter(pk=task.pk).update(**waits.columns)


def _keep(state: Waiting, task: Task, row: Any) -> None:
    """Open again what was ticked off before today, or closed by itself; say anew what is so now."""
    changed: dict[str, Any] = {}
    before_today = task.done_at and timezone.localdate(task.done_at) < timezone.localdate()
    if task.done_at and (task.done_by_id is None or (before_today and state.comes_again)):
        changed = {"done_at": None, "done_by": None, "answer_by": timezone.localdate()}
    if changed or not task.done_at:
        text = tasks.shortened(said(partial(state.words, row)))
        if text != task.text:
            changed["text"] = text
    if changed:
        Task.objects.filter(pk=task.pk).update(changed_at=timezone.now(), **changed)
