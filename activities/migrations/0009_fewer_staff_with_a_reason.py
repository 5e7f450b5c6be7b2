"""Fewer staff than the place asks for: who decided, and why."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activities", "0008_absence_lasts"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField(
            model_name='historicalseries',
            name='min_staff_lowered_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalseries',
            name='min_staff_reason',
            field=models.CharField(blank=True, max_length=200, verbose_name='hvorfor færre ansatte enn stedet trenger'),
        ),
        migrations.AddField(
            model_name='historicalsession',
            name='min_staff_lowered_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalsession',
            name='min_staff_reason',
            field=models.CharField(blank=True, max_length=200, verbose_name='hvorfor færre ansatte enn stedet trenger'),
        ),
        migrations.AddField(
            model_name='series',
            name='min_staff_lowered_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='series',
            name='min_staff_reason',
            field=models.CharField(blank=True, max_length=200, verbose_name='hvorfor færre ansatte enn stedet trenger'),
        ),
        migrations.AddField(
            model_name='session',
            name='min_staff_lowered_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='session',
            name='min_staff_reason',
            field=models.CharField(blank=True, max_length=200, verbose_name='hvorfor færre ansatte enn stedet trenger'),
        ),
        migrations.AddConstraint(
            model_name='series',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('min_staff_lowered_by__isnull', True), ('min_staff_reason', '')), models.Q(('min_staff_lowered_by__isnull', False), ('min_staff_reason__gt', '')), _connector='OR'), name='series_lowered_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('min_staff_lowered_by__isnull', True), ('min_staff_reason', '')), models.Q(('min_staff_lowered_by__isnull', False), ('min_staff_reason__gt', '')), _connector='OR'), name='session_lowered_with_a_reason'),
        ),
    ]
