"""What has to happen by itself: a register of due steps, run by `manage.py run_due`.

An app hangs a step here from its `AppConfig.ready`, by importing its module `due`. Steps are safe
to run at any time and as often as anybody likes; each finds for itself what is due.
"""

import logging
from collections.abc import Callable
from typing import Any

logger = logging.getLogger(__name__)

Step = Callable[[], Any]
_steps: dict[str, Step] = {}


def due(name: str) -> Callable[[Step], Step]:
    """Register the decorated function as the step `name`; the same name replaces the earlier."""

    def register(step: Step) -> Step:
        _steps[name] = step
        return step

    return register


def names() -> list[str]:
    """Return the names of all steps in the order in which they run."""
    return list(_steps)


def run(*, stop: Callable[[], bool] = lambda: False) -> list[str]:
    """Run every step once and return the names of those that failed.

    A step that fails is logged and never keeps the others from running. `stop` is asked before
    each step, so that a shutdown waits for one step at most.
    """
    failed = []
    for name, step in list(_steps.items()):
        if stop():
            break
        try:
            outcome = step()
        except Exception:
            logger.exception("Due step %s failed", name)
            failed.append(name)
        else:
            if outcome:
                logger.info("Due step %s: %s", name, outcome)
    return failed
