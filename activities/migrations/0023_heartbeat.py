from django.db import migrations


class Migration(migrations.Migration):
    """Name the heartbeat's moments by what they tell."""

    dependencies = [
        ("activities", "0022_recurring_signups"),
    ]

    operations = [
        migrations.RenameField("heartbeat", "beaten_at", "ran_at"),
        migrations.RenameField("heartbeat", "steady_at", "trusted_at"),
    ]
