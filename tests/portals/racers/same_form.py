"""The same page is sent by eight fingers at the same moment."""

from typing import Any


def prepare() -> dict[str, Any]:
    from core.hidden_fields import once_key

    return {"key": once_key(None)}


def act(index: int, prepared: dict[str, Any]) -> Any:
    from django.http import HttpResponseRedirect, QueryDict
    from django.test import RequestFactory

    from notices.models import Message
    from portals import idempotency
    from tests.factories.notices import MessageFactory

    request = RequestFactory().post("/skjema/", {"once": prepared["key"], "a": "1"})
    request._messages = type("Said", (), {"add": lambda *_args, **_more: None})()  # type: ignore[attr-defined]
    assert isinstance(request.POST, QueryDict)

    def view(_request: Any) -> Any:
        MessageFactory()
        return HttpResponseRedirect(f"/laget/{Message.objects.count()}/")

    middleware = idempotency.SentOnceMiddleware(
        lambda r: middleware.process_view(r, view, (), {}) or view(r)
    )
    return middleware(request).headers["Location"]


def look(prepared: dict[str, Any]) -> int:
    from notices.models import Message

    return Message.objects.count()
