"""One line that grows on a terminal, plain lines in a log."""

from typing import Any

LENGTH = 24


class Progress:
    """Tells how far a piece of work has come. `stream` is the command's stdout."""

    def __init__(self, stream: Any, *, total: int) -> None:
        self._stream = stream
        self._total = max(total, 1)
        self._on_terminal = bool(getattr(stream, "isatty", lambda: False)())

    def at(self, done: int, what: str) -> None:
        """Say that `done` of the total is done and `what` is next."""
        percent = round(100 * done / self._total)
        if self._on_terminal:
            filled = round(LENGTH * done / self._total)
            bar = "█" * filled + "░" * (LENGTH - filled)
            self._stream.write(f"\r\x1b[K{bar} {percent:3d} % {what}", ending="")
            self._stream.flush()
        else:
            self._stream.write(f"{percent:3d} % {what}")

    def end(self) -> None:
        """Leave the terminal's line clean for what comes after."""
        if self._on_terminal:
            self._stream.write("\r\x1b[K", ending="")
            self._stream.flush()
