"""Absence by the hour: when it begins and ends stands in columns that a session is compared with."""

from datetime import datetime, time, timedelta

from django.db import migrations, models
from django.utils import timezone


def fill_times(apps, schema_editor):
    for row in apps.get_model("activities", "Away").objects.all():
        row.starts_at = timezone.make_aware(datetime.combine(row.first_day, time.min))
        after = row.last_day + timedelta(days=1)
        row.ends_at = timezone.make_aware(datetime.combine(after, time.min))
        row.save(update_fields=["starts_at", "ends_at"])


class Migration(migrations.Migration):
    dependencies = [("activities", "0006_expected_at_drop_in")]

    operations = [
        migrations.AddField(
            "away",
            "from_clock",
            models.TimeField(blank=True, null=True, verbose_name="fra klokka"),
        ),
        migrations.AddField(
            "away",
            "until_clock",
            models.TimeField(blank=True, null=True, verbose_name="til klokka"),
        ),
        migrations.AddField("away", "starts_at", models.DateTimeField(editable=False, null=True)),
        migrations.AddField("away", "ends_at", models.DateTimeField(editable=False, null=True)),
        migrations.RunPython(fill_times, migrations.RunPython.noop),
    ]
