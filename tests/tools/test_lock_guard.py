"""A lock file names public places alone, so that a stranger can install from it."""

import pytest

from tools import lock_guard


@pytest.mark.parametrize(
    "line",
    [
        'source = { registry = "https://pypi.example.internal/simple" }',
        'source = { registry = "file:///srv/wheels" }',
        "--extra-index-url https://pypi.org/simple",
        "--find-links wheels",
        '"resolved": "https://npm.example.internal/x.tgz"',
        "six @ /home/kari/wheels/six.whl",
    ],
)
def test_a_private_place_is_found(line: str) -> None:
    assert len(lock_guard.problems("uv.lock", f"first\n{line}\n")) == 1


@pytest.mark.parametrize(
    "line",
    [
        'source = { registry = "https://pypi.org/simple" }',
        'url = "https://files.pythonhosted.org/packages/aa/bb/six.whl"',
        "django==5.2.19 \\",
        "    --hash=sha256:0123",
    ],
)
def test_a_public_place_is_fine(line: str) -> None:
    assert lock_guard.problems("uv.lock", line) == []


def test_our_own_locks_are_clean() -> None:
    assert lock_guard.main() == 0
