"""The second factor may be off on a machine that nobody else can reach, and nowhere else."""

from typing import Any

from django.conf import settings
from django.core import checks

from core.checks import error_unless

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", "[::1]"})


@checks.register(checks.Tags.security)
def second_factor_is_required(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Refuse settings that let staff in by password alone where others can reach them."""
    only_here = bool(settings.ALLOWED_HOSTS) and LOOPBACK.issuperset(settings.ALLOWED_HOSTS)
    return error_unless(
        settings.STAFF_SECOND_FACTOR_REQUIRED or settings.DEBUG or only_here,
        "Staff would come in by password alone, and other machines can reach this one.",
        hint="Set STAFF_SECOND_FACTOR_REQUIRED = True, or serve localhost alone.",
        id="accounts.E001",
    )
