"""A real installation. Everything secret comes from the environment and its lack is loud."""

from config.settings.base import *  # noqa: F403
from config.settings.base import CONTENT_SECURITY_POLICY, env

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
# Fernet keys, the newest first; `manage.py rotate_vault` leaves the newest alone.
VAULT_KEYS = env.list("REIR_VAULT_KEYS")
# What seals the access log and the ledger, the newest first; older ones verify older seals.
SEAL_KEYS = env.list("REIR_SEAL_KEYS")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
# Rate limits of the sign-in count by the visitor's address, which the last proxies tell us.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 1)

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True

# Wagtail's preview shows a page in a frame of the same site, so frames are not denied altogether.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
