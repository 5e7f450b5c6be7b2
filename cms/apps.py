from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("nettsider")

    def ready(self) -> None:
        """Listen for news that makes kept pages old; keep the admin to what my teams may tell."""
        from cms import due, receivers, waits  # noqa: F401, PLC0415 - they register themselves

        # Wagtail's models are ready only now
        from cms.admin import (  # noqa: PLC0415
            account_page,
            bulk_publishing,
            link_choosers,
            permission_policies,
            translating,
        )

        for module in (
            account_page,
            bulk_publishing,
            link_choosers,
            permission_policies,
            translating,
        ):
            module.adopt()
