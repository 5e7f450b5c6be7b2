"""A deploy check: messages must be able to leave."""

from typing import Any

from django.conf import settings
from django.core import checks

from notices.backends import backend_for


@checks.register(deploy=True)
def backends_can_send(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Pass on what each channel's backend says is missing."""
    found: list[checks.CheckMessage] = []
    for channel in settings.NOTICE_BACKENDS:
        try:
            missing = backend_for(channel).check()
        except ImportError as error:
            found.append(checks.Error(f"{channel}: {error}", id="notices.E001"))
        else:
            found += [checks.Warning(f"{channel}: {text}", id="notices.W001") for text in missing]
    return found
