"""Serve single files of npm packages under names of our own.

`STATICFILES_DIRS` takes whole folders; all of Inter is 19 MB and we need two files of it.
"""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.checks import CheckMessage
from django.core.checks import Error as CheckError
from django.core.files.storage import FileSystemStorage


class PackageFilesFinder(FileSystemFinder):
    """Finds what `STATIC_PACKAGE_FILES` names: (prefix, folder in node_modules, names of files)."""

    def __init__(self, app_names=None, *args, **kwargs):
        self.locations, self.storages, self.names = [], {}, {}
        for prefix, folder, names in settings.STATIC_PACKAGE_FILES:
            root = Path(settings.NODE_MODULES) / folder
            self.locations.append((prefix, root))
            self.storages[root] = FileSystemStorage(location=root)
            # collectstatic puts each file below the prefix of its storage.
            self.storages[root].prefix = prefix
            self.names[root] = names

    def check(self, **kwargs) -> list[CheckMessage]:
        return [
            CheckError(
                f"The style file {root / name} is missing.",
                hint="Run `npm ci --ignore-scripts`, or `make run`, which does it.",
                id="config.E001",
            )
            for root, names in self.names.items()
            for name in names
            if not (root / name).exists()
        ]

    def find_location(self, root, path, prefix=None):
        is_named = path in {f"{prefix}/{name}" for name in self.names[root]}
        return super().find_location(root, path, prefix) if is_named else None

    def list(self, ignore_patterns):
        for path, storage in super().list(ignore_patterns):
            if path in self.names[Path(storage.location)]:
                yield path, storage
