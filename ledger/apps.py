from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "ledger"

    def ready(self) -> None:
        """Register the due step, and the chain of seals with it."""
        from ledger import due  # noqa: F401, PLC0415 - it registers on import
