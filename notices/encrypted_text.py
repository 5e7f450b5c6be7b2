"""Text that gives access is encrypted while it waits to be sent."""

import hashlib
from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes


def seal(words: str) -> str:
    """Return `words` encrypted with SECRET_KEY, which no database holds."""
    return _boxes().encrypt(words.encode()).decode()


def unseal(sealed: str) -> str:
    """Return what `seal` got. Raises InvalidToken for what another key has sealed."""
    return _boxes().decrypt(sealed.encode()).decode()


def _boxes() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    # A label, no path: the letters that wait in a database depend on it.
    digests = (hashlib.sha256(b"notices.sealed:" + force_bytes(key)).digest() for key in keys)
    return MultiFernet([Fernet(urlsafe_b64encode(digest)) for digest in digests])
