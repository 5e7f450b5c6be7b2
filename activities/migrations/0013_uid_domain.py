from django.db import migrations, models

import activities.models.session


class Migration(migrations.Migration):
    """What is there already keeps the domain that Reir has now."""

    dependencies = [("activities", "0012_calendar_editions")]

    operations = [
        migrations.AddField(
            model_name=name,
            name="uid_domain",
            field=models.CharField(
                default=activities.models.session.own_domain, editable=False, max_length=253
            ),
        )
        for name in ("historicalsession", "session")
    ]
