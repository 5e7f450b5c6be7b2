from django.apps import AppConfig


class PayoutsConfig(AppConfig):
    name = "payouts"

    def ready(self) -> None:
        """Register the due step."""
        from payouts import due  # noqa: F401, PLC0415 - registers on import
