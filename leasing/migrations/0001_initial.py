import core.constraints
import django.db.models.deletion
import django.utils.timezone
import leasing.models.partner
import phonenumber_field.modelfields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('activities', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StripeEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_id', models.CharField(max_length=255, unique=True)),
                ('kind', models.CharField(max_length=80)),
                ('about', models.CharField(blank=True, max_length=255)),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='InvoiceCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='invoice_counter_is_one_row')],
            },
        ),
        migrations.CreateModel(
            name='Lease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='laget')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='endret')),
                ('months', models.PositiveSmallIntegerField(verbose_name='måneder')),
                ('state', models.CharField(choices=[('running', 'gjelder'), ('ended', 'avsluttet')], default='running', max_length=10)),
                ('agreed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'leieavtale',
                'verbose_name_plural': 'leieavtaler',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Invoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='laget')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='endret')),
                ('number', models.PositiveBigIntegerField(unique=True, verbose_name='fakturanummer')),
                ('ore', models.PositiveBigIntegerField()),
                ('issued_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='fakturadato')),
                ('pay_by', models.DateField(verbose_name='betales innen')),
                ('checkout_key', models.CharField(blank=True, max_length=64)),
                ('checkout_ore', models.PositiveBigIntegerField(null=True)),
                ('checkout_session', models.CharField(blank=True, max_length=255)),
                ('lease', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invoices', to='leasing.lease')),
            ],
            options={
                'verbose_name': 'faktura',
                'verbose_name_plural': 'fakturaer',
                'ordering': ['-number'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ore__gt', 0), ('ore__lte', 100000000000)), name='invoice_is_a_sum'), models.UniqueConstraint(condition=models.Q(('checkout_session', ''), _negated=True), fields=('checkout_session',), name='invoice_checkout_once')],
            },
        ),
        migrations.CreateModel(
            name='LeasedGarden',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='laget')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='endret')),
                ('starts_on', models.DateField(verbose_name='fra')),
                ('ends_on', models.DateField(verbose_name='fram til')),
                ('monthly_ore', models.PositiveBigIntegerField(verbose_name='øre i måneden')),
                ('state', models.CharField(choices=[('running', 'gjelder'), ('ended', 'avsluttet')], default='running', max_length=10)),
                ('garden', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leased_as', to='activities.work')),
                ('lease', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gardens', to='leasing.lease')),
            ],
            options={
                'verbose_name': 'leid minihage',
                'verbose_name_plural': 'leide minihager',
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='leased_garden_ends_after_start'), core.constraints.NoOverlapConstraint(ends='ends_on', group='garden', name='leased_garden_no_overlap', starts='starts_on', state_field='state', states=('running',))],
            },
        ),
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='laget')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='endret')),
                ('name', models.CharField(max_length=120, verbose_name='navn')),
                ('organisation_number', models.CharField(error_messages={'unique': 'Bedriften er allerede her.'}, max_length=9, unique=True, validators=[leasing.models.partner.valid_organisation_number], verbose_name='organisasjonsnummer')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='adresse')),
                ('invoice_email', models.EmailField(max_length=254, verbose_name='e-post for faktura')),
                ('made_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partners', to='accounts.team')),
            ],
            options={
                'verbose_name': 'bedrift',
                'verbose_name_plural': 'bedrifter',
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='lease',
            name='partner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leases', to='leasing.partner'),
        ),
        migrations.CreateModel(
            name='Enquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='laget')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='endret')),
                ('company', models.CharField(max_length=120, verbose_name='bedrift')),
                ('organisation_number', models.CharField(blank=True, max_length=9, validators=[leasing.models.partner.valid_organisation_number], verbose_name='organisasjonsnummer')),
                ('name', models.CharField(max_length=80, verbose_name='navn')),
                ('email', models.EmailField(max_length=254, verbose_name='e-post')),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None, verbose_name='telefon')),
                ('message', models.CharField(blank=True, max_length=600, verbose_name='hva tenker dere på?')),
                ('answered_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('answered_how', models.CharField(blank=True, choices=[('invited', 'invitert'), ('talked', 'svart på telefon eller e-post'), ('not_now', 'ikke nå')], editable=False, max_length=10, verbose_name='slik svarte vi')),
                ('answer', models.CharField(blank=True, editable=False, max_length=600, verbose_name='svar')),
                ('answer_by_email', models.BooleanField(default=False, editable=False)),
                ('answered_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='enquiries', to='accounts.team')),
                ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='enquiries', to='leasing.partner')),
            ],
            options={
                'verbose_name': 'henvendelse',
                'verbose_name_plural': 'henvendelser',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='PartnerContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='laget')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='endret')),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='leasing.partner')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partner_contacts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'kontaktperson',
                'verbose_name_plural': 'kontaktpersoner',
                'constraints': [models.UniqueConstraint(fields=('partner', 'user'), name='partner_contact_once')],
            },
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='laget')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='endret')),
                ('way', models.CharField(choices=[('stripe', 'kort'), ('bank', 'bank')], max_length=10)),
                ('ore', models.PositiveBigIntegerField()),
                ('reference', models.CharField(max_length=255, unique=True)),
                ('received_at', models.DateTimeField()),
                ('stripe_intent', models.CharField(blank=True, max_length=255)),
                ('invoice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='leasing.invoice')),
            ],
            options={
                'verbose_name': 'innbetaling',
                'verbose_name_plural': 'innbetalinger',
                'constraints': [models.CheckConstraint(condition=models.Q(('ore__gt', 0)), name='payment_is_a_sum'), models.UniqueConstraint(condition=models.Q(('stripe_intent', ''), _negated=True), fields=('stripe_intent',), name='payment_stripe_intent_once')],
            },
        ),
        migrations.CreateModel(
            name='PaidBack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='laget')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='endret')),
                ('why', models.CharField(choices=[('refund', 'betalt tilbake'), ('dispute', 'tatt tilbake av banken')], max_length=10)),
                ('ore', models.PositiveBigIntegerField()),
                ('reference', models.CharField(max_length=300, unique=True)),
                ('told_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('returned_at', models.DateTimeField(null=True)),
                ('payment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='paid_back', to='leasing.payment')),
            ],
            options={
                'verbose_name': 'tilbakebetaling',
                'verbose_name_plural': 'tilbakebetalinger',
                'constraints': [models.CheckConstraint(condition=models.Q(('ore__gt', 0)), name='paid_back_is_a_sum')],
            },
        ),
        migrations.CreateModel(
            name='GardenOffer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='laget')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='endret')),
                ('monthly_ore', models.PositiveBigIntegerField(verbose_name='øre i måneden')),
                ('made_in', models.CharField(blank=True, help_text='En bydel eller et strøk. Bedriften ser det.', max_length=60, verbose_name='laget i')),
                ('is_offered', models.BooleanField(default=True, verbose_name='kan leies')),
                ('garden', models.OneToOneField(limit_choices_to={'kind': 'garden'}, on_delete=django.db.models.deletion.PROTECT, related_name='garden_offer', to='activities.work')),
            ],
            options={
                'verbose_name': 'minihage til leie',
                'verbose_name_plural': 'minihager til leie',
                'constraints': [models.CheckConstraint(condition=models.Q(('monthly_ore__gt', 0), ('monthly_ore__lte', 100000000000)), name='garden_offer_is_a_sum')],
            },
        ),
        migrations.AddConstraint(
            model_name='lease',
            constraint=models.CheckConstraint(condition=models.Q(('months__gte', 1), ('months__lte', 36)), name='lease_months_sensible'),
        ),
    ]

    # What this was before 0.1.0: a database that has all of it goes on (docs/releases.md).
    replaces = [
        ('leasing', '0002_paid_back'),
        ('leasing', '0003_answers_otherwise'),
        ('leasing', '0004_what_an_event_is_about'),
    ]
