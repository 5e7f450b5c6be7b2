from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payouts", "0004_signatures_to_the_vault")]

    operations = [
        migrations.RemoveField(
            model_name='cashreceipt',
            name='signature',
        ),
        migrations.AddConstraint(
            model_name='cashreceipt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('signature_sha256', ''), _negated=True), models.Q(('witness__isnull', False), models.Q(('witness', models.F('paid_by')), _negated=True), models.Q(('paid_by_initials', ''), _negated=True), models.Q(('witness_initials', ''), _negated=True)), _connector='OR'), name='cash_receipt_signed_or_two_staff'),
        ),
    ]
