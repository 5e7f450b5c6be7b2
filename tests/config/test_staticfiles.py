"""Only the files that a page asks for come out of node_modules."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from config.staticfiles import PackageFilesFinder


def test_named_files_are_found_under_their_prefix():
    found = finders.find("fonts/inter-latin-wght-normal.woff2")

    expected = "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"
    assert Path(found) == Path(settings.NODE_MODULES) / expected


def test_a_file_beside_a_named_one_is_not_served():
    assert finders.find("fonts/inter-greek-wght-normal.woff2") is None
    assert finders.find("designsystemet/button.css") is None


def test_collecting_lists_exactly_the_named_files():
    listed = {f"{storage.prefix}/{name}" for name, storage in PackageFilesFinder().list([])}

    assert listed == {
        "designsystemet/index.css",
        "fonts/inter-latin-wght-normal.woff2",
        "fonts/inter-latin-ext-wght-normal.woff2",
    }


def test_a_missing_package_is_told_by_the_checks(settings, tmp_path):
    settings.NODE_MODULES = tmp_path

    assert [error.id for error in PackageFilesFinder().check()] == ["config.E001"] * 3
