"""No task without a date."""

from django.conf import settings
from django.db import migrations, models

import notices.models

import notices.models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('notices', '0004_tasks_have_a_date_and_a_subject'),
        ('participants', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='task',
            name='answer_by',
            field=models.DateField(default=notices.models.tomorrow, verbose_name='svar innen'),
        ),
        migrations.AlterField(
            model_name='task',
            name='kind',
            field=models.CharField(choices=[('answer_line', 'gi svar til den som venter'), ('tell', 'si fra selv'), ('find_money', 'finn penger til honorar'), ('take_down', 'ta bort det som kan tas bort'), ('debrief', 'snakk sammen etterpå'), ('enquiry', 'svar på henvendelse'), ('still_waiting', 'noen venter fortsatt på svar'), ('come_home', 'hør om en kollega er i orden'), ('find_staff', 'finn flere til økta'), ('finish', 'gjør ferdig'), ('second_look', 'se over det en kollega har gjort'), ('pay', 'få pengene fram'), ('follow_up', 'følg opp')], max_length=20),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(fields=['waits_for', 'about_id'], name='task_waits_for'),
        ),
    ]
