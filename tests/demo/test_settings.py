"""The demonstration is installed where it is shown and tested, and nowhere else."""

import os
import subprocess
import sys

import pytest

from tests.database import ROOT
from tools.check import PRODUCTION

SETTINGS = {
    "demo": {"DJANGO_SETTINGS_MODULE": "config.settings.demo"},
    "dev": {"DJANGO_SETTINGS_MODULE": "config.settings.dev"},
    "production": PRODUCTION,
    "test": {"DJANGO_SETTINGS_MODULE": "config.settings.test"},
}
INSTALLED_BY = {"demo", "test"}


@pytest.mark.parametrize("name", SETTINGS)
def test_only_the_demonstration_and_the_tests_have_its_commands(name, tmp_path):
    environment = {"REIR_VAR": str(tmp_path), "REIR_READ_ENV_FILE": "no", **SETTINGS[name]}
    done = subprocess.run(
        [sys.executable, "manage.py", "demo", "--help"],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    is_known = "Unknown command: 'demo'" not in done.stderr
    assert is_known == (name in INSTALLED_BY)
    assert (done.returncode == 0) == is_known, done.stderr
