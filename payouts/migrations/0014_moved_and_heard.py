"""Two dates for every payout: when its money moved, and when we heard (rules.md#two-dates).

What is paid until now was dated by when somebody told it. Money through the bank moved on the day
that its file asked for, if that was before we heard.
"""

from datetime import datetime, time

from django.db import migrations, models
from django.db.models import F
from django.utils import timezone

AT_A_TIME = 1_000


def tell_apart(apps, schema_editor):
    Payout = apps.get_model("payouts", "Payout")
    Payout.objects.filter(settled_at__isnull=False).update(heard_at=F("settled_at"))
    asked = Payout.objects.filter(rail="bank", settled_at__isnull=False)
    rows = asked.exclude(batch__execution_on=None).values_list(
        "pk", "settled_at", "batch__execution_on", "batch__created_at"
    )
    moved = []
    for pk, settled_at, day, made_at in rows.iterator():
        noon = max(timezone.make_aware(datetime.combine(day, time(12))), made_at)
        if noon < settled_at:
            moved.append(Payout(pk=pk, settled_at=noon))
    Payout.objects.bulk_update(moved, ["settled_at"], batch_size=AT_A_TIME)


def only_heard(apps, schema_editor):
    Payout = apps.get_model("payouts", "Payout")
    Payout.objects.filter(heard_at__isnull=False).update(settled_at=F("heard_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('payouts', '0013_accounts_are_confirmed'),
    ]

    operations = [
        migrations.AddField(
            model_name='payout',
            name='heard_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(tell_apart, only_heard, elidable=True),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.CheckConstraint(condition=models.Q(('heard_at__isnull', True), ('settled_at__lte', F('heard_at')), _connector='OR'), name='payout_moved_before_heard'),
        ),
    ]
