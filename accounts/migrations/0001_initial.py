import core.constraints
import django.db.models.deletion
import django.utils.timezone
import phonenumber_field.modelfields
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='laget')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='endret')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='navn')),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='adresse')),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None, verbose_name='telefon')),
                ('organisation_number', models.CharField(blank=True, help_text='Den som betaler.', max_length=9, verbose_name='organisasjonsnummer')),
            ],
            options={
                'verbose_name': 'team',
                'verbose_name_plural': 'team',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-post')),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None, verbose_name='telefon')),
                ('language', models.CharField(default='nb', max_length=2, verbose_name='språk')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'innlogging',
                'verbose_name_plural': 'innlogginger',
            },
        ),
        migrations.CreateModel(
            name='AccessEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='når')),
                ('act', models.CharField(choices=[('view', 'så'), ('list', 'så i en liste'), ('print', 'skrev ut'), ('export', 'tok ut en fil')], max_length=10, verbose_name='handling')),
                ('what', models.CharField(max_length=80, verbose_name='side')),
                ('reason', models.CharField(blank=True, max_length=280, verbose_name='grunn')),
                ('look', models.CharField(editable=False, max_length=64)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='hvem')),
                ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
            ],
            options={
                'verbose_name': 'innsyn',
                'verbose_name_plural': 'innsyn',
                'indexes': [models.Index(fields=['user', 'what', 'at'], name='access_event_same_look')],
                'constraints': [core.constraints.AppendOnlyConstraint(name='access_event_append_only')],
            },
        ),
        migrations.CreateModel(
            name='AccessSeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed_at', models.DateTimeField()),
                ('first', models.PositiveBigIntegerField(unique=True)),
                ('last', models.PositiveBigIntegerField(unique=True)),
                ('count', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('key_id', models.CharField(blank=True, default='', max_length=8)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [core.constraints.AppendOnlyConstraint(name='access_seal_append_only', unique=(('first',), ('last',))), models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='access_seal_runs_forward')],
            },
        ),
        migrations.CreateModel(
            name='ShortCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='laget')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='endret')),
                ('code', models.CharField(max_length=128)),
                ('wrong_tries', models.PositiveSmallIntegerField(default=0)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='short_code', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'kort kode',
                'verbose_name_plural': 'korte koder',
            },
        ),
        migrations.CreateModel(
            name='HistoricalMembership',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('created_at', models.DateTimeField(blank=True, editable=False, verbose_name='laget')),
                ('role', models.CharField(choices=[('leader', 'leder'), ('worker', 'medarbeider'), ('peer_worker', 'erfaringskonsulent'), ('finance', 'økonomi'), ('editor', 'redaktør'), ('auditor', 'revisor')], max_length=20, verbose_name='rolle')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='sluttet')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.team')),
            ],
            options={
                'verbose_name': 'historical medlemskap',
                'verbose_name_plural': 'historical medlemskap',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='TeamGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('leader', 'leder'), ('worker', 'medarbeider'), ('peer_worker', 'erfaringskonsulent'), ('finance', 'økonomi'), ('editor', 'redaktør'), ('auditor', 'revisor')], max_length=20)),
                ('group', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='team_group', to='auth.group')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='accounts.team')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('team', 'role'), name='team_group_once_a_role')],
            },
        ),
        migrations.CreateModel(
            name='AccessSubject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('participant_number', models.PositiveBigIntegerField(db_index=True)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subjects', to='accounts.accessevent')),
            ],
            options={
                'constraints': [core.constraints.AppendOnlyConstraint(name='access_subject_append_only', unique=(('event', 'participant_number'),)), models.UniqueConstraint(fields=('event', 'participant_number'), name='access_subject_once_an_event')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='laget')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='endret')),
                ('to', models.CharField(blank=True, max_length=120, verbose_name='til')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('expires_at', models.DateTimeField(verbose_name='gjelder til')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='tatt imot')),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'invitasjon',
                'verbose_name_plural': 'invitasjoner',
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='invitation_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='SignInChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='laget')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='endret')),
                ('email_before', models.EmailField(max_length=254, verbose_name='e-post før')),
                ('email_after', models.EmailField(max_length=254, verbose_name='e-post etter')),
                ('confirmed_at', models.DateTimeField(null=True, verbose_name='møtt')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='av')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='møtt av')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sign_in_changes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'ny innlogging',
                'verbose_name_plural': 'nye innlogginger',
                'constraints': [models.CheckConstraint(condition=models.Q(('by', models.F('user')), _negated=True), name='sign_in_change_is_begun_by_another'), models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(models.Q(('confirmed_by', models.F('by')), _negated=True), models.Q(('confirmed_by', models.F('user')), _negated=True)), _connector='OR'), name='sign_in_change_is_confirmed_by_a_third'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='sign_in_change_confirmed_by_and_at')],
            },
        ),
        migrations.CreateModel(
            name='SecondPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='laget')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='endret')),
                ('of_id', models.PositiveBigIntegerField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('how', models.CharField(blank=True, choices=[('code', 'egen kode på samme skjerm'), ('page', 'egen side')], max_length=4)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('of_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seconds', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
            ],
            options={
                'verbose_name': 'bekreftelse',
                'verbose_name_plural': 'bekreftelser',
                'constraints': [models.UniqueConstraint(fields=('of_type', 'of_id'), name='second_person_once'), models.CheckConstraint(condition=models.Q(('person', models.F('asked_by')), _negated=True), name='second_person_four_eyes'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('how', '')), models.Q(('confirmed_at__isnull', False), models.Q(('how', ''), _negated=True)), _connector='OR'), name='second_person_confirmed_somehow')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='laget')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='endret')),
                ('role', models.CharField(choices=[('leader', 'leder'), ('worker', 'medarbeider'), ('peer_worker', 'erfaringskonsulent'), ('finance', 'økonomi'), ('editor', 'redaktør'), ('auditor', 'revisor')], max_length=20, verbose_name='rolle')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='sluttet')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='accounts.team')),
            ],
            options={
                'verbose_name': 'medlemskap',
                'verbose_name_plural': 'medlemskap',
                'constraints': [models.UniqueConstraint(fields=('user', 'team', 'role'), name='membership_once_a_role')],
            },
        ),
    ]

    # What this was before 0.1.0: a database that has all of it goes on (docs/releases.md).
    replaces = [
        ('accounts', '0002_seals_with_keys'),
        ('accounts', '0003_sign_in_changes'),
        ('accounts', '0004_second_person'),
        ('accounts', '0005_what_an_invitation_is_for'),
        ('accounts', '0006_storytellers_may_translate'),
    ]
