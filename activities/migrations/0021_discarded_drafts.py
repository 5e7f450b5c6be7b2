from django.conf import settings
from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    """Call drafts that one may restore discarded, and their columns by what they hold."""

    dependencies = [
        ("activities", "0020_escalation_steps"),
    ]

    operations = [
        migrations.RenameModel("ThrownDrafts", "DiscardedDrafts"),
        migrations.RenameField("discardeddrafts", "thrown_by", "discarded_by"),
        migrations.RenameField("discardeddrafts", "kept", "rows"),
        migrations.RenameField("discardeddrafts", "things", "resources"),
        migrations.RenameField("discardeddrafts", "back_at", "restored_at"),
        migrations.AlterField(
            model_name="discardeddrafts",
            name="team",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="discarded_drafts",
                to="accounts.team",
            ),
        ),
    ]
