"""Asking one address as often as it answers, for a while.

`wrk` does it when it is installed. Without it a small client of ours does, in a process of its
own (`python -m tests.bench.load URL SECONDS CONNECTIONS`); being Python, it takes more of the
machine from the server than wrk does, so figures of the two must not be compared.
"""

import asyncio
import json
import re
import shutil
import subprocess
import sys
import time
from urllib.parse import urlsplit

from tests.database import ROOT

CONNECTIONS = 8


def generator() -> str:
    """Return what asks: «wrk» or «own client»."""
    return "wrk" if shutil.which("wrk") else "own client"


def requests_per_second(url: str, *, seconds: float) -> float:
    """Ask `url` for `seconds`; return the answers a second. Any answer but 200 is an error."""
    ask = _wrk if generator() == "wrk" else _own_client
    return ask(url, seconds)


def _wrk(url: str, seconds: float) -> float:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", url]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx or 3xx responses" in said:
        raise RuntimeError(said)
    rate = re.search(r"Requests/sec:\s+([0-9.]+)", said)
    if rate is None:
        raise RuntimeError(said)
    return float(rate[1])


def _own_client(url: str, seconds: float) -> float:
    command = [sys.executable, "-m", "tests.bench.load", url, str(seconds), str(CONNECTIONS)]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return float(json.loads(said)["requests_per_second"])


async def _ask(url: str, until: float) -> int:
    """Ask on one connection, opened anew when the server closes it; return the answers."""
    where = urlsplit(url)
    head = f"GET {where.path} HTTP/1.1\r\nHost: {where.netloc}\r\n\r\n".encode()
    count = 0
    reader = writer = None
    while time.monotonic() < until:
        if writer is None:
            reader, writer = await asyncio.open_connection(where.hostname, where.port)
        writer.write(head)
        answer = (await reader.readuntil(b"\r\n\r\n")).lower()
        if not answer.startswith(b"http/1.1 200"):
            raise RuntimeError(answer.decode())
        length = re.search(rb"content-length: (\d+)", answer)
        await reader.readexactly(int(length[1]))
        count += 1
        if b"connection: close" in answer:
            writer.close()
            writer = None
    if writer is not None:
        writer.close()
    return count


async def _main(url: str, seconds: float, connections: int) -> None:
    began = time.monotonic()
    counts = await asyncio.gather(*(_ask(url, began + seconds) for _each in range(connections)))
    rate = sum(counts) / (time.monotonic() - began)
    sys.stdout.write(json.dumps({"requests_per_second": rate}))


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3])))
