"""Serve single files of npm packages under names of our own.

`STATICFILES_DIRS` takes whole folders; all of Inter is 19 MB and we need two files of it.
"""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.checks import CheckMessage
from django.core.checks import Error as CheckError
from django.core.files.storage import FileSystemStorage


class PackageFilesFinder(BaseFinder):
    """Finds what `STATIC_PACKAGE_FILES` names: (prefix, folder in node_modules, names of files)."""

    def __init__(self, app_names=None, *args, **kwargs):
        self.folders = []
        for prefix, folder, names in settings.STATIC_PACKAGE_FILES:
            storage = FileSystemStorage(location=Path(settings.NODE_MODULES) / folder)
            # collectstatic puts each file below the prefix of its storage.
            storage.prefix = prefix
            self.folders.append((storage, names))
        super().__init__(*args, **kwargs)

    def check(self, **kwargs) -> list[CheckMessage]:
        return [
            CheckError(
                f"The style file {storage.path(name)} is missing.",
                hint="Run `npm ci --ignore-scripts`, or `make run`, which does it.",
                id="config.E001",
            )
            for storage, names in self.folders
            for name in names
            if not storage.exists(name)
        ]

    def find(self, path, find_all=False, **kwargs):
        """Return the file on disk for a static path, or a list of all of them when asked for."""
        # Django 5.2 renames `all` to `find_all` and still passes the old name in places.
        find_all = kwargs.get("all", find_all)
        matches = [
            storage.path(name)
            for storage, names in self.folders
            for name in names
            if path == f"{storage.prefix}/{name}" and storage.exists(name)
        ]
        if find_all:
            return matches
        return matches[0] if matches else []

    def list(self, ignore_patterns):
        for storage, names in self.folders:
            for name in names:
                if not matches_patterns(name, ignore_patterns):
                    yield name, storage
