import core.constraints
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('participants', '0001_initial'),
        ('payouts', '0007_bank_files_as_bytes'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='batch',
            name='batch_sealed_has_file',
        ),
        migrations.RemoveConstraint(
            model_name='cashreceipt',
            name='cash_receipt_append_only',
        ),
        migrations.RemoveConstraint(
            model_name='giftcardreceipt',
            name='gift_card_receipt_append_only',
        ),
        migrations.RemoveConstraint(
            model_name='thresholddecision',
            name='threshold_decision_append_only',
        ),
        migrations.AddField(
            model_name='batch',
            name='file_forgotten_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='cashreceipt',
            name='participant',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cash_receipts', to='participants.participant'),
        ),
        migrations.AlterField(
            model_name='earning',
            name='participant',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='earnings', to='participants.participant'),
        ),
        migrations.AlterField(
            model_name='giftcardreceipt',
            name='participant',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gift_card_receipts', to='participants.participant'),
        ),
        migrations.AlterField(
            model_name='thresholddecision',
            name='participant',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='threshold_decisions', to='participants.participant'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'void')), models.Q(('sealed_by__isnull', False), models.Q(('sha256', ''), _negated=True), models.Q(('file__gt', b''), ('file_forgotten_at__isnull', False), _connector='OR')), _connector='OR'), name='batch_sealed_has_file'),
        ),
        migrations.AddConstraint(
            model_name='cashreceipt',
            constraint=core.constraints.AppendOnlyConstraint(forgets=('participant',), name='cash_receipt_append_only'),
        ),
        migrations.AddConstraint(
            model_name='earning',
            constraint=models.CheckConstraint(condition=models.Q(('participant__isnull', False), models.Q(('state', 'promised'), _negated=True), _connector='OR'), name='earning_promised_to_somebody'),
        ),
        migrations.AddConstraint(
            model_name='giftcardreceipt',
            constraint=core.constraints.AppendOnlyConstraint(forgets=('participant',), name='gift_card_receipt_append_only'),
        ),
        migrations.AddConstraint(
            model_name='thresholddecision',
            constraint=core.constraints.AppendOnlyConstraint(forgets=('participant',), name='threshold_decision_append_only'),
        ),
    ]
