from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"

    def ready(self) -> None:
        """Register the deploy check and the due steps."""
        from notices import checks, due, waits  # noqa: F401, PLC0415 - register on import
