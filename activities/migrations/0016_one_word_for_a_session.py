from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0015_what_a_standing_meeting_needs'),
    ]

    operations = [
        migrations.AlterField(
            model_name='shift',
            name='part',
            field=models.CharField(choices=[('lead', 'leder økta'), ('second', 'er med'), ('peer', 'erfaringskonsulent'), ('driver', 'kjører')], default='second', max_length=10, verbose_name='rolle'),
        ),
        migrations.AlterConstraint(
            model_name='session',
            name='session_ends_after_start',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='session_ends_after_start', violation_error_message='Økta må slutte etter at den begynner.'),
        ),
    ]
