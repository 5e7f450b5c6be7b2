from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("nettsider")

    def ready(self) -> None:
        """Listen for news that makes kept pages old; keep the admin to what my teams may tell."""
        from cms import due, receivers, waits  # noqa: F401, PLC0415 - they register themselves
        from cms.admin import policies, translating  # noqa: PLC0415 - Wagtail's models are ready only now

        policies.adopt()
        translating.adopt()
