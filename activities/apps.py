from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "activities"

    def ready(self) -> None:
        """Register the due steps."""
        from activities import due, waits  # noqa: F401, PLC0415 - they register on import
