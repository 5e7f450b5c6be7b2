import django.db.models.deletion
import django.utils.timezone
import notices.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('participants', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='laget')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='endret')),
                ('key', models.CharField(max_length=120, unique=True)),
                ('channel', models.CharField(choices=[('email', 'e-post'), ('sms', 'SMS')], max_length=10)),
                ('address', models.CharField(max_length=254, verbose_name='til')),
                ('subject', models.CharField(blank=True, max_length=120, verbose_name='emne')),
                ('body', models.TextField(max_length=2000, verbose_name='tekst')),
                ('state', models.CharField(choices=[('waiting', 'venter'), ('sent', 'sendt'), ('shown', 'vist her, ikke sendt'), ('given_up', 'kom ikke fram'), ('too_old', 'gikk aldri ut')], default='waiting', max_length=10)),
                ('is_urgent', models.BooleanField(default=False)),
                ('is_letter', models.BooleanField(default=False, editable=False)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(null=True)),
                ('error', models.CharField(blank=True, max_length=200)),
                ('told_at', models.DateTimeField(editable=False, null=True, verbose_name='sagt')),
                ('beside', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, to='notices.message')),
                ('participant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='participants.participant')),
                ('told_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'melding',
                'verbose_name_plural': 'meldinger',
                'indexes': [models.Index(fields=['state', 'next_try_at'], name='message_ready')],
                'constraints': [models.CheckConstraint(condition=models.Q(('participant__isnull', True), ('user__isnull', True), _connector='OR'), name='message_to_one_person'), models.CheckConstraint(condition=models.Q(('is_letter', False), ('state', 'waiting'), ('body', ''), _connector='OR'), name='message_letter_is_forgotten'), models.CheckConstraint(condition=models.Q(('sent_at__isnull', True), ('state', 'sent'), _connector='OR'), name='message_sent_was_sent')],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='laget')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='endret')),
                ('key', models.CharField(max_length=120, unique=True)),
                ('kind', models.CharField(choices=[('answer_line', 'gi svar til den som venter'), ('tell', 'si fra selv'), ('find_money', 'finn penger til honorar'), ('take_down', 'ta bort det som kan tas bort'), ('debrief', 'snakk sammen etterpå'), ('enquiry', 'svar på henvendelse'), ('still_waiting', 'noen venter fortsatt på svar'), ('come_home', 'hør om en kollega er i orden'), ('find_staff', 'finn flere til økta'), ('finish', 'gjør ferdig'), ('second_look', 'se over det en kollega har gjort'), ('pay', 'få pengene fram'), ('follow_up', 'følg opp')], max_length=20)),
                ('text', models.CharField(max_length=280, verbose_name='hva')),
                ('about', models.CharField(blank=True, editable=False, max_length=60)),
                ('about_id', models.BigIntegerField(editable=False, null=True)),
                ('waits_for', models.CharField(blank=True, editable=False, max_length=40)),
                ('answer_by', models.DateField(default=notices.models.tomorrow, verbose_name='svar innen')),
                ('done_at', models.DateTimeField(null=True)),
                ('assigned_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tasks', to=settings.AUTH_USER_MODEL)),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('participant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='participants.participant')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='accounts.team')),
            ],
            options={
                'verbose_name': 'gjøremål',
                'verbose_name_plural': 'gjøremål',
                'indexes': [models.Index(fields=['team', 'done_at'], name='task_team_done'), models.Index(fields=['waits_for', 'about_id'], name='task_waits_for')],
            },
        ),
    ]

    # What this was before 0.1.0: a database that has all of it goes on (docs/releases.md).
    replaces = [
        ('notices', '0002_initial'),
        ('notices', '0003_more_kinds_of_tasks'),
        ('notices', '0004_tasks_have_a_date_and_a_subject'),
        ('notices', '0005_no_task_without_a_date'),
        ('notices', '0006_what_was_sent_and_told'),
        ('notices', '0007_what_was_said_instead'),
        ('notices', '0008_too_old_to_send'),
    ]
