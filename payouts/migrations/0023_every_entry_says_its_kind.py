import core.constraints
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('payouts', '0022_read_out_of_the_keys'),
    ]

    operations = [
        migrations.AlterField(
            model_name='entry',
            name='kind',
            field=models.CharField(choices=[('approve', 'Approve'), ('undo', 'Undo'), ('write_off', 'Write Off'), ('send', 'Send'), ('settle', 'Settle'), ('fail', 'Fail'), ('return', 'Return'), ('arrive_late', 'Arrive Late'), ('return_late', 'Return Late'), ('lose', 'Lose'), ('paid_twice', 'Paid Twice'), ('recover', 'Recover'), ('fill_box', 'Fill Box'), ('empty_box', 'Empty Box'), ('count', 'Count'), ('buy_cards', 'Buy Cards'), ('void_card', 'Void Card'), ('earmark', 'Earmark'), ('lease_payment', 'Lease Payment'), ('lease_overpayment', 'Lease Overpayment'), ('lease_refund', 'Lease Refund'), ('overpayment_refund', 'Overpayment Refund'), ('refund_returned', 'Refund Returned')], max_length=20),
        ),
        migrations.AlterField(
            model_name='entry',
            name='team',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('box', None), _negated=True), fields=['box'], name='entry_box'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('gift_card', None), _negated=True), fields=['gift_card'], name='entry_gift_card'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('payment', None), _negated=True), fields=['payment'], name='entry_payment'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('paid_back', None), _negated=True), fields=['paid_back'], name='entry_paid_back'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=core.constraints.AppendOnlyConstraint(name='entry_append_only', unique=(('voucher_number',), ('key',), ('reverses',), ('earning', 'kind'), ('payout', 'kind'))),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(fields=('earning', 'kind'), name='entry_once_an_earning'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(fields=('payout', 'kind'), name='entry_once_a_payout'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('box__isnull', True), ('earning__isnull', False), ('gift_card__isnull', True), ('kind__in', ('approve', 'undo', 'write_off')), ('paid_back__isnull', True), ('payment__isnull', True), ('payout__isnull', True)), models.Q(('earning__isnull', True), ('gift_card__isnull', True), ('kind__in', ('send', 'settle', 'fail', 'return', 'arrive_late', 'return_late', 'lose', 'paid_twice', 'recover')), ('paid_back__isnull', True), ('payment__isnull', True), ('payout__isnull', False)), models.Q(('box__isnull', False), ('earning__isnull', True), ('gift_card__isnull', True), ('kind__in', ('fill_box', 'empty_box', 'count')), ('paid_back__isnull', True), ('payment__isnull', True), ('payout__isnull', True)), models.Q(('box__isnull', True), ('earning__isnull', True), ('gift_card__isnull', False), ('kind__in', ('void_card',)), ('paid_back__isnull', True), ('payment__isnull', True), ('payout__isnull', True)), models.Q(('box__isnull', True), ('earning__isnull', True), ('gift_card__isnull', True), ('kind__in', ('lease_payment', 'lease_overpayment')), ('paid_back__isnull', True), ('payment__isnull', False), ('payout__isnull', True)), models.Q(('box__isnull', True), ('earning__isnull', True), ('gift_card__isnull', True), ('kind__in', ('lease_refund', 'overpayment_refund', 'refund_returned')), ('paid_back__isnull', False), ('payment__isnull', True), ('payout__isnull', True)), models.Q(('box__isnull', True), ('budget__isnull', False), ('earning__isnull', True), ('gift_card__isnull', True), ('kind__in', ('earmark',)), ('paid_back__isnull', True), ('payment__isnull', True), ('payout__isnull', True)), models.Q(('box__isnull', True), ('earning__isnull', True), ('gift_card__isnull', True), ('kind__in', ('buy_cards',)), ('paid_back__isnull', True), ('payment__isnull', True), ('payout__isnull', True)), _connector='OR'), name='entry_about_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('budget__isnull', False), ('kind__in', ('approve', 'undo', 'write_off', 'send', 'settle', 'fail', 'return', 'arrive_late', 'return_late', 'lose', 'paid_twice', 'recover', 'earmark'))), models.Q(models.Q(('kind__in', ('approve', 'undo', 'write_off', 'send', 'settle', 'fail', 'return', 'arrive_late', 'return_late', 'lose', 'paid_twice', 'recover', 'earmark')), _negated=True), ('budget__isnull', True)), _connector='OR'), name='entry_of_a_budget_or_none'),
        ),
    ]
