"""An SMS provider as an installation would write one, for looking at production's settings."""


class Provider:
    """Sends nothing anywhere."""

    def send(self, *, to: str, subject: str, body: str) -> None:
        """Keep quiet."""

    def check(self) -> list[str]:
        """Return no problems."""
        return []
