"""An absence always has its times, and lasts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activities", "0007_absence_by_the_hour")]

    operations = [
        migrations.AlterField(
            model_name='away',
            name='ends_at',
            field=models.DateTimeField(editable=False),
        ),
        migrations.AlterField(
            model_name='away',
            name='starts_at',
            field=models.DateTimeField(editable=False),
        ),
        migrations.AddConstraint(
            model_name='away',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='away_lasts', violation_error_message='Klokka til må være senere enn klokka fra.'),
        ),
    ]
