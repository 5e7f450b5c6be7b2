"""`python -m tests.bench [--long] [--only PART ...] [--profile ROW]` (docs/performance.md)."""

import argparse
import sys

from tests.bench import ground, measures, money_rows, report
from tests.database import ROOT

PARTS = ("story", "participant", "week", "board", "money", "writers")
PROFILE_LINES = 60


def main() -> None:
    """Measure, print the table, write bench.json; a missed goal is told, not hidden."""
    chosen = _arguments()
    if chosen.profile:
        _say(measures.profile(chosen.profile, lines=PROFILE_LINES))
        return
    machine = ground.machine()
    measure = {
        "story": lambda: measures.story(_tell),
        "participant": lambda: measures.participant(_tell),
        "week": lambda: measures.week(_tell, long=chosen.long),
        "board": lambda: measures.board(_tell),
        "money": lambda: money_rows.money(_tell),
        "writers": lambda: money_rows.writers(_tell),
    }
    rows = [row for part in chosen.only for row in measure[part]()]
    _say("\n" + report.table(rows))
    _say(", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in machine.items()))
    report.write(rows, machine=machine, path=ROOT / "bench.json")
    for row in rows:
        if row.met is False:
            _say(f"missed: {row.title}{_where(row.name)}")


def _where(name: str) -> str:
    """Return how to learn where the time of a missed row goes, when a page is what was measured."""
    if not name.startswith(("story", "participant_page", "staff_week")):
        return ""
    return f". Where the time goes: python -m tests.bench --profile {_profiled(name)}"


def _profiled(name: str) -> str:
    """Return the row whose profile explains `name`, which may compare two others."""
    largest = {
        "participant_page_slower": f"participant_page_{measures.UPCOMING[-1]}",
        "staff_week_slower": f"staff_week_{measures.ATTENDANCES_LONG[-1]}",
    }
    return largest.get(name, name)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--long", action="store_true", help="with a million attendances too")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="some parts alone")
    parser.add_argument("--profile", metavar="ROW", help="tell where the time of a row goes")
    return parser.parse_args()


def _tell(what: str) -> None:
    """Say on the way what is being done."""
    sys.stderr.write(f"· {what}\n")


def _say(what: str) -> None:
    sys.stdout.write(f"{what}\n")


if __name__ == "__main__":
    main()
