"""The door of the web server (gunicorn) into Reir."""

import logging
import os

from django.core.wsgi import get_wsgi_application

from core.secrets_in_addresses import HideSecrets

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

# gunicorn writes addresses into logs of its own when something escapes Reir.
for name in ("gunicorn.access", "gunicorn.error"):
    logging.getLogger(name).addFilter(HideSecrets())

application = get_wsgi_application()
