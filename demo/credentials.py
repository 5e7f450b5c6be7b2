"""The password and the card that stay the same each time the demonstration is started."""

import secrets
from pathlib import Path

from django.conf import settings

PASSWORD = "demo-password"  # noqa: S105 - the name of a file
CARD = "demo-card"


def read(name: str) -> str:
    """Return what is kept under `name` in the installation's own folder, or ""."""
    path = Path(settings.VAR) / name
    return path.read_text().strip() if path.exists() else ""


def keep(name: str, value: str) -> None:
    """Keep `value`, readable by the owner of the installation alone."""
    path = Path(settings.VAR) / name
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(value + "\n")


def password() -> str:
    """Return the password of every login of the demonstration, made the first time."""
    kept = read(PASSWORD)
    if not kept:
        kept = secrets.token_urlsafe(12)
        keep(PASSWORD, kept)
    return kept
