"""Run a command on another day: it, and all that it starts, see the same pretended clock.

    tools/on_day.py saturday make test
    tools/on_day.py 2027-05-17T09:00 .venv/bin/python -m pytest tests/activities
    tools/on_day.py each COMMAND      every special day, one after the other
    tools/on_day.py turn COMMAND      one of them, another one every ten minutes

The clock is moved by libfaketime by a fixed number of seconds, so that it runs on, and processes
that know nothing of each other (pytest, gunicorn, PostgreSQL, Chromium) agree. Waiting is left
alone (`FAKETIME_FORCE_MONOTONIC_FIX`): moved, every wait of Chromium would end at once, again and
again, and take the whole machine.
"""

import os
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
DAYS = {
    "weekday": "2027-03-10T10:30",
    "saturday": "2026-11-28T10:00",
    "sunday": "2026-12-06T15:00",
    "year-end": "2026-12-31T14:00",
    "new-year": "2027-01-01T09:00",
    "new-year-night": "2027-01-01T00:05",  # in UTC it is still last year
    "leap-day": "2028-02-29T11:00",
    "spring-night": "2027-03-28T01:55",  # 02.00 becomes 03.00
    "autumn-night": "2027-10-31T02:10",  # the hour from 02.00 to 03.00 comes twice
    "late-evening": "2026-12-02T23:50",  # tomorrow in ten minutes, and not yet in UTC
}
"""The days on which programs like to be wrong, as the clocks of Oslo show them."""
LIBRARIES = (
    "/usr/lib/*/faketime/libfaketime.so.1",
    "/usr/lib/faketime/libfaketime.so.1",
    "/usr/lib64/faketime/libfaketime.so.1",
)
A_TURN = 10 * 60


def main() -> int:
    """Run the command; return its answer, or the first bad one of several."""
    if len(sys.argv) < 3:
        print(__doc__)
        return 2
    wanted, command = sys.argv[1], sys.argv[2:]
    if "FAKETIME" in os.environ:
        print("Klokka er flyttet fra før (FAKETIME).")
        return 2
    names = list(DAYS) if wanted == "each" else [in_turn() if wanted == "turn" else wanted]
    answers = {name: _run(name, command) for name in names}
    if len(names) > 1:
        print(
            *(f"{'ok' if not answer else 'FEIL'}  {name}" for name, answer in answers.items()),
            sep="\n",
        )
    return next((answer for answer in answers.values() if answer), 0)


def in_turn(now: float | None = None) -> str:
    """Return the special day whose turn it is: the next one every ten minutes."""
    return list(DAYS)[int((time.time() if now is None else now) // A_TURN) % len(DAYS)]


def environment(name: str) -> dict[str, str]:
    """Return the environment in which a process sees that special day, or that ISO moment."""
    moment = datetime.fromisoformat(DAYS.get(name, name)).replace(tzinfo=OSLO)
    return {
        **os.environ,
        "LD_PRELOAD": library(),
        "FAKETIME": f"{round(moment.timestamp() - time.time()) + 1:+d}",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_FORCE_MONOTONIC_FIX": "0",
        "PYTHONPATH": str(Path(__file__).resolve().parent / "moved_clock"),
        "REIR_TEST_DAY": name,
    }


def library() -> str:
    """Return where libfaketime is. Raises SystemExit, saying what to install."""
    for pattern in LIBRARIES:
        for found in sorted(Path("/").glob(pattern.lstrip("/"))):
            return str(found)
    raise SystemExit("libfaketime mangler: apt-get install faketime")


def _run(name: str, command: list[str]) -> int:
    again = f"tools/on_day.py {name} {' '.join(command)}"
    print(f"Som om det var {DAYS.get(name, name)}. Igjen: {again}", flush=True)
    return subprocess.run(command, env=environment(name), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
