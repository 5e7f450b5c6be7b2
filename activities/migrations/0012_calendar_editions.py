from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activities", "0011_clock_in_doubt")]

    operations = [
        migrations.AddField(
            model_name=name,
            name="calendar_sequence",
            field=models.PositiveIntegerField(default=0, editable=False),
        )
        for name in ("historicalseries", "historicalsession", "series", "session")
    ]
