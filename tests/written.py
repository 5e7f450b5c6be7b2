"""What reaches the database: the words of every statement that writes."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import connection

UNSEEN = ("\x0b", "\u200b", "\u202e", "\ufeff")
SPACES = ("\u00a0", "\u2009", "\u202f")
_WRITES = ("INSERT", "UPDATE", "REPLACE")


@contextmanager
def words_written() -> Iterator[list[str]]:
    """Give a list that holds each text that an INSERT or UPDATE carries meanwhile."""
    found: list[str] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(_WRITES):
            for row in params if many else [params]:
                found.extend(_words(row or ()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        yield found


def _words(values: Any) -> Iterator[str]:
    """Yield each text among `values`, JSON as what it says."""
    for value in values:
        adapted = getattr(value, "obj", value)  # what psycopg wraps
        if isinstance(adapted, str):
            with suppress(ValueError):
                adapted = json.loads(adapted) if adapted[:1] in '{["' else adapted
        if isinstance(adapted, str):
            yield adapted
        elif isinstance(adapted, dict):
            yield from _words([*adapted, *adapted.values()])
        elif isinstance(adapted, list | tuple):
            yield from _words(adapted)


def unseen_in(words: list[str]) -> list[str]:
    """Return those of `words` that hold a sign which nobody sees, or a space that is none."""
    return [word for word in words if any(sign in word for sign in (*UNSEEN, *SPACES))]
