"""One page asked again and again inside one process, without a server between.

`python -m tests.bench.inside ADDRESS [--cookie NAME=VALUE] [--part] [--times N] [--profile LINES]`
prints the milliseconds of each request, those of them that the processor worked on it, and the
number of queries, as JSON; with --profile, where the time goes. `--part` asks as a script of ours
does, for what it shows alone (the header of htmx).
"""

import argparse
import cProfile
import io
import json
import pstats
import sys
import time
from collections.abc import Callable
from typing import Any

import django

WARM_UP = 5


def main() -> None:
    """Ask, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("--cookie", default="")
    parser.add_argument("--part", action="store_true")
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--profile", type=int, default=0)
    chosen = parser.parse_args()
    ask = _asking(chosen.address, chosen.cookie, part=chosen.part)
    for _each in range(WARM_UP):
        ask()
    if chosen.profile:
        sys.stdout.write(_profile(ask, times=chosen.times, lines=chosen.profile))
        return
    milliseconds, processor = [], []
    for _each in range(chosen.times):
        began, worked = time.perf_counter(), time.process_time()
        ask()
        processor.append((time.process_time() - worked) * 1000)
        milliseconds.append((time.perf_counter() - began) * 1000)
    told = {"milliseconds": milliseconds, "processor": processor, "queries": _queries(ask)}
    sys.stdout.write(json.dumps(told))


def _asking(address: str, cookie: str, *, part: bool = False) -> Callable[[], None]:
    """Return a function that asks for `address` as gunicorn would; other answers than 200 raise."""
    django.setup()
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    path, _mark, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "HTTP_COOKIE": cookie,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
        **({"HTTP_HX_REQUEST": "true"} if part else {}),
    }

    def ask() -> None:
        said: list[str] = []
        response: Any = application(
            {**environ, "wsgi.input": io.BytesIO()}, lambda status, headers: said.append(status)
        )
        b"".join(response)
        response.close()
        if said != ["200 OK"]:
            raise RuntimeError(f"{address}: {said}")

    return ask


def _queries(ask: Callable[[], None]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        ask()
    return sum(not query["sql"].startswith("PRAGMA") for query in captured.captured_queries)


def _profile(ask: Callable[[], None], *, times: int, lines: int) -> str:
    profile = cProfile.Profile()
    profile.enable()
    for _each in range(times):
        ask()
    profile.disable()
    text = io.StringIO()
    pstats.Stats(profile, stream=text).sort_stats("cumulative").print_stats(lines)
    return text.getvalue()


if __name__ == "__main__":
    main()
