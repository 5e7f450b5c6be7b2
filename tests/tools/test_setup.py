"""Setting up says in one sentence what a machine lacks."""

from pathlib import Path

import pytest

from tools import setup


def test_without_venv_and_pip_the_missing_package_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "python3"
    python.write_text("#!/bin/sh\nexit 1\n")
    python.chmod(0o755)
    monkeypatch.setattr(setup.sys, "executable", str(python))
    monkeypatch.setattr(setup, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(setup, "PYTHON", tmp_path / ".venv" / "bin" / "python")

    with pytest.raises(SystemExit) as told:
        setup.make_environment()

    assert "python3-venv mangler på denne maskinen." in str(told.value)
    assert "sudo apt install python3." in str(told.value)
    assert not (tmp_path / ".venv").exists()


def test_a_changed_lock_is_installed_again(tmp_path: Path) -> None:
    lock, stamp = tmp_path / "a.lock", tmp_path / "stamp"
    lock.write_text("one")
    setup.write_stamp(stamp, lock)
    assert setup.stamped(stamp, lock) is True

    lock.write_text("two")
    assert setup.stamped(stamp, lock) is False
