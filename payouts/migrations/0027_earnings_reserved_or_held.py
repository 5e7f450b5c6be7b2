from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """An honorarium has something reserved, or says what holds it."""

    dependencies = [
        ("payouts", "0026_what_is_owed_without_money"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="earning",
            constraint=models.CheckConstraint(
                condition=Q(participant__isnull=False)
                | ~Q(state="promised") & ~Q(state="unfunded", held_by="budget"),
                name="earning_promised_to_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="earning",
            constraint=models.CheckConstraint(
                condition=Q(state="unfunded", reservation__isnull=True)
                | Q(state="taken_back")
                | Q(state__in=("promised", "approved"), reservation__isnull=False),
                name="earning_reserved_or_unfunded",
            ),
        ),
        migrations.AddConstraint(
            model_name="earning",
            constraint=models.CheckConstraint(
                condition=Q(state="unfunded", held_by="budget", threshold__isnull=True)
                | Q(state="unfunded", held_by="threshold", threshold__isnull=False)
                | ~Q(state="unfunded") & Q(held_by="", threshold__isnull=True),
                name="earning_held_by_one_thing",
            ),
        ),
    ]
