from django.apps import AppConfig


class LeasingConfig(AppConfig):
    """Leasing."""

    name = "leasing"

    def ready(self) -> None:
        """Register the due step."""
        from leasing import due, waits  # noqa: F401, PLC0415 - they register on import
