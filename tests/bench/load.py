"""Asking one address as often as it answers, for a while, with `wrk`."""

import re
import shutil
import subprocess

CONNECTIONS = 8
MISSING = "Needs wrk (Debian: apt install wrk), which asks as often as a server answers."


def is_there() -> bool:
    """Tell whether wrk is installed."""
    return shutil.which("wrk") is not None


def requests_per_second(url: str, *, seconds: float) -> float:
    """Ask `url` for `seconds`; return the answers a second. Any answer but 200 is an error."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", url]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rate = re.search(r"Requests/sec:\s+([0-9.]+)", said)
    if rate is None or "Non-2xx or 3xx responses" in said:
        raise RuntimeError(said)
    return float(rate[1])
