"""Rows that name one of the ledger's models name the app too: content types and tasks."""

from django.db import migrations

MODELS = ("entry", "entryseal", "vouchercounter", "accountcode", "ledgerperson")


def _rename(apps, *, old, new):
    content_types = apps.get_model("contenttypes", "ContentType").objects
    content_types.filter(app_label=old, model__in=MODELS).update(app_label=new)
    tasks = apps.get_model("notices", "Task").objects
    for model in MODELS:
        tasks.filter(about=f"{old}.{model}").update(about=f"{new}.{model}")


def forward(apps, schema_editor):
    """Call them the ledger's."""
    _rename(apps, old="payouts", new="ledger")


def back(apps, schema_editor):
    """Call them the payouts' again."""
    _rename(apps, old="ledger", new="payouts")


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("ledger", "0002_only_added_to"),
        ("notices", "0008_too_old_to_send"),
    ]

    operations = [
        migrations.RunPython(forward, back, elidable=True),
    ]
