import core.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('leasing', '0001_initial'),
        ('participants', '0001_initial'),
        ('payouts', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AccountCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='laget')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='endret')),
                ('account', models.CharField(max_length=40, unique=True, verbose_name='konto i Reir')),
                ('code', models.CharField(max_length=20, verbose_name='kontonummer i regnskapet')),
                ('name', models.CharField(max_length=80, verbose_name='navn')),
            ],
            options={
                'verbose_name': 'kontokode',
                'verbose_name_plural': 'kontokoder',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='EntrySeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed_at', models.DateTimeField()),
                ('first', models.PositiveBigIntegerField(unique=True)),
                ('last', models.PositiveBigIntegerField(unique=True)),
                ('count', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('key_id', models.CharField(blank=True, default='', max_length=8)),
                ('form', models.PositiveSmallIntegerField(default=1)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [core.constraints.AppendOnlyConstraint(name='entry_seal_append_only', unique=(('first',), ('last',))), models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='entry_seal_runs_forward')],
            },
        ),
        migrations.CreateModel(
            name='LedgerPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(unique=True)),
                ('participant', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='ledger_person', to='participants.participant')),
            ],
            options={
                'verbose_name': 'person i regnskapet',
                'verbose_name_plural': 'personer i regnskapet',
            },
        ),
        migrations.CreateModel(
            name='VoucherCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='voucher_counter_is_one_row')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voucher_number', models.PositiveBigIntegerField(unique=True, verbose_name='bilag')),
                ('key', models.CharField(max_length=120, unique=True)),
                ('kind', models.CharField(choices=[('approve', 'Approve'), ('undo', 'Undo'), ('write_off', 'Write Off'), ('send', 'Send'), ('settle', 'Settle'), ('fail', 'Fail'), ('return', 'Return'), ('arrive_late', 'Arrive Late'), ('return_late', 'Return Late'), ('lose', 'Lose'), ('paid_twice', 'Paid Twice'), ('recover', 'Recover'), ('fill_box', 'Fill Box'), ('empty_box', 'Empty Box'), ('count', 'Count'), ('buy_cards', 'Buy Cards'), ('void_card', 'Void Card'), ('earmark', 'Earmark'), ('lease_payment', 'Lease Payment'), ('lease_overpayment', 'Lease Overpayment'), ('lease_refund', 'Lease Refund'), ('overpayment_refund', 'Overpayment Refund'), ('refund_returned', 'Refund Returned')], max_length=20)),
                ('debit', models.CharField(max_length=40, verbose_name='debet')),
                ('credit', models.CharField(max_length=40, verbose_name='kredit')),
                ('ore', models.PositiveBigIntegerField(verbose_name='øre')),
                ('at', models.DateTimeField(verbose_name='når')),
                ('reason', models.CharField(max_length=120, verbose_name='tekst')),
                ('person_number', models.PositiveBigIntegerField(db_index=True, null=True)),
                ('box', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='payouts.cashbox')),
                ('budget', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payouts.budget')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('earning', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='payouts.earning')),
                ('gift_card', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='payouts.giftcard')),
                ('paid_back', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='leasing.paidback')),
                ('payment', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='leasing.payment')),
                ('payout', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='payouts.payout')),
                ('reverses', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='ledger.entry')),
                ('team', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
            ],
            options={
                'verbose_name': 'bilag',
                'verbose_name_plural': 'bilag',
                'ordering': ['voucher_number'],
                'indexes': [models.Index(fields=['debit'], name='entry_debit'), models.Index(fields=['credit'], name='entry_credit'), models.Index(fields=['at'], name='entry_at'), models.Index(condition=models.Q(('box', None), _negated=True), fields=['box'], name='entry_box'), models.Index(condition=models.Q(('gift_card', None), _negated=True), fields=['gift_card'], name='entry_gift_card'), models.Index(condition=models.Q(('payment', None), _negated=True), fields=['payment'], name='entry_payment'), models.Index(condition=models.Q(('paid_back', None), _negated=True), fields=['paid_back'], name='entry_paid_back')],
                'constraints': [core.constraints.AppendOnlyConstraint(name='entry_append_only', unique=(('voucher_number',), ('key',), ('reverses',), ('earning', 'kind'), ('payout', 'kind'))), models.CheckConstraint(condition=models.Q(('ore__gt', 0), ('ore__lte', 100000000000)), name='entry_is_a_sum'), models.CheckConstraint(condition=models.Q(('debit', models.F('credit')), _negated=True), name='entry_two_accounts'), models.UniqueConstraint(fields=('earning', 'kind'), name='entry_once_an_earning'), models.UniqueConstraint(fields=('payout', 'kind'), name='entry_once_a_payout'), models.CheckConstraint(condition=models.Q(models.Q(('box__isnull', True), ('earning__isnull', False), ('gift_card__isnull', True), ('kind__in', ('approve', 'undo', 'write_off')), ('paid_back__isnull', True), ('payment__isnull', True), ('payout__isnull', True)), models.Q(('earning__isnull', True), ('gift_card__isnull', True), ('kind__in', ('send', 'settle', 'fail', 'return', 'arrive_late', 'return_late', 'lose', 'paid_twice', 'recover')), ('paid_back__isnull', True), ('payment__isnull', True), ('payout__isnull', False)), models.Q(('box__isnull', False), ('earning__isnull', True), ('gift_card__isnull', True), ('kind__in', ('fill_box', 'empty_box', 'count')), ('paid_back__isnull', True), ('payment__isnull', True), ('payout__isnull', True)), models.Q(('box__isnull', True), ('earning__isnull', True), ('gift_card__isnull', False), ('kind__in', ('void_card',)), ('paid_back__isnull', True), ('payment__isnull', True), ('payout__isnull', True)), models.Q(('box__isnull', True), ('earning__isnull', True), ('gift_card__isnull', True), ('kind__in', ('lease_payment', 'lease_overpayment')), ('paid_back__isnull', True), ('payment__isnull', False), ('payout__isnull', True)), models.Q(('box__isnull', True), ('earning__isnull', True), ('gift_card__isnull', True), ('kind__in', ('lease_refund', 'overpayment_refund', 'refund_returned')), ('paid_back__isnull', False), ('payment__isnull', True), ('payout__isnull', True)), models.Q(('box__isnull', True), ('budget__isnull', False), ('earning__isnull', True), ('gift_card__isnull', True), ('kind__in', ('earmark',)), ('paid_back__isnull', True), ('payment__isnull', True), ('payout__isnull', True)), models.Q(('box__isnull', True), ('earning__isnull', True), ('gift_card__isnull', True), ('kind__in', ('buy_cards',)), ('paid_back__isnull', True), ('payment__isnull', True), ('payout__isnull', True)), _connector='OR'), name='entry_about_one_thing'), models.CheckConstraint(condition=models.Q(models.Q(('budget__isnull', False), ('kind__in', ('approve', 'undo', 'write_off', 'send', 'settle', 'fail', 'return', 'arrive_late', 'return_late', 'lose', 'paid_twice', 'recover', 'earmark'))), models.Q(models.Q(('kind__in', ('approve', 'undo', 'write_off', 'send', 'settle', 'fail', 'return', 'arrive_late', 'return_late', 'lose', 'paid_twice', 'recover', 'earmark')), _negated=True), ('budget__isnull', True)), _connector='OR'), name='entry_of_a_budget_or_none')],
            },
        ),
    ]

    # What this was before 0.1.0: a database that has all of it goes on (docs/releases.md).
    replaces = [
        ('ledger', '0002_only_added_to'),
        ('ledger', '0003_rows_that_name_the_app'),
    ]
