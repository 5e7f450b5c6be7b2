"""What a batch and its payments are called in the bank is kept when they are sealed.

Until now it followed from their numbers, and each payout was a payment of its own.
"""

from django.db import migrations, models
from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat


def as_they_were_called(apps, schema_editor):
    Batch, Payout = (apps.get_model("payouts", name) for name in ("Batch", "Payout"))
    Entry = apps.get_model("payouts", "Entry")

    def called(prefix):
        return Concat(Value(prefix), Cast(F("pk"), CharField(max_length=20)))

    sealed = Batch.objects.exclude(sha256="")
    sealed.update(sealed_as=called("REIR-B"))
    # What was taken from the draft was never sent.
    key = Concat(Value("send:"), Cast(OuterRef("pk"), CharField(max_length=20)))
    Payout.objects.filter(
        ~Q(state="failed") | Exists(Entry.objects.filter(key=key)),
        batch__in=sealed.order_by().values("pk"),
    ).update(sealed_as=called("REIR-P"))


class Migration(migrations.Migration):

    dependencies = [
        ('payouts', '0015_more_of_the_bank'),
    ]

    operations = [
        migrations.AddField(
            model_name='batch',
            name='sealed_as',
            field=models.CharField(blank=True, max_length=35),
        ),
        migrations.AddField(
            model_name='payout',
            name='sealed_as',
            field=models.CharField(blank=True, max_length=35),
        ),
        migrations.RunPython(as_they_were_called, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.UniqueConstraint(condition=models.Q(('sealed_as', ''), _negated=True), fields=('sealed_as',), name='batch_message_id_once'),
        ),
    ]
