"""The periodic jobs: a register of steps that `manage.py run_due` runs, each round all of them.

An app registers its steps in its module `due`, which its `AppConfig.ready` imports. Steps are
idempotent: they may run at any time and any number of times; each finds for itself what is due.
"""

import logging
from collections.abc import Callable
from typing import Any

logger = logging.getLogger(__name__)

Step = Callable[[], Any]
_steps: dict[str, Step] = {}
_irreversible: set[str] = set()
_clocks: dict[str, Callable[[], bool]] = {}


def due(name: str, *, irreversible: bool = False) -> Callable[[Step], Step]:
    """Register the decorated function as the step `name`; the same name replaces the earlier.

    What an `irreversible` step does nobody can undo: it deletes, or makes public. It waits
    while the clock is in doubt.
    """

    def register(step: Step) -> Step:
        _steps[name] = step
        if irreversible:
            _irreversible.add(name)
        return step

    return register


def checks_clock(name: str) -> Callable[[Callable[[], bool]], Callable[[], bool]]:
    """Let each round begin by asking the decorated function whether the clock can be trusted."""

    def register(look: Callable[[], bool]) -> Callable[[], bool]:
        _clocks[name] = look
        return look

    return register


def names() -> list[str]:
    """Return the names of all steps in the order in which they run."""
    return list(_steps)


def irreversible() -> set[str]:
    """Return the names of the steps that cannot be undone."""
    return _irreversible & set(_steps)


def run(*, stop: Callable[[], bool] = lambda: False) -> list[str]:
    """Run every step once and return the names of those that failed.

    A step that fails is logged and never keeps the others from running. `stop` is asked before
    each step, so that a shutdown waits for one step at most.
    """
    failed: list[str] = []
    is_trusted = _clock_is_trusted(failed)
    for name, step in list(_steps.items()):
        if stop():
            break
        if name in _irreversible and not is_trusted:
            continue
        try:
            outcome = step()
        except Exception:
            logger.exception("Due step %s failed", name)
            failed.append(name)
        else:
            if outcome:
                logger.info("Due step %s: %s", name, outcome)
    return failed


def _clock_is_trusted(failed: list[str]) -> bool:
    """Tell whether steps that cannot be undone may run; not when the check itself failed."""
    is_trusted = True
    for name, look in _clocks.items():
        try:
            is_trusted = look() and is_trusted
        except Exception:
            logger.exception("Due step %s failed", name)
            failed.append(name)
            is_trusted = False
    if not is_trusted:
        logger.warning("The clock is in doubt: nothing is deleted and nothing is made public.")
    return is_trusted
