"""The rows of a measurement: as a table for a person, as bench.json for a machine."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Row:
    """One figure. `at_least` and `at_most` are its goal; most figures have none."""

    name: str
    title: str
    value: float
    unit: str
    at_least: float | None = None
    at_most: float | None = None
    detail: str = ""

    @property
    def goal(self) -> str:
        """Return the goal in signs, or ""."""
        if self.at_least is not None:
            return f"≥ {self.at_least:g}"
        return f"≤ {self.at_most:g}" if self.at_most is not None else ""

    @property
    def met(self) -> bool | None:
        """Tell whether the goal is met; None when there is none."""
        if self.at_least is not None:
            return self.value >= self.at_least
        return self.value <= self.at_most if self.at_most is not None else None


def table(rows: Iterable[Row]) -> str:
    """Return the rows as lines of text."""
    words = {True: "met", False: "MISSED", None: ""}
    lines = [("what", "value", "", "goal", "", "")]
    lines += [
        (row.title, f"{row.value:,.2f}", row.unit, row.goal, words[row.met], row.detail)
        for row in rows
    ]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    numbers = {1}
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column in numbers else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def write(rows: Iterable[Row], *, machine: dict[str, Any], path: Path) -> None:
    """Write the rows and the machine as JSON."""
    told = [
        {**asdict(row), "value": round(row.value, 3), "goal": row.goal, "met": row.met}
        for row in rows
    ]
    path.write_text(json.dumps({"machine": machine, "rows": told}, ensure_ascii=False, indent=2))
