from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        """Register the system checks."""
        from core import checks  # noqa: F401, PLC0415 - registers on import
