"""Let those who tell a team's stories translate them; new groups get it from `wagtail_groups`."""

from typing import Any

from django.db import migrations


def allow(apps: Any, schema_editor: Any) -> None:
    """Give the right to every team's groups. A database without it has no groups yet either."""
    right = (
        apps.get_model("auth", "Permission")
        .objects.filter(
            content_type__app_label="simple_translation", codename="submit_translation"
        )
        .first()
    )
    if right is None:
        return
    for row in apps.get_model("accounts", "TeamGroup").objects.select_related("group"):
        row.group.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_what_an_invitation_is_for"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]
