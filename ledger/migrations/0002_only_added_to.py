import core.constraints
from django.db import migrations


class Migration(migrations.Migration):
    """Put back the rules that let rows only be added, under the tables' new names."""

    dependencies = [
        ('ledger', '0001_initial'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='entry',
            constraint=core.constraints.AppendOnlyConstraint(name='entry_append_only', unique=(('voucher_number',), ('key',), ('reverses',), ('earning', 'kind'), ('payout', 'kind'))),
        ),
        migrations.AddConstraint(
            model_name='entryseal',
            constraint=core.constraints.AppendOnlyConstraint(name='entry_seal_append_only', unique=(('first',), ('last',))),
        ),
    ]
