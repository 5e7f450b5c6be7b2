"""The words that a page is found by stand in a column: the same on every database."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

PAGES = ("gardenspage", "projectpage", "standardpage", "storypage")
_TAG = re.compile(r"<[^>]*>")
_NO_WORDS = frozenset({"id", "type", "illustration", "shape", "style"})


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts of a body as it is stored; a participant's quote is not looked in."""
    if isinstance(value, str):
        yield html.unescape(_TAG.sub(" ", value))
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, dict) and not value.get("participant"):
        if isinstance(value.get("value"), dict) and value["value"].get("participant"):
            return
        for name, part in value.items():
            if name not in _NO_WORDS:
                yield from _texts(part)


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write the words of the pages that are there, from what is stored: blocks may change."""
    for name in PAGES:
        model = apps.get_model("cms", name)
        for page in model.objects.iterator():
            raw = page.body.raw_data if page.body else ()
            stored = json.loads(json.dumps(list(raw), default=str))
            words = "\n".join([page.title, page.intro, *_texts(stored)])
            model.objects.filter(pk=page.pk).update(searched=words.casefold())


class Migration(migrations.Migration):
    dependencies = [("cms", "0001_initial")]

    operations = [
        *(
            migrations.AddField(name, "searched", models.TextField(default="", editable=False))
            for name in PAGES
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
