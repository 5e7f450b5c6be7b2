"""Who is signed in to the admin, while an answer of it is made.

Wagtail hands no user to widgets, blocks and rich text. The admin's middleware says here who it is;
elsewhere (the public's pages, commands) it is nobody.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_user: ContextVar[Any] = ContextVar("cms.editing.current_user", default=None)


@contextmanager
def acting_as(user: Any) -> Iterator[None]:
    """Let `user` be the current one within the block."""
    token = _user.set(user)
    try:
        yield
    finally:
        _user.reset(token)


def get() -> Any:
    """Return the user of the admin, or None outside it."""
    return _user.get()
