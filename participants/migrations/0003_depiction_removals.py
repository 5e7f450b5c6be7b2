import django.db.models.deletion
from django.db import migrations, models

import core.constraints


class Migration(migrations.Migration):
    """Call it the removal of a depiction that somebody is no longer on a picture or in a story.

    The rule that rows are only added names its table, so it goes first and is put back.
    """

    dependencies = [
        ("participants", "0002_taken_off"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="takenoff", name="taken_off_append_only"),
        migrations.RenameModel("TakenOff", "DepictionRemoval"),
        migrations.RenameIndex(
            model_name="depictionremoval",
            old_name="taken_off_item",
            new_name="depiction_removal_item",
        ),
        migrations.AlterField(
            model_name="depictionremoval",
            name="participant",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="depiction_removals",
                to="participants.participant",
            ),
        ),
        migrations.AddConstraint(
            model_name="depictionremoval",
            constraint=core.constraints.AppendOnlyConstraint(name="depiction_removal_append_only"),
        ),
    ]
