from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "activities"

    def ready(self) -> None:
        """Register the due steps."""
        from activities import due  # noqa: F401, PLC0415 - registers on import
