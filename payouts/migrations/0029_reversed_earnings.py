from django.db import migrations, models
from django.db.models import Q

CHOICES = [("unfunded", "venter på penger"), ("promised", "lovet"), ("approved", "på vei")]


def say_reversed(apps, schema_editor):
    apps.get_model("payouts", "Earning").objects.filter(state="taken_back").update(state="reversed")


def say_taken_back(apps, schema_editor):
    apps.get_model("payouts", "Earning").objects.filter(state="reversed").update(state="taken_back")


class Migration(migrations.Migration):
    """Call an honorarium that was recorded by mistake reversed, as the ledger does."""

    dependencies = [
        ("payouts", "0028_payment_methods"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="earning", name="earning_reserved_or_unfunded"),
        migrations.AlterField(
            model_name="earning",
            name="state",
            field=models.CharField(
                choices=[*CHOICES, ("reversed", "rettet")], default="promised", max_length=10
            ),
        ),
        migrations.RunPython(say_reversed, say_taken_back),
        migrations.AddConstraint(
            model_name="earning",
            constraint=models.CheckConstraint(
                condition=Q(state="unfunded", reservation__isnull=True)
                | Q(state="reversed")
                | Q(state__in=("promised", "approved"), reservation__isnull=False),
                name="earning_reserved_or_unfunded",
            ),
        ),
    ]
