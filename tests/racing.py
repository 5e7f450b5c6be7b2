"""The process behind `conftest.Race`: it loads Django once, and forks for each race.

A race prepares, forks a process for each who acts, lets go of all at once, and looks.
"""

import importlib
import json
import os
import signal
import sys
import traceback
from typing import Any

LONGEST = 300
"""Seconds after which a process of a race is ended."""


def main() -> None:
    """Answer each line of standard input, {"url", "module", "processes", "arguments"}, with one.

    The answer is {"acts": […], "look": …}, or {"error": "Type: text"} with the rest on stderr.
    """
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a race prints is no answer
    import django

    django.setup()
    for line in sys.stdin:
        asked = json.loads(line)
        module = importlib.import_module(asked["module"])  # here, so that its next race has it
        answers.write(_forked(lambda: _race(module, asked)) + "\n")  # noqa: B023 (called at once)
        answers.flush()


def _race(module: Any, asked: dict[str, Any]) -> dict[str, Any]:
    from django.db import connections

    from tests import database

    database.work_on(asked["url"])
    prepared = module.prepare(**asked["arguments"])
    connections.close_all()
    wait_here, let_go = os.pipe()
    ends = []
    for index in range(asked["processes"]):
        read, write = os.pipe()
        if os.fork() == 0:
            os.close(let_go)
            os.read(wait_here, 1)  # returns when every copy of the other end is closed
            _answer(write, lambda: {"value": module.act(index, prepared)})  # noqa: B023
        os.close(write)
        ends.append(read)
    os.close(let_go)
    acts = [json.loads(_read(end)) for end in ends]
    for _child in ends:
        os.wait()
    return {"acts": acts, "look": module.look(prepared)}


def _forked(act: Any) -> str:
    """Run `act` in a fork; return what it said as JSON."""
    read, write = os.pipe()
    if os.fork() == 0:
        os.close(read)
        _answer(write, act)
    os.close(write)
    said = _read(read)
    os.wait()
    return said


def _answer(end: int, act: Any) -> None:
    """Write what `act` returns, or its error, to `end`, and end this process."""
    signal.alarm(LONGEST)
    try:
        said = json.dumps(act())
    except BaseException as error:
        traceback.print_exc()
        said = json.dumps({"error": f"{type(error).__name__}: {error}"})
    with os.fdopen(end, "w") as pipe:
        pipe.write(said)
    os._exit(0)


def _read(end: int) -> str:
    with os.fdopen(end) as pipe:
        return pipe.read() or json.dumps({"error": "the process ended before it answered"})


if __name__ == "__main__":
    main()
