import cms.illustrations
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import phonenumber_field.modelfields
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('activities', '0001_initial'),
        ('participants', '0001_initial'),
        ('pictures', '0001_initial'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('intro', models.CharField(blank=True, max_length=400, verbose_name='innledning')),
                ('illustration', models.CharField(choices=cms.illustrations.choices, default='nest', max_length=40, verbose_name='tegning')),
                ('illustration_alt', models.CharField(help_text='For dem som ikke ser tegningen.', max_length=125, verbose_name='hva tegningen viser')),
                ('other_names', models.CharField(blank=True, help_text='Står det et navn på siden som også en deltaker har? Skriv det her.', max_length=300, verbose_name='navn som er noen andre')),
            ],
            options={
                'verbose_name': 'kalender',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='GardensPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('intro', models.CharField(blank=True, max_length=400, verbose_name='innledning')),
                ('illustration', models.CharField(choices=cms.illustrations.choices, default='nest', max_length=40, verbose_name='tegning')),
                ('illustration_alt', models.CharField(help_text='For dem som ikke ser tegningen.', max_length=125, verbose_name='hva tegningen viser')),
                ('other_names', models.CharField(blank=True, help_text='Står det et navn på siden som også en deltaker har? Skriv det her.', max_length=300, verbose_name='navn som er noen andre')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('paragraph', 1), ('quote', 5), ('picture', 10), ('work', 11), ('facts', 12), ('call', 16)], blank=True, block_lookup={0: ('cms.blocks.HeadingBlock', (), {}), 1: ('cms.blocks.ParagraphBlock', (), {}), 2: ('wagtail.blocks.TextBlock', (), {'label': 'Sitat', 'max_length': 400}), 3: ('cms.blocks.QuotedBlock', (), {'help_text': 'Navnet vises bare når personen har sagt ja til denne historien.', 'label': 'Deltaker', 'required': False}), 4: ('wagtail.blocks.CharBlock', (), {'help_text': 'For ansatte og samarbeidspartnere. Aldri en deltaker.', 'label': 'Noen andre', 'max_length': 80, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('text', 2), ('participant', 3), ('who', 4)]], {}), 6: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Bilde', 'required': False}), 7: ('wagtail.blocks.ChoiceBlock', [], {'choices': cms.illustrations.choices, 'label': 'eller tegning', 'required': False}), 8: ('wagtail.blocks.CharBlock', (), {'help_text': 'For dem som ikke ser bildet. Ikke skriv navn på deltakere her.', 'label': 'Hva bildet viser', 'max_length': 125}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'Bildetekst', 'max_length': 200, 'required': False}), 10: ('wagtail.blocks.StructBlock', [[('picture', 6), ('illustration', 7), ('alt', 8), ('caption', 9)]], {}), 11: ('cms.blocks.WorkBlock', (), {}), 12: ('cms.blocks.FactsBlock', (), {}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'Tekst', 'max_length': 200}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'Adresse', 'max_length': 300, 'validators': [django.core.validators.RegexValidator('^(/(?!/)\\S*|https://\\S+|tel:\\+?\\d+|mailto:\\S+@\\S+)$', message='Skriv en adresse som begynner med / eller https://')]}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'På knappen', 'max_length': 60}), 16: ('wagtail.blocks.StructBlock', [[('text', 13), ('link', 14), ('label', 15)]], {})}, verbose_name='innhold')),
                ('searched', models.TextField(default='', editable=False)),
            ],
            options={
                'verbose_name': 'minihager til leie',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('intro', models.CharField(blank=True, max_length=400, verbose_name='innledning')),
                ('illustration', models.CharField(choices=cms.illustrations.choices, default='nest', max_length=40, verbose_name='tegning')),
                ('illustration_alt', models.CharField(help_text='For dem som ikke ser tegningen.', max_length=125, verbose_name='hva tegningen viser')),
                ('other_names', models.CharField(blank=True, help_text='Står det et navn på siden som også en deltaker har? Skriv det her.', max_length=300, verbose_name='navn som er noen andre')),
                ('promises', wagtail.fields.StreamField([('promise', 3)], blank=True, block_lookup={0: ('wagtail.blocks.ChoiceBlock', [], {'choices': cms.illustrations.choices, 'label': 'Tegning'}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Overskrift', 'max_length': 60}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Tekst', 'max_length': 200}), 3: ('wagtail.blocks.StructBlock', [[('illustration', 0), ('heading', 1), ('text', 2)]], {})}, verbose_name='det vi lover')),
                ('partners_heading', models.CharField(blank=True, max_length=80, verbose_name='overskrift for bedrifter')),
                ('partners_text', models.CharField(blank=True, max_length=300, verbose_name='tekst for bedrifter')),
            ],
            options={
                'verbose_name': 'forside',
                'verbose_name_plural': 'forsider',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ProjectIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('intro', models.CharField(blank=True, max_length=400, verbose_name='innledning')),
                ('illustration', models.CharField(choices=cms.illustrations.choices, default='nest', max_length=40, verbose_name='tegning')),
                ('illustration_alt', models.CharField(help_text='For dem som ikke ser tegningen.', max_length=125, verbose_name='hva tegningen viser')),
                ('other_names', models.CharField(blank=True, help_text='Står det et navn på siden som også en deltaker har? Skriv det her.', max_length=300, verbose_name='navn som er noen andre')),
            ],
            options={
                'verbose_name': 'alle prosjekter',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='StandardPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('intro', models.CharField(blank=True, max_length=400, verbose_name='innledning')),
                ('illustration', models.CharField(choices=cms.illustrations.choices, default='nest', max_length=40, verbose_name='tegning')),
                ('illustration_alt', models.CharField(help_text='For dem som ikke ser tegningen.', max_length=125, verbose_name='hva tegningen viser')),
                ('other_names', models.CharField(blank=True, help_text='Står det et navn på siden som også en deltaker har? Skriv det her.', max_length=300, verbose_name='navn som er noen andre')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('paragraph', 1), ('quote', 5), ('picture', 10), ('work', 11), ('facts', 12), ('call', 16)], blank=True, block_lookup={0: ('cms.blocks.HeadingBlock', (), {}), 1: ('cms.blocks.ParagraphBlock', (), {}), 2: ('wagtail.blocks.TextBlock', (), {'label': 'Sitat', 'max_length': 400}), 3: ('cms.blocks.QuotedBlock', (), {'help_text': 'Navnet vises bare når personen har sagt ja til denne historien.', 'label': 'Deltaker', 'required': False}), 4: ('wagtail.blocks.CharBlock', (), {'help_text': 'For ansatte og samarbeidspartnere. Aldri en deltaker.', 'label': 'Noen andre', 'max_length': 80, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('text', 2), ('participant', 3), ('who', 4)]], {}), 6: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Bilde', 'required': False}), 7: ('wagtail.blocks.ChoiceBlock', [], {'choices': cms.illustrations.choices, 'label': 'eller tegning', 'required': False}), 8: ('wagtail.blocks.CharBlock', (), {'help_text': 'For dem som ikke ser bildet. Ikke skriv navn på deltakere her.', 'label': 'Hva bildet viser', 'max_length': 125}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'Bildetekst', 'max_length': 200, 'required': False}), 10: ('wagtail.blocks.StructBlock', [[('picture', 6), ('illustration', 7), ('alt', 8), ('caption', 9)]], {}), 11: ('cms.blocks.WorkBlock', (), {}), 12: ('cms.blocks.FactsBlock', (), {}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'Tekst', 'max_length': 200}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'Adresse', 'max_length': 300, 'validators': [django.core.validators.RegexValidator('^(/(?!/)\\S*|https://\\S+|tel:\\+?\\d+|mailto:\\S+@\\S+)$', message='Skriv en adresse som begynner med / eller https://')]}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'På knappen', 'max_length': 60}), 16: ('wagtail.blocks.StructBlock', [[('text', 13), ('link', 14), ('label', 15)]], {})}, verbose_name='innhold')),
                ('searched', models.TextField(default='', editable=False)),
            ],
            options={
                'verbose_name': 'vanlig side',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='StoryIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('intro', models.CharField(blank=True, max_length=400, verbose_name='innledning')),
                ('illustration', models.CharField(choices=cms.illustrations.choices, default='nest', max_length=40, verbose_name='tegning')),
                ('illustration_alt', models.CharField(help_text='For dem som ikke ser tegningen.', max_length=125, verbose_name='hva tegningen viser')),
                ('other_names', models.CharField(blank=True, help_text='Står det et navn på siden som også en deltaker har? Skriv det her.', max_length=300, verbose_name='navn som er noen andre')),
            ],
            options={
                'verbose_name': 'alle historier',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='WorksPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('intro', models.CharField(blank=True, max_length=400, verbose_name='innledning')),
                ('illustration', models.CharField(choices=cms.illustrations.choices, default='nest', max_length=40, verbose_name='tegning')),
                ('illustration_alt', models.CharField(help_text='For dem som ikke ser tegningen.', max_length=125, verbose_name='hva tegningen viser')),
                ('other_names', models.CharField(blank=True, help_text='Står det et navn på siden som også en deltaker har? Skriv det her.', max_length=300, verbose_name='navn som er noen andre')),
            ],
            options={
                'verbose_name': 'verk i byen',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ProjectPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('intro', models.CharField(blank=True, max_length=400, verbose_name='innledning')),
                ('illustration', models.CharField(choices=cms.illustrations.choices, default='nest', max_length=40, verbose_name='tegning')),
                ('illustration_alt', models.CharField(help_text='For dem som ikke ser tegningen.', max_length=125, verbose_name='hva tegningen viser')),
                ('other_names', models.CharField(blank=True, help_text='Står det et navn på siden som også en deltaker har? Skriv det her.', max_length=300, verbose_name='navn som er noen andre')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('paragraph', 1), ('quote', 5), ('picture', 10), ('work', 11), ('facts', 12), ('call', 16)], blank=True, block_lookup={0: ('cms.blocks.HeadingBlock', (), {}), 1: ('cms.blocks.ParagraphBlock', (), {}), 2: ('wagtail.blocks.TextBlock', (), {'label': 'Sitat', 'max_length': 400}), 3: ('cms.blocks.QuotedBlock', (), {'help_text': 'Navnet vises bare når personen har sagt ja til denne historien.', 'label': 'Deltaker', 'required': False}), 4: ('wagtail.blocks.CharBlock', (), {'help_text': 'For ansatte og samarbeidspartnere. Aldri en deltaker.', 'label': 'Noen andre', 'max_length': 80, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('text', 2), ('participant', 3), ('who', 4)]], {}), 6: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Bilde', 'required': False}), 7: ('wagtail.blocks.ChoiceBlock', [], {'choices': cms.illustrations.choices, 'label': 'eller tegning', 'required': False}), 8: ('wagtail.blocks.CharBlock', (), {'help_text': 'For dem som ikke ser bildet. Ikke skriv navn på deltakere her.', 'label': 'Hva bildet viser', 'max_length': 125}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'Bildetekst', 'max_length': 200, 'required': False}), 10: ('wagtail.blocks.StructBlock', [[('picture', 6), ('illustration', 7), ('alt', 8), ('caption', 9)]], {}), 11: ('cms.blocks.WorkBlock', (), {}), 12: ('cms.blocks.FactsBlock', (), {}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'Tekst', 'max_length': 200}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'Adresse', 'max_length': 300, 'validators': [django.core.validators.RegexValidator('^(/(?!/)\\S*|https://\\S+|tel:\\+?\\d+|mailto:\\S+@\\S+)$', message='Skriv en adresse som begynner med / eller https://')]}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'På knappen', 'max_length': 60}), 16: ('wagtail.blocks.StructBlock', [[('text', 13), ('link', 14), ('label', 15)]], {})}, verbose_name='innhold')),
                ('searched', models.TextField(default='', editable=False)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='project_pages', to='activities.activity', verbose_name='aktivitet')),
            ],
            options={
                'verbose_name': 'prosjekt',
                'verbose_name_plural': 'prosjekter',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='SiteContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='navn')),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(max_length=128, region=None, verbose_name='telefon')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-post')),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
                ('accessibility_page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.standardpage', verbose_name='siden om tilgjengelighet')),
                ('privacy_page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.standardpage', verbose_name='siden om personvern')),
            ],
            options={
                'verbose_name': 'den man kan ringe til',
            },
        ),
        migrations.CreateModel(
            name='StoryPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('intro', models.CharField(blank=True, max_length=400, verbose_name='innledning')),
                ('illustration', models.CharField(choices=cms.illustrations.choices, default='nest', max_length=40, verbose_name='tegning')),
                ('illustration_alt', models.CharField(help_text='For dem som ikke ser tegningen.', max_length=125, verbose_name='hva tegningen viser')),
                ('other_names', models.CharField(blank=True, help_text='Står det et navn på siden som også en deltaker har? Skriv det her.', max_length=300, verbose_name='navn som er noen andre')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('paragraph', 1), ('quote', 5), ('picture', 10), ('work', 11), ('facts', 12), ('call', 16)], blank=True, block_lookup={0: ('cms.blocks.HeadingBlock', (), {}), 1: ('cms.blocks.ParagraphBlock', (), {}), 2: ('wagtail.blocks.TextBlock', (), {'label': 'Sitat', 'max_length': 400}), 3: ('cms.blocks.QuotedBlock', (), {'help_text': 'Navnet vises bare når personen har sagt ja til denne historien.', 'label': 'Deltaker', 'required': False}), 4: ('wagtail.blocks.CharBlock', (), {'help_text': 'For ansatte og samarbeidspartnere. Aldri en deltaker.', 'label': 'Noen andre', 'max_length': 80, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('text', 2), ('participant', 3), ('who', 4)]], {}), 6: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Bilde', 'required': False}), 7: ('wagtail.blocks.ChoiceBlock', [], {'choices': cms.illustrations.choices, 'label': 'eller tegning', 'required': False}), 8: ('wagtail.blocks.CharBlock', (), {'help_text': 'For dem som ikke ser bildet. Ikke skriv navn på deltakere her.', 'label': 'Hva bildet viser', 'max_length': 125}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'Bildetekst', 'max_length': 200, 'required': False}), 10: ('wagtail.blocks.StructBlock', [[('picture', 6), ('illustration', 7), ('alt', 8), ('caption', 9)]], {}), 11: ('cms.blocks.WorkBlock', (), {}), 12: ('cms.blocks.FactsBlock', (), {}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'Tekst', 'max_length': 200}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'Adresse', 'max_length': 300, 'validators': [django.core.validators.RegexValidator('^(/(?!/)\\S*|https://\\S+|tel:\\+?\\d+|mailto:\\S+@\\S+)$', message='Skriv en adresse som begynner med / eller https://')]}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'På knappen', 'max_length': 60}), 16: ('wagtail.blocks.StructBlock', [[('text', 13), ('link', 14), ('label', 15)]], {})}, verbose_name='innhold')),
                ('searched', models.TextField(default='', editable=False)),
                ('published_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='dato')),
                ('activity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stories', to='activities.activity', verbose_name='aktivitet')),
                ('lead_picture', models.ForeignKey(blank=True, help_text='Uten bilde, eller når det ikke kan vises, står tegningen der.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='pictures.picture', verbose_name='bilde øverst')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stories', to='accounts.team', verbose_name='team')),
            ],
            options={
                'verbose_name': 'historie',
                'verbose_name_plural': 'historier',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='StoryPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='named_in', to='participants.participant', verbose_name='deltaker')),
                ('story', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='named', to='cms.storypage')),
            ],
            options={
                'verbose_name': 'person i historien',
                'verbose_name_plural': 'personer i historien',
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('story', 'participant'), name='story_person_once_a_story')],
            },
        ),
        migrations.AddField(
            model_name='storypage',
            name='people',
            field=models.ManyToManyField(related_name='stories', through='cms.StoryPerson', to='participants.participant'),
        ),
    ]

    # What this was before 0.1.0: a database that has all of it goes on (docs/releases.md).
    replaces = [
        ('cms', '0002_searched_words'),
        ('cms', '0003_names_that_are_others'),
        ('cms', '0004_no_words_of_pictures_searched'),
    ]
