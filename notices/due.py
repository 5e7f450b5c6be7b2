"""The outbox's steps in `manage.py run_due`."""

from django.conf import settings
from django.core.management import call_command

from core.schedule import due
from notices import outbox, seal_publishing, tasks, waiting_states

due("tell the newest seals outside")(seal_publishing.publish)
due("deliver messages")(outbox.deliver_due)


@due("forget old messages and tasks", irreversible=True)
def forget_old_notices() -> int:
    """Delete what docs/privacy.md says is not kept."""
    return outbox.forget_old() + tasks.forget_old()


@due("forget finished background work", irreversible=True)
def forget_background_work() -> None:
    """Delete results of background work older than two weeks, when the database holds them."""
    if settings.TASKS["default"]["BACKEND"] == "django_tasks_db.DatabaseBackend":
        call_command("prune_db_task_results", verbosity=0)


due("ask about what waits")(waiting_states.update_tasks)
