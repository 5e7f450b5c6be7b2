from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('payouts', '0014_moved_and_heard'),
    ]

    operations = [
        migrations.AddField(
            model_name='bankprofile',
            name='batch_booking',
            field=models.CharField(blank=True, choices=[('', 'ikke nevnt'), ('one', 'én sum på kontoutskriften'), ('each', 'hver betaling for seg')], max_length=4, verbose_name='på kontoutskriften vår'),
        ),
        migrations.AddField(
            model_name='bankprofile',
            name='category_purpose',
            field=models.CharField(blank=True, max_length=4, verbose_name='formålskode'),
        ),
        migrations.AddField(
            model_name='bankprofile',
            name='debtor_clearing_number',
            field=models.CharField(blank=True, max_length=35, verbose_name='bankens nummer i registeret'),
        ),
        migrations.AddField(
            model_name='bankprofile',
            name='debtor_clearing_system',
            field=models.CharField(blank=True, max_length=5, verbose_name='kode for bankregisteret'),
        ),
        migrations.AlterField(
            model_name='bankprofile',
            name='letters',
            field=models.CharField(choices=[('norwegian', 'de norske, med æ, ø, å, é, ö og flere'), ('basic', 'bare a til z')], default='norwegian', max_length=10, verbose_name='bokstaver'),
        ),
    ]
