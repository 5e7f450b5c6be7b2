from django.apps import AppConfig


class PayoutsConfig(AppConfig):
    name = "payouts"

    def ready(self) -> None:
        """Register the due step and the checks."""
        from payouts import bank_references, due, waits  # noqa: F401, PLC0415 - they register on import
        from payouts.vault import keys  # noqa: F401, PLC0415 - they register on import
