"""Addresses that are keys: which they are, and how they stay out of every log.

Whoever reads a log must not come in with it. The logs of a web server before Reir are set up in
`docs/operations.md`.
"""

import logging
import re

SECRET_AFTER = (
    "/k/",
    "/min/kalender/",
    "/staff/min-kalender/",
    "/staff/svar/",
    "/staff/tavle/",
    "/konto/invitasjon/",
    "/konto/confirm-email/",
    "/konto/password/reset/key/",
    "/admin/password_reset/confirm/",
)
"""What stands before the secret in each such address; a test compares them with the routes."""

HIDDEN = "…"
_SLASH = "(?:/|%2[Ff])+"


def _written(sign: str) -> str:
    """Return what matches `sign` of an address as it may come: «k», «K», «%6b», «%4B»."""
    codes = "|".join(f"%{ord(one):02x}" for one in {sign, sign.upper()})
    return _SLASH if sign == "/" else f"(?:{re.escape(sign)}|{codes})"


_BEFORE = "|".join("".join(map(_written, prefix.strip("/"))) for prefix in SECRET_AFTER)
# What is pasted from a letter brings its brackets, quotation marks and spaces along.
_SECRET = re.compile(rf"({_SLASH}(?:{_BEFORE}){_SLASH})[\s\"'<>]*[^\s\"'<>?#]+", re.IGNORECASE)
_QUERY = re.compile(r"(/[^\s\"'<>?]*\?)\S+?(?=[\"']?(?:\s|$))")
_ROW = re.compile(
    r"(DETAIL:\s*).+?(?=\n(?:CONTEXT|HINT|SCHEMA|STATEMENT|TABLE|Traceback)\b"
    r"|\n\n(?:The above|During handling)|\Z)",
    re.DOTALL,
)
"""PostgreSQL tells in an error what stood in the row, in as many lines as that has."""


def has_secret(path: str) -> bool:
    """Tell whether `path` holds a secret, or something that was meant as one."""
    return bool(_SECRET.search(path))


def hide(text: str) -> str:
    """Return `text` without the secrets of addresses, what was searched for, and rows' values."""
    for pattern in (_QUERY, _SECRET, _ROW):
        text = pattern.sub(rf"\g<1>{HIDDEN}", text)
    return text


class HideSecrets(logging.Filter):
    """Takes what `hide` hides out of every record, the text of an exception included."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record and let it through."""
        record.msg, record.args = hide(record.getMessage()), ()
        if record.exc_info:
            record.exc_text = hide(logging.Formatter().formatException(record.exc_info))
        if record.stack_info:
            record.stack_info = hide(record.stack_info)
        return True
