import payouts.models.vault
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('payouts', '0016_sealed_as'),
    ]

    operations = [
        migrations.AddField(
            model_name='vaultentry',
            name='bank_spelling',
            field=payouts.models.vault.EncryptedTextField(blank=True, verbose_name='slik banken skriver navnet'),
        ),
    ]
