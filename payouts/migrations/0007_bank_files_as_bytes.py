"""Keep the files for the bank as bytes, compressed before they are encrypted (decision 012).

The key that each was written with must be among REIR_VAULT_KEYS; without it the migration stops and
nothing has changed.
"""

from django.db import migrations, models
from django.db.models import Q

from payouts.models.vault import EncryptedBinaryField


def press(apps, schema_editor):
    batches = apps.get_model("payouts", "Batch").objects.exclude(sha256="")
    for batch in batches.order_by("pk").iterator(chunk_size=1):
        batches.filter(pk=batch.pk).update(pressed=batch.file.encode())


def unpress(apps, schema_editor):
    batches = apps.get_model("payouts", "Batch").objects.exclude(sha256="")
    for batch in batches.order_by("pk").iterator(chunk_size=1):
        batches.filter(pk=batch.pk).update(file=batch.pressed.decode())


class Migration(migrations.Migration):
    dependencies = [("payouts", "0006_earmarked_and_organising")]

    operations = [
        migrations.RemoveConstraint("batch", "batch_sealed_has_file"),
        migrations.AddField("batch", "pressed", EncryptedBinaryField(blank=True)),
        migrations.RunPython(press, unpress),
        migrations.RemoveField("batch", "file"),
        migrations.RenameField("batch", "pressed", "file"),
        migrations.AddConstraint(
            "batch",
            models.CheckConstraint(
                condition=Q(state__in=("draft", "void"))
                | (Q(sealed_by__isnull=False) & ~Q(sha256="") & Q(file__gt=b"")),
                name="batch_sealed_has_file",
            ),
        ),
    ]
