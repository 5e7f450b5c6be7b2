from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0014_teams_days_off'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='resource',
            name='series',
            field=models.ManyToManyField(blank=True, related_name='resources', to='activities.series'),
        ),
        migrations.AddField(
            model_name='series',
            name='staff',
            field=models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='hvem jobber'),
        ),
    ]
