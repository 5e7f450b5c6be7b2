"""What the tests run with: as production where a rule is tested, quick where it is not."""

from config.settings.base import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "demo"]
COMPONENTS_CHECK_TYPES = True
SECRET_KEY = "tests only"  # noqa: S105 - protects nothing
VAULT_KEYS = ["dGVzdHMgb25seTogdGhpcyBwcm90ZWN0cyBub3RoaW4="]  # protects nothing
SEAL_KEYS = ["tests only"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
    for name in CACHES
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_WAY_OUT = "tests.notices.provider.Mailbox"
NOTICE_BACKENDS = {
    "email": "notices.backends.EmailBackend",
    "sms": "tests.notices.provider.Provider",
}
