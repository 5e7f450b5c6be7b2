import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Let an honorarium be without money: nothing reserved, and what holds it."""

    dependencies = [
        ("payouts", "0024_the_ledgers_tables"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="earning", name="earning_promised_to_somebody"),
        migrations.AlterField(
            model_name="earning",
            name="state",
            field=models.CharField(
                choices=[
                    ("unfunded", "venter på penger"),
                    ("promised", "lovet"),
                    ("approved", "på vei"),
                    ("taken_back", "rettet"),
                ],
                default="promised",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="earning",
            name="reservation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="earnings",
                to="payouts.reservation",
            ),
        ),
        migrations.AddField(
            model_name="earning",
            name="held_by",
            field=models.CharField(
                blank=True,
                choices=[("budget", "budsjettet"), ("threshold", "en grense")],
                default="",
                max_length=10,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="earning",
            name="threshold",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="held",
                to="payouts.threshold",
            ),
        ),
    ]
