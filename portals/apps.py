from django.apps import AppConfig
from django.forms import Field
from django.utils.translation import gettext_lazy


class PortalsConfig(AppConfig):
    name = "portals"

    def ready(self) -> None:
        """Ask for what is missing as a colleague would, in every form."""
        from portals import due  # noqa: F401, PLC0415 - importing registers

        Field.default_error_messages["required"] = gettext_lazy("Fyll ut dette.")
