"""A deploy check: messages must be able to leave."""

from typing import Any

from django.conf import settings
from django.core import checks

from notices.backends import NO_WAY, backend_for

_HINT = {"sms": f"; an installation without SMS says «{NO_WAY}»"}


@checks.register(deploy=True)
def backends_can_send(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Pass on what each channel's backend says is missing."""
    found: list[checks.CheckMessage] = []
    if not settings.OUTGOING:
        found.append(
            checks.Warning("REIR_OUTGOING=no: nothing is sent to anybody.", id="notices.W002")
        )
    for channel in settings.NOTICE_BACKENDS:
        try:
            missing = _missing(channel)
        except ImportError as error:
            found.append(checks.Error(f"{channel}: {error}", id="notices.E001"))
        else:
            found += [checks.Warning(f"{channel}: {text}", id="notices.W001") for text in missing]
    return found


def _missing(channel: str) -> list[str]:
    """Return what keeps `channel` from sending. «none» is an answer for SMS, when it is set."""
    backend = backend_for(channel)
    if backend is not None:
        return backend.check()
    if channel != "email" and settings.NOTICE_BACKENDS[channel] == NO_WAY:
        return []
    return [f"NOTICE_{channel.upper()}_BACKEND names no class{_HINT.get(channel, '')}."]
