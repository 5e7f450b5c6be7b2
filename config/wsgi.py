"""The door of the web server (gunicorn) into Reir."""

import logging
import os
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

from core.secrets_in_addresses import HideSecrets

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

# gunicorn writes addresses into logs of its own when something escapes Reir.
for name in ("gunicorn.access", "gunicorn.error"):
    logging.getLogger(name).addFilter(HideSecrets())


class Utf8Request(WSGIRequest):
    """A request whose words are UTF-8, as our pages write them, whatever the sender calls them.

    Django takes any codec of Python's («rot13»), and falls over those that are none for text
    before anything of Reir could answer.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(
            meta.get("CONTENT_TYPE", "")
        )


application = get_wsgi_application()
application.request_class = Utf8Request
