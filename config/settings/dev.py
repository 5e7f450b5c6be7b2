"""The reloading server of a developer (`make dev`)."""

from config.settings.base import *  # noqa: F403
from config.settings.base import NOTICE_BACKENDS

DEBUG = True
COMPONENTS_CHECK_TYPES = True
SECRET_KEY = "for the developer's own machine only"  # noqa: S105 - protects nothing
VAULT_KEYS = ["ZGV2ZWxvcGVyJ3MgbWFjaGluZTogbm8gc2VjcmV0ISE="]  # protects nothing
SEAL_KEYS = ["for the developer's own machine only"]
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
INTERNAL_IPS = ["127.0.0.1"]
STAFF_SECOND_FACTOR_REQUIRED = False
MESSAGES_SHOWN_HERE = True
NOTICE_BACKENDS["sms"] = NOTICE_BACKENDS["sms"] or "notices.backends.ConsoleBackend"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
