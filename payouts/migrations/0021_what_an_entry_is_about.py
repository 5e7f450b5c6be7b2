import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Make room for what each entry is about; the next two fill it and close it again."""

    dependencies = [
        ('accounts', '0006_storytellers_may_translate'),
        ('leasing', '0004_what_an_event_is_about'),
        ('payouts', '0020_who_put_a_batch_away'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='entry',
            name='entry_append_only',
        ),
        migrations.AddField(
            model_name='entry',
            name='box',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='payouts.cashbox'),
        ),
        migrations.AddField(
            model_name='entry',
            name='budget',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payouts.budget'),
        ),
        migrations.AddField(
            model_name='entry',
            name='earning',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='payouts.earning'),
        ),
        migrations.AddField(
            model_name='entry',
            name='gift_card',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='payouts.giftcard'),
        ),
        migrations.AddField(
            model_name='entry',
            name='kind',
            field=models.CharField(choices=[('approve', 'Approve'), ('undo', 'Undo'), ('write_off', 'Write Off'), ('send', 'Send'), ('settle', 'Settle'), ('fail', 'Fail'), ('return', 'Return'), ('arrive_late', 'Arrive Late'), ('return_late', 'Return Late'), ('lose', 'Lose'), ('paid_twice', 'Paid Twice'), ('recover', 'Recover'), ('fill_box', 'Fill Box'), ('empty_box', 'Empty Box'), ('count', 'Count'), ('buy_cards', 'Buy Cards'), ('void_card', 'Void Card'), ('earmark', 'Earmark'), ('lease_payment', 'Lease Payment'), ('lease_overpayment', 'Lease Overpayment'), ('lease_refund', 'Lease Refund'), ('overpayment_refund', 'Overpayment Refund'), ('refund_returned', 'Refund Returned')], max_length=20, null=True),
        ),
        migrations.AddField(
            model_name='entry',
            name='paid_back',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='leasing.paidback'),
        ),
        migrations.AddField(
            model_name='entry',
            name='payment',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='leasing.payment'),
        ),
        migrations.AddField(
            model_name='entry',
            name='payout',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='payouts.payout'),
        ),
        migrations.AddField(
            model_name='entry',
            name='team',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team'),
        ),
        migrations.AddField(
            model_name='entryseal',
            name='form',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name='payout',
            name='state',
            field=models.CharField(choices=[('queued', 'i kø'), ('sending', 'sendes'), ('paid', 'utbetalt'), ('failed', 'kom ikke fram'), ('lost', 'kom ikke fram'), ('paid_twice', 'kom ikke fram')], default='queued', max_length=10),
        ),
    ]
