from django.db import migrations, models


class Migration(migrations.Migration):
    """Two teams may each have an activity of the same name."""

    dependencies = [("activities", "0018_ideas_written_down")]

    operations = [
        migrations.AlterField(
            model_name="activity",
            name="name",
            field=models.CharField(max_length=80, verbose_name="navn"),
        ),
    ]
