from django.apps import AppConfig


class ParticipantsConfig(AppConfig):
    name = "participants"

    def ready(self) -> None:
        """Register the due step."""
        from participants import due  # noqa: F401, PLC0415 - registers on import
