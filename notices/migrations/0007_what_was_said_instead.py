"""Who has ticked off «si det selv» has said what did not arrive: a fact of the message from now on."""

from django.db import migrations

TELL = "tell:"


def say(apps, schema_editor):
    Message = apps.get_model("notices", "Message")
    Task = apps.get_model("notices", "Task")
    done = Task.objects.filter(key__startswith=TELL, done_at__isnull=False, done_by__isnull=False)
    for task in done.iterator():
        Message.objects.filter(key=task.key.removeprefix(TELL), state="given_up").update(
            told_at=task.done_at, told_by=task.done_by_id
        )


class Migration(migrations.Migration):
    dependencies = [("notices", "0006_what_was_sent_and_told")]

    operations = [migrations.RunPython(say, migrations.RunPython.noop)]
