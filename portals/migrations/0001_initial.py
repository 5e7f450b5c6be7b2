from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='SentForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(editable=False, max_length=64, unique=True)),
                ('content', models.CharField(editable=False, max_length=64)),
                ('led_to', models.CharField(blank=True, editable=False, max_length=500)),
                ('sent_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='sendt')),
            ],
            options={
                'verbose_name': 'sendt skjema',
                'verbose_name_plural': 'sendte skjemaer',
            },
        ),
    ]

    # What this was before 0.1.0: a database that has all of it goes on (docs/releases.md).
    replaces = [
        ('portals', '0001_sent_forms'),
    ]
