import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

ENDS_AFTER_START = {
    "condition": Q(last_day__gte=F("first_day")),
    "violation_error_message": "Siste dag kan ikke komme før første dag.",
}
LASTS = {
    "condition": Q(ends_at__gt=F("starts_at")),
    "violation_error_message": "Klokka til må være senere enn klokka fra.",
}
ANOTHER = {
    "condition": Q(deputy__isnull=True) | ~Q(deputy=F("staff")),
    "violation_error_message": "Stedfortrederen må være en annen.",
}


class Migration(migrations.Migration):
    """Call days on which somebody is not at work an absence."""

    dependencies = [
        ("activities", "0023_heartbeat"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="away", name="away_ends_after_start"),
        migrations.RemoveConstraint(model_name="away", name="away_lasts"),
        migrations.RemoveConstraint(model_name="away", name="away_deputy_is_another"),
        migrations.RenameModel("Away", "Absence"),
        migrations.AlterField(
            model_name="absence",
            name="team",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="absences",
                to="accounts.team",
            ),
        ),
        migrations.AlterField(
            model_name="absence",
            name="staff",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="absences",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(name="absence_ends_after_start", **ENDS_AFTER_START),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(name="absence_lasts", **LASTS),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(name="absence_deputy_is_another", **ANOTHER),
        ),
    ]
