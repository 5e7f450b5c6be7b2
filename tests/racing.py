"""The process behind `conftest.Race`: prepares, forks, lets go of all at once, looks."""

import importlib
import json
import os
import sys
import traceback
from typing import Any


def main(module_name: str, processes: int, arguments: dict[str, Any]) -> None:
    import django

    django.setup()
    from django.db import connections

    module = importlib.import_module(module_name)
    prepared = module.prepare(**arguments)
    connections.close_all()
    wait_here, let_go = os.pipe()
    ends = []
    for index in range(processes):
        read, write = os.pipe()
        if os.fork() == 0:
            os.close(let_go)
            os.read(wait_here, 1)  # returns when every copy of the other end is closed
            try:
                answer = {"value": module.act(index, prepared)}
            except BaseException as error:
                answer = {"error": f"{type(error).__name__}: {error}"}
                traceback.print_exc()
            with os.fdopen(write, "w") as pipe:
                pipe.write(json.dumps(answer))
            os._exit(0)
        os.close(write)
        ends.append(read)
    os.close(let_go)
    acts = []
    for read in ends:
        with os.fdopen(read) as pipe:
            acts.append(json.loads(pipe.read()))
    for _child in range(processes):
        os.wait()
    print(json.dumps({"acts": acts, "look": module.look(prepared)}))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3]))
