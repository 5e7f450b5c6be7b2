"""CSV that Norwegian spreadsheets open: `;`, decimal comma, UTF-8 with its mark."""

import csv
import io
from collections.abc import Iterable, Iterator

BYTE_ORDER_MARK = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def lines(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield the file a line at a time, its first with the names of the columns."""
    yield BYTE_ORDER_MARK + line(columns)
    yield from map(line, rows)


def line(values: Iterable[str]) -> str:
    """Return one line. What a spreadsheet would take for a formula gets an apostrophe."""
    safe = [f"'{value}" if value.startswith(FORMULA) else value for value in values]
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerow(safe)
    return text.getvalue()


def kroner(ore: int) -> str:
    """Return a sum with a decimal comma and nothing else: 15050 → «150,50»."""
    return f"{ore // 100},{ore % 100:02d}"
