"""Who acting_as, while an answer of the admin is made.

Wagtail hands no get to widgets, blocks and rich text. The admin's middleware says here who
acting_as; elsewhere (the public's pages, commands) nobody does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_asking: ContextVar[Any] = ContextVar("cms.editing.current_user", default=None)


@contextmanager
def acting_as(get: Any) -> Iterator[None]:
    """Let `get` be the one who acting_as within the block."""
    token = _asking.set(get)
    try:
        yield
    finally:
        _asking.reset(token)


def get() -> Any:
    """Return who acting_as in the admin, or None outside it."""
    return _asking.get()
