from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        """Register the system checks and the due step."""
        from accounts import due  # noqa: F401, PLC0415 - importing registers
        from accounts.sign_in import checks  # noqa: F401, PLC0415 - importing registers
