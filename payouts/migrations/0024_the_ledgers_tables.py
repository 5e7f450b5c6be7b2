from django.db import migrations


class Migration(migrations.Migration):
    """Hand the ledger's tables over to the app `ledger`, which takes them as they are.

    The rules that let rows only be added name their table, so they go first;
    `ledger.0002_only_added_to` puts them back.
    """

    dependencies = [
        ('payouts', '0023_every_entry_says_its_kind'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='entry', name='entry_append_only'),
        migrations.RemoveConstraint(model_name='entryseal', name='entry_seal_append_only'),
        migrations.AlterModelTable(name='entry', table='ledger_entry'),
        migrations.AlterModelTable(name='entryseal', table='ledger_entryseal'),
        migrations.AlterModelTable(name='vouchercounter', table='ledger_vouchercounter'),
        migrations.AlterModelTable(name='accountcode', table='ledger_accountcode'),
        migrations.AlterModelTable(name='ledgerperson', table='ledger_ledgerperson'),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(name='Entry'),
                migrations.DeleteModel(name='EntrySeal'),
                migrations.DeleteModel(name='VoucherCounter'),
                migrations.DeleteModel(name='AccountCode'),
                migrations.DeleteModel(name='LedgerPerson'),
            ],
        ),
    ]
