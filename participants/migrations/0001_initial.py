import core.constraints
import django.db.models.deletion
import django.utils.timezone
import participants.models.participant
import phonenumber_field.modelfields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Interest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='navn')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('illustration', models.SlugField(blank=True, max_length=40, verbose_name='tegning')),
            ],
            options={
                'verbose_name': 'interesse',
                'verbose_name_plural': 'interesser',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='ContactException',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='laget')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='endret')),
                ('reason', models.CharField(max_length=280, verbose_name='grunn')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contact_exceptions', to=settings.AUTH_USER_MODEL)),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'unntak fra ti deltakere',
                'verbose_name_plural': 'unntak fra ti deltakere',
            },
        ),
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='laget')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='endret')),
                ('code', models.CharField(default=participants.models.participant.new_code, editable=False, max_length=6, unique=True, verbose_name='kode')),
                ('chosen_name', models.CharField(max_length=60, verbose_name='navnet du vil bli kalt')),
                ('channel', models.CharField(choices=[('sms', 'SMS'), ('email', 'e-post'), ('call', 'ring meg'), ('paper', 'på papir'), ('none', 'ikke ta kontakt')], default='paper', max_length=10, verbose_name='hvordan vi sier fra')),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None, verbose_name='telefon')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-post')),
                ('language', models.CharField(choices=[('nb', 'Bokmål'), ('nn', 'Nynorsk'), ('en', 'Engelsk')], default='nb', max_length=2, verbose_name='språk')),
                ('left_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='gikk ut')),
                ('deputy_contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deputy_participants', to=settings.AUTH_USER_MODEL, verbose_name='stedfortreder')),
                ('interests', models.ManyToManyField(blank=True, related_name='participants', to='participants.interest', verbose_name='dette liker jeg')),
                ('primary_contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='primary_participants', to=settings.AUTH_USER_MODEL, verbose_name='primærkontakt')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participants', to='accounts.team')),
            ],
            options={
                'verbose_name': 'deltaker',
                'verbose_name_plural': 'deltakere',
                'indexes': [models.Index(fields=['team', 'left_at'], name='participant_team_left')],
                'constraints': [models.CheckConstraint(condition=models.Q(('deputy_contact__isnull', True), models.Q(('deputy_contact', models.F('primary_contact')), _negated=True), _connector='OR'), name='participant_deputy_is_another', violation_error_message='Stedfortrederen må være en annen enn primærkontakten.'), models.CheckConstraint(condition=models.Q(models.Q(('channel', 'sms'), _negated=True), models.Q(('phone', ''), _negated=True), _connector='OR'), name='participant_sms_needs_phone', violation_error_message='Skriv et telefonnummer, eller velg en annen måte.'), models.CheckConstraint(condition=models.Q(models.Q(('channel', 'email'), _negated=True), models.Q(('email', ''), _negated=True), _connector='OR'), name='participant_email_needs_address', violation_error_message='Skriv en e-postadresse, eller velg en annen måte.')],
            },
        ),
        migrations.CreateModel(
            name='DepictionRemoval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item_id', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='depiction_removals', to='participants.participant')),
            ],
            options={
                'verbose_name': 'tatt av',
                'verbose_name_plural': 'tatt av',
                'indexes': [models.Index(fields=['item_type', 'item_id'], name='depiction_removal_item')],
                'constraints': [core.constraints.AppendOnlyConstraint(name='depiction_removal_append_only')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('given', 'gitt'), ('withdrawn', 'trukket')], max_length=10)),
                ('item_id', models.PositiveBigIntegerField()),
                ('channel', models.CharField(choices=[('web', 'nettsiden'), ('print', 'trykk'), ('social', 'sosiale medier'), ('film', 'film'), ('research', 'forskning')], max_length=10, verbose_name='hvor')),
                ('text_version', models.CharField(max_length=20, verbose_name='tekst')),
                ('language', models.CharField(default='nb', max_length=2, verbose_name='språk')),
                ('how', models.CharField(choices=[('screen', 'på skjermen'), ('paper', 'på papir'), ('spoken', 'muntlig, med vitne')], max_length=10, verbose_name='hvordan')),
                ('given_at', models.DateTimeField(verbose_name='når')),
                ('months', models.PositiveSmallIntegerField(verbose_name='måneder')),
                ('expires_at', models.DateTimeField(verbose_name='gjelder til')),
                ('item_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdraws', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='participants.consent')),
                ('witness', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='participants.participant')),
            ],
            options={
                'verbose_name': 'samtykke',
                'verbose_name_plural': 'samtykker',
                'indexes': [models.Index(fields=['item_type', 'item_id', 'channel'], name='consent_item_channel')],
                'constraints': [core.constraints.AppendOnlyConstraint(name='consent_append_only', unique=(('withdraws',),)), models.CheckConstraint(condition=models.Q(('months__gte', 1), ('months__lte', 24)), name='consent_at_most_24_months'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('given_at'))), name='consent_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'given'), ('withdraws__isnull', True)), models.Q(('kind', 'withdrawn'), ('withdraws__isnull', False)), _connector='OR'), name='consent_withdrawal_names_its_consent'), models.CheckConstraint(condition=models.Q(models.Q(('how', 'spoken'), ('kind', 'given'), _negated=True), models.Q(('witness__isnull', False), models.Q(('witness', models.F('recorded_by')), _negated=True)), _connector='OR'), name='consent_spoken_needs_witness')],
            },
        ),
        migrations.CreateModel(
            name='AccessCard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='laget')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='endret')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='sperret')),
                ('printed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cards', to='participants.participant')),
            ],
            options={
                'verbose_name': 'kort',
                'verbose_name_plural': 'kort',
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('participant',), name='access_card_one_live')],
            },
        ),
    ]

    # What this was before 0.1.0: a database that has all of it goes on (docs/releases.md).
    replaces = [
        ('participants', '0002_taken_off'),
        ('participants', '0003_depiction_removals'),
    ]
