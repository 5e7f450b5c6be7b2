"""What the second of two has not confirmed within a day becomes a task for the leader."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import SecondPerson
from activities.staffing.assignees import assignee_in
from core.money import kroner
from notices import tasks
from notices.models import Task

AFTER = timedelta(days=1)


def key_of(asked: SecondPerson) -> str:
    """Return the key of the task about `asked`."""
    return f"second:{asked.pk}"


def ask_leaders(*, at: datetime | None = None) -> int:
    """Ask each leader about what has waited a day; close what came about. Return how many new."""
    now = at or timezone.now()
    still = {key_of(asked) for asked in SecondPerson.objects.waiting()}
    asked_about = Task.objects.open().filter(key__startswith="second:")
    tasks.close(set(asked_about.values_list("key", flat=True)) - still)
    waiting = SecondPerson.objects.waiting().filter(created_at__lt=now - AFTER)
    known = set(Task.objects.filter(key__startswith="second:").values_list("key", flat=True))
    new = 0
    for asked in waiting.select_related("team", "person", "asked_by"):
        if key_of(asked) in known:
            continue
        _ask_leader(asked)
        new += 1
    return new


def _ask_leader(asked: SecondPerson) -> None:
    thing: Any = asked.of
    ore = getattr(thing, "counted_ore", getattr(thing, "ore", None))

    def text() -> str:
        told = _("%(person)s har ikke bekreftet det som %(asker)s skrev %(day)s. Snakk med begge.")
        if ore is not None:
            told = _(
                "%(person)s har ikke bekreftet %(sum)s"
                " som %(asker)s skrev %(day)s. Snakk med begge."
            )
        return told % {
            "person": asked.person,
            "asker": asked.asked_by,
            "day": date_format(timezone.localtime(asked.created_at), "j. F"),
            "sum": kroner(ore or 0),
        }

    tasks.ask(
        key=key_of(asked),
        team=asked.team,
        kind=Task.Kind.TELL,
        about=thing,
        assigned_to=assignee_in(asked.team, unlike=[asked.asked_by_id]),
        text=text,
    )
