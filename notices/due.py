"""The outbox's steps in `manage.py run_due`."""

from django.conf import settings
from django.core.management import call_command

from core.schedule import due
from notices import anchors, outbox, tasks, waiting


@due("tell the newest seals outside")
def publish_anchors() -> None:
    """Tell them once a day; without a place to tell them it does nothing."""
    anchors.publish()


@due("deliver messages")
def deliver_messages() -> int:
    """Send what is ready."""
    return outbox.deliver_due()


@due("forget old messages and tasks", irreversible=True)
def forget_old_notices() -> int:
    """Delete what docs/privacy.md says is not kept."""
    return outbox.forget_old() + tasks.forget_old()


@due("forget finished background work", irreversible=True)
def forget_background_work() -> None:
    """Delete results of background work older than two weeks, when the database holds them."""
    if settings.TASKS["default"]["BACKEND"] == "django_tasks_db.DatabaseBackend":
        call_command("prune_db_task_results", verbosity=0)


@due("ask about what waits")
def ask_about_what_waits() -> int:
    """Make tasks for what waits, close those that wait no longer; return how many are new."""
    return waiting.sweep()


@due("ask people to take down what was withdrawn")
def ask_to_take_down() -> int:
    """Ask for each withdrawal that the website alone cannot carry out; return how many."""
    return tasks.ask_to_take_down()
