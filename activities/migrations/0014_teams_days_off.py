import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_second_person'),
        ('activities', '0013_uid_domain'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalseries',
            name='held_anyway',
            field=models.JSONField(blank=True, default=list, verbose_name='fridager med treff'),
        ),
        migrations.AddField(
            model_name='series',
            name='held_anyway',
            field=models.JSONField(blank=True, default=list, verbose_name='fridager med treff'),
        ),
        migrations.CreateModel(
            name='DayOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='laget')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='endret')),
                ('name', models.CharField(max_length=80, verbose_name='hva')),
                ('first_day', models.DateField(verbose_name='fra og med')),
                ('last_day', models.DateField(verbose_name='til og med')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='days_off', to='accounts.team')),
            ],
            options={
                'verbose_name': 'fridag',
                'verbose_name_plural': 'fridager',
                'ordering': ['first_day', 'last_day', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='day_off_in_order', violation_error_message='Siste dag kan ikke komme før første dag.'), models.UniqueConstraint(fields=('team', 'first_day', 'last_day', 'name'), name='day_off_once')],
            },
        ),
    ]
