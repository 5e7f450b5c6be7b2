"""The words of a picture are shown with it alone: no page is found by them while it is held back."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

PAGES = ("gardenspage", "projectpage", "standardpage", "storypage")
_TAG = re.compile(r"<[^>]*>")
_NO_WORDS = frozenset({"id", "type", "illustration", "shape", "style"})


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts of a body as it is stored, but those of participants and of pictures."""
    if isinstance(value, str):
        yield html.unescape(_TAG.sub(" ", value))
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, dict) and not (value.get("participant") or value.get("picture")):
        for name, part in value.items():
            if name not in _NO_WORDS:
                yield from _texts(part)


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write the words anew of the pages with pictures, from what is stored: blocks may change."""
    for name in PAGES:
        model = apps.get_model("cms", name)
        for page in model.objects.iterator():
            stored = json.loads(json.dumps(list(page.body.raw_data if page.body else ()), default=str))
            if any(block.get("type") == "picture" for block in stored):
                words = "\n".join([page.title, page.intro, *_texts(stored)])
                model.objects.filter(pk=page.pk).update(searched=words.casefold())


class Migration(migrations.Migration):
    dependencies = [("cms", "0003_names_that_are_others")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
