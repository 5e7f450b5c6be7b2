from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        """Register the system checks and the due step."""
        from accounts import checks, due  # noqa: F401, PLC0415 - importing registers
