"""Who asks, while an answer of the admin is made.

Wagtail hands no user to widgets, blocks and rich text. The admin's middleware says here who
asks; elsewhere (the public's pages, commands) nobody does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_asking: ContextVar[Any] = ContextVar("cms.editing.asking", default=None)


@contextmanager
def asks(user: Any) -> Iterator[None]:
    """Let `user` be the one who asks within the block."""
    token = _asking.set(user)
    try:
        yield
    finally:
        _asking.reset(token)


def user() -> Any:
    """Return who asks in the admin, or None outside it."""
    return _asking.get()
