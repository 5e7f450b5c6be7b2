"""What tests give to the processes that they start."""

import os

MOVED_CLOCK = ("LD_PRELOAD", "FAKETIME", "PYTHONPATH")
"""What moves the clock (`tools/on_day.py`). A fork of a process with threads can wait for ever on
a lock of libfaketime's, so a race runs on the real day; it is about moments, not about days. What
looks at the same database afterwards runs on that day too.
"""


def on_the_real_day() -> dict[str, str]:
    """Return this environment without what moves the clock."""
    return {name: value for name, value in os.environ.items() if name not in MOVED_CLOCK}
