"""The demonstration (`make run`): served as in production, on this machine alone.

The second factor is off so that a visitor can walk through every portal. Therefore these settings
refuse to start under any name that somebody else could reach.
"""

import secrets

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403
from config.settings.base import NOTICE_BACKENDS

INSTALLED_APPS = [*INSTALLED_APPS, "demo"]
LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=sorted(LOOPBACK))
if not set(ALLOWED_HOSTS) <= LOOPBACK:
    raise ImproperlyConfigured(
        "config.settings.demo serves this machine alone. For a public host use"
        " config.settings.production."
    )
STAFF_SECOND_FACTOR_REQUIRED = False
MESSAGES_SHOWN_HERE = True
NOTICE_BACKENDS["sms"] = NOTICE_BACKENDS["sms"] or "notices.backends.ConsoleBackend"


def _made_once(name: str, *, content: str) -> str:
    """Return what the file `name` holds: `content`, when this copy had none."""
    path = VAR / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(content)
    return path.read_text()


SECRET_KEY = _made_once("demo-secret-key", content=secrets.token_urlsafe(50))
SEAL_KEYS = [_made_once("demo-seal-key", content=secrets.token_urlsafe(32))]
VAULT_KEYS = [_made_once("demo-vault-key", content=Fernet.generate_key().decode())]
