"""Four workers empty one outbox at the same moment."""

from typing import Any

SENT: list[str] = []


class Noting:
    """A provider that takes its time."""

    def send(self, *, to: str, subject: str, body: str) -> None:
        import time

        time.sleep(0.02)
        SENT.append(to)


def prepare() -> None:
    from tests.factories.notices import MessageFactory

    for number in range(9):
        MessageFactory(address=f"{number}@example.no")


def act(index: int, prepared: Any) -> list[str]:
    from django.conf import settings

    from notices import outbox

    settings.NOTICE_BACKENDS = {"email": f"{__name__}.Noting"}
    outbox.deliver_due()
    return SENT


def look(prepared: Any) -> list[str]:
    from notices.models import Message

    return list(Message.objects.values_list("state", flat=True))
