import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Call a place in each session of a series what it is: a sign-up that recurs."""

    dependencies = [
        ("activities", "0021_discarded_drafts"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="standingplace", name="standing_place_once_a_series"),
        migrations.RenameModel("StandingPlace", "RecurringSignUp"),
        migrations.AlterField(
            model_name="recurringsignup",
            name="series",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="recurring_signups",
                to="activities.series",
            ),
        ),
        migrations.AlterField(
            model_name="recurringsignup",
            name="participant",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="recurring_signups",
                to="participants.participant",
            ),
        ),
        migrations.AddConstraint(
            model_name="recurringsignup",
            constraint=models.UniqueConstraint(
                fields=("series", "participant"), name="recurring_signup_once_a_series"
            ),
        ),
    ]
