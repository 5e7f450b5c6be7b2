import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


def one_press_each(apps, schema_editor):
    """What is noted already was changed alone: each is a press of its own."""
    for change in apps.get_model("activities", "PlanChange").objects.all():
        change.press = uuid.uuid4()
        change.save(update_fields=["press"])


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_working_time'),
        ('activities', '0008_move_notice'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='planchange',
            name='plan_change_says_what_was',
        ),
        migrations.AddField(
            model_name='planchange',
            name='occurrence_before',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='planchange',
            name='press',
            field=models.UUIDField(null=True, editable=False),
        ),
        migrations.RunPython(one_press_each, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='planchange',
            name='press',
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        migrations.AddField(
            model_name='planchange',
            name='series',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='activities.series'),
        ),
        migrations.AddField(
            model_name='planchange',
            name='series_after',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='activities.series'),
        ),
        migrations.AddField(
            model_name='planchange',
            name='series_version',
            field=models.PositiveBigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='planchange',
            name='series_version_after',
            field=models.PositiveBigIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name='planchange',
            name='verb',
            field=models.CharField(choices=[('made', 'laget'), ('opened', 'åpnet'), ('moved', 'flyttet'), ('swapped', 'byttet'), ('put_on', 'satt på'), ('taken_off', 'tatt av')], max_length=10),
        ),
        migrations.AlterField(
            model_name='shiftnotice',
            name='told',
            field=models.CharField(choices=[('nothing', 'ingenting'), ('put_on', 'satt på'), ('moved', 'flyttet'), ('taken_off', 'tatt av'), ('cancelled', 'avlyst'), ('drawn_back', 'trukket tilbake')], default='nothing', max_length=10),
        ),
        migrations.AddIndex(
            model_name='planchange',
            index=models.Index(fields=['press'], name='plan_change_press'),
        ),
        migrations.AddConstraint(
            model_name='planchange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ends_after__isnull', False), ('ends_before__isnull', False), ('place_after__isnull', False), ('place_before__isnull', False), ('starts_after__isnull', False), ('starts_before__isnull', False), ('verb', 'moved')), models.Q(('staff_after__isnull', False), ('staff_before__isnull', False), ('verb', 'swapped')), models.Q(('staff_after__isnull', False), ('staff_before__isnull', True), ('verb', 'put_on')), models.Q(('staff_after__isnull', True), ('staff_before__isnull', False), ('verb', 'taken_off')), models.Q(('staff_after', None), ('staff_before', None), ('verb__in', ('made', 'opened'))), _connector='OR'), name='plan_change_says_what_was'),
        ),
    ]
