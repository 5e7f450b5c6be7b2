import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Call the steps of the escalation what they are; each row stays as it is."""

    dependencies = [
        ("activities", "0019_activity_names_for_each_team"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="ladderstep", name="ladder_step_once_a_shift"),
        migrations.RenameModel("LadderStep", "EscalationStep"),
        migrations.AlterField(
            model_name="escalationstep",
            name="shift",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="escalation_steps",
                to="activities.shift",
            ),
        ),
        migrations.AddConstraint(
            model_name="escalationstep",
            constraint=models.UniqueConstraint(
                fields=("shift", "step"), name="escalation_step_once_a_shift"
            ),
        ),
    ]
