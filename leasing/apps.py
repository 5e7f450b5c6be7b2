from django.apps import AppConfig


class LeasingConfig(AppConfig):
    """Leasing."""

    name = "leasing"

    def ready(self) -> None:
        """Register the due step."""
        from leasing import due  # noqa: F401, PLC0415 - register on import
