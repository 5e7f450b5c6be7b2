"""The entry point of the web server (gunicorn)."""

import logging
import os
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.http import parse_header_parameters

from core.log_redaction import HideSecrets

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

# gunicorn writes addresses into logs of its own when something escapes Reir.
for name in ("gunicorn.access", "gunicorn.error"):
    logging.getLogger(name).addFilter(HideSecrets())

NUL = "\0"


class Utf8Request(WSGIRequest):
    """A request whose words are UTF-8, as our pages write them, whatever the sender calls them.

    Django takes any codec of Python's («rot13»), and falls over those that are none for text
    before anything of Reir could answer.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(
            meta.get("CONTENT_TYPE", "")
        )

    @cached_property
    def COOKIES(self) -> dict[str, str]:  # type: ignore[override]
        """Return the cookies that can be ours: none holds a NUL, which PostgreSQL falls over."""
        cookies: dict[str, str] = super().COOKIES
        return {name: value for name, value in cookies.items() if NUL not in value}

    @cached_property
    def GET(self) -> QueryDict:  # type: ignore[override]
        """Return what was asked, without NUL: no word of ours has one (`core.text`)."""
        return _without_nul(super().GET)

    def _load_post_and_files(self) -> None:
        super()._load_post_and_files()
        self._post = _without_nul(self._post)  # type: ignore[has-type]


def _without_nul(words: QueryDict) -> QueryDict:
    if not any(NUL in word for name, row in words.lists() for word in (name, *row)):
        return words
    kept = words.copy()
    kept.clear()
    for name, row in words.lists():
        kept.setlist(name.replace(NUL, ""), [word.replace(NUL, "") for word in row])
    kept._mutable = False
    return kept


application = get_wsgi_application()
application.request_class = Utf8Request
