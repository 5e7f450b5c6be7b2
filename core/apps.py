from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        """Register the system checks, and clean the words of every row that is saved."""
        from core import (  # noqa: PLC0415 - needs the apps
            checks,  # noqa: F401 - registers on import
            saving,
        )

        saving.listen()
