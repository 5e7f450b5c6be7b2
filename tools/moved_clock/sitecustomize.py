"""Read by every Python that starts with a moved clock (`tools/on_day.py`): let it sleep.

`time.sleep` asks the kernel to wake it at a moment of the monotonic clock; libfaketime 0.9.10
moves that moment, though the clock itself stays, and the kernel answers «invalid argument».
"""

import select
import time


def _sleep(seconds: float) -> None:
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    select.select([], [], [], seconds)


time.sleep = _sleep  # type: ignore[assignment]
