"""Each task has a date, and says in columns what it is about and what it waits for."""

from datetime import timedelta

from django.db import migrations, models
from django.utils import timezone


def give_dates(apps, schema_editor):
    Task = apps.get_model("notices", "Task")
    for task in Task.objects.filter(answer_by__isnull=True):
        task.answer_by = timezone.localdate(task.created_at) + timedelta(days=1)
        task.save(update_fields=["answer_by"])


class Migration(migrations.Migration):
    dependencies = [("notices", "0003_more_kinds_of_tasks")]

    operations = [
        migrations.AddField(
            "task", "about", models.CharField(blank=True, editable=False, max_length=60, default=""),
            preserve_default=False,
        ),
        migrations.AddField("task", "about_id", models.BigIntegerField(editable=False, null=True)),
        migrations.AddField(
            "task",
            "waits_for",
            models.CharField(blank=True, editable=False, max_length=40, default=""),
            preserve_default=False,
        ),
        migrations.RunPython(give_dates, migrations.RunPython.noop),
    ]
