"""Move drawn signatures into the vault: the receipt keeps their SHA-256."""

import hashlib
from datetime import timedelta

from django.db import migrations, models

from core.constraints import AppendOnlyConstraint

KEPT = timedelta(days=5 * 366)


def move(apps, schema_editor):
    receipts = apps.get_model("payouts", "CashReceipt").objects.exclude(signature="")
    drawings = apps.get_model("payouts", "Signature").objects
    for receipt in receipts:
        drawings.create(
            cash_receipt=receipt,
            path=receipt.signature,
            kept_until=(receipt.at + KEPT).date(),
        )
        receipt.signature_sha256 = hashlib.sha256(receipt.signature.encode()).hexdigest()
        models.Model.save(receipt, update_fields=["signature_sha256"])


def name_numbers(apps, schema_editor):
    numbers = (
        apps.get_model("payouts", "Entry")
        .objects.exclude(person_number=None)
        .order_by()
        .values_list("person_number", flat=True)
        .distinct()
    )
    there = apps.get_model("participants", "Participant").objects.filter(pk__in=list(numbers))
    people = apps.get_model("payouts", "LedgerPerson").objects
    people.bulk_create(people.model(number=one.pk, participant=one) for one in there)


class Migration(migrations.Migration):
    dependencies = [("payouts", "0003_rails_rules_and_books")]

    operations = [
        migrations.RemoveConstraint("cashreceipt", "cash_receipt_append_only"),
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.RunPython(name_numbers, migrations.RunPython.noop),
        migrations.AddConstraint(
            "cashreceipt", AppendOnlyConstraint(name="cash_receipt_append_only")
        ),
    ]
