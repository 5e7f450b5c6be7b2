from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('participants', '0002_consent_signature'),
    ]

    operations = [
        migrations.AddField(
            model_name='consent',
            name='words_digest',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
    ]
