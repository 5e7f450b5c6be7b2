"""How fast this machine is at this moment, so that a limit in seconds means the same on each."""

from time import process_time

USUAL = 0.05
"""Seconds of the processor that `_work` takes where the limits were written down."""


def slower() -> float:
    """Return how many times slower than there it is here, and at least 1.

    A limit is multiplied by it: what takes its length squared passes it all the same.
    """
    return max(1.0, min(_work() for _time in range(3)) / USUAL)


def _work() -> float:
    begun = process_time()
    words = [f"{number:07}" for number in range(60_000)]
    sorted({word[::-1]: word for word in words}.items())
    return process_time() - begun
