from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("nettsider")

    def ready(self) -> None:
        """Listen for news that makes kept pages old."""
        from cms import receivers  # noqa: F401, PLC0415 - receivers register themselves
