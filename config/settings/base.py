"""What every installation of Reir shares. Differences live beside this file.

Values that an installation chooses come from the environment (`.env.example` lists them).
"""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parent.parent.parent
env = environ.Env()
if env.bool("REIR_READ_ENV_FILE", True):
    env.read_env(ROOT / ".env")
VAR = Path(env.str("REIR_VAR", str(ROOT / "var")))
VAR.mkdir(parents=True, exist_ok=True)

# --- What runs ---------------------------------------------------------------
INSTALLED_APPS = [
    # First, because each {% static %} asks whether it is installed, from the top.
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "config",
    "portals",
    "api",
    "cms",
    "leasing",
    "ledger",
    "payouts",
    "activities",
    "pictures",
    "notices",
    "participants",
    "accounts",
    "core",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "django_htmx",
    "phonenumber_field",
    "simple_history",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.messages",
]

MIDDLEWARE = [
    "portals.middleware.NeverKeptMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "cms.serving.middleware.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.languages.PersonLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.sign_in.middleware.StaffSecondFactorMiddleware",
    "cms.admin.middleware.AdminPermissionMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portals.idempotency.SentOnceMiddleware",
    "portals.middleware.VaultLockedMiddleware",
    "core.middleware.AddressNumbersMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["core.templatetags.components"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context_processors.help_contact",
                "leasing.context_processors.help_contact",
            ],
        },
    }
]
# Whether a component's parameters are of the types it names: only where nobody waits for the page.
COMPONENTS_CHECK_TYPES = False

# --- Data --------------------------------------------------------------------
# SQLite must lock when a write transaction begins and must reach the disk before it answers
# (docs/decisions). `env.db` drops OPTIONS, so they are merged here and `core.checks` guards them.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    # Less than the thirty seconds after which gunicorn ends a worker: who waited in vain reads
    # that something broke, and the process lives.
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        " PRAGMA busy_timeout=20000;"
    ),
}
DATABASES = {"default": env.db("DATABASE_URL", f"sqlite:///{VAR / 'reir.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"].setdefault("OPTIONS", {}).update(SQLITE_OPTIONS)
# Opening SQLite with its pragmas costs more than a whole page from the page cache does.
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Counters of the sign-in, used codes and what waits between two pages stand in the database: no
# visitor can push them out, and they are there when everything else is gone. Rendered pages may be
# anywhere, and their loss is only slow (`cms.page_cache`).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "reir_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "pages": env.cache("CACHE_URL", "dbcache://reir_pages?max_entries=2000"),
}
# One that hangs says nothing for as long as it is let: half a second is a miss (`cms.page_cache`).
if CACHES["pages"]["BACKEND"].endswith(".RedisCache"):
    CACHES["pages"]["OPTIONS"] = {
        **{"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
        **CACHES["pages"].get("OPTIONS", {}),
    }

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "ENQUEUE_ON_COMMIT": True}}

# --- People ------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CSRF_FAILURE_VIEW = "portals.idempotency.csrf_failure"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "own_portal"
ACCOUNT_FORMS = {
    "add_email": "accounts.sign_in.forms.CleanAddEmailForm",
    "login": "accounts.sign_in.forms.CleanLoginForm",
    "reset_password": "accounts.sign_in.forms.CleanResetPasswordForm",
}
ACCOUNT_ADAPTER = "accounts.sign_in.adapters.ReirAccountAdapter"
# A whole municipality may come from one address: only wrong tries are counted
# (accounts.sign_in.adapters).
# After ten wrong codes in an hour two right ones in a row are asked for (accounts.sign_in.forms).
ACCOUNT_RATE_LIMITS = {"login": "", "second_factor": "10/h/key"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Reir"
MFA_FORMS = {
    "activate_totp": "accounts.sign_in.forms.NewCodeForm",
    "add_webauthn": "accounts.sign_in.forms.AddPasskeyForm",
    "authenticate": "accounts.sign_in.forms.CodeForm",
    "edit_webauthn": "accounts.sign_in.forms.RenamePasskeyForm",
    "generate_recovery_codes": "accounts.sign_in.forms.NewCodesForm",
    "reauthenticate": "accounts.sign_in.forms.CodeAgainForm",
}
STAFF_SECOND_FACTOR_REQUIRED = True
SESSION_COOKIE_AGE = 12 * 60 * 60
# What the next page says can hold a name: it lies here and goes at sign-out, not in the browser.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Language and time -------------------------------------------------------
LANGUAGE_CODE = "nb"
LANGUAGE_COOKIE_NAME = "reir_sprak"
LANGUAGES = [("nb", _("Bokmål")), ("nn", _("Nynorsk")), ("en", _("Engelsk"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
# What the libraries do not say in our words stands below our own texts, and above theirs.
LOCALE_PATHS = [ROOT / "locale", ROOT / "config" / "library_texts"]
WAGTAIL_I18N_ENABLED = True
TIME_ZONE = "Europe/Oslo"
PHONENUMBER_DEFAULT_REGION = "NO"
# E164, the default, has no room for an extension: it would be lost without a word.
PHONENUMBER_DB_FORMAT = "INTERNATIONAL"

# --- Files -------------------------------------------------------------------
NODE_MODULES = ROOT / "node_modules"
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.staticfiles.PackageFilesFinder",
]
# (prefix, folder in node_modules, files): only what a page asks for (docs/look.md).
STATIC_PACKAGE_FILES = [
    ("designsystemet", "@digdir/designsystemet-css/dist/src", ["index.css"]),
    (
        "fonts",
        "@fontsource-variable/inter/files",
        ["inter-latin-wght-normal.woff2", "inter-latin-ext-wght-normal.woff2"],
    ),
]
# Pictures of people are served by `pictures.views` alone, never by the web server.
MEDIA_ROOT = VAR / "media"
MEDIA_URL = "/bilder/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- Wagtail -----------------------------------------------------------------
WAGTAIL_SITE_NAME = "Reir"
WAGTAIL_USER_TIME_ZONES = ["Europe/Oslo"]  # what is planned for a clock is planned for ours
WAGTAILADMIN_BASE_URL = env.str("REIR_BASE_URL", "http://localhost:8000")
WAGTAILADMIN_LOGIN_URL = "/konto/login/"
WAGTAILIMAGES_IMAGE_MODEL = "pictures.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "pictures.forms.PictureForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "heic"]
# Publishing asks our own questions (cms.wagtail_hooks); a workflow would be a way round them.
WAGTAIL_WORKFLOW_ENABLED = False
# A comment is written to nobody's list, and may hold words about a person (docs/library-acts.md).
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# An address that is typed in stays one: looking up whose page it is would tell its draft's title.
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = "none"

# --- Messages to people ------------------------------------------------------
# A copy that is restored to be looked at speaks to nobody: no mail, no SMS, no Stripe.
OUTGOING = env.bool("REIR_OUTGOING", True)
EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
# Whoever writes a letter, a library too, puts it in the outbox; the worker takes it out by
# EMAIL_URL. So no page waits for a mail server, and a silent one gets so many seconds.
EMAIL_WAY_OUT = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_BACKEND = "notices.letters.OutboxBackend"
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", 10)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Reir <reir@localhost>")
# In the Message-ID of letters; the sender's domain when not set.
MAIL_DOMAIN = env.str("REIR_MAIL_DOMAIN", "")
# Where answers go that no colleague's address is known for.
REPLY_TO = env.str("REIR_REPLY_TO", "")
NOTICE_BACKENDS = {
    "email": env.str("NOTICE_EMAIL_BACKEND", "notices.backends.EmailBackend"),
    "sms": env.str("NOTICE_SMS_BACKEND", ""),
}
# How many minutes a change of a shift rests before a colleague hears of it; none under a day.
SHIFT_NOTICES_REST = env.int("REIR_SHIFT_NOTICES_REST", 5)
# Only a machine that nobody else reaches may show messages on its console instead of sending them.
MESSAGES_SHOWN_HERE = False

# --- Money in ----------------------------------------------------------------
STRIPE_SECRET_KEY = env.str("STRIPE_SECRET_KEY", "")
STRIPE_WEBHOOK_SECRET = env.str("STRIPE_WEBHOOK_SECRET", "")
STRIPE_API_BASE = env.str("STRIPE_API_BASE", "")
LEASE_BANK_ACCOUNT = env.str("LEASE_BANK_ACCOUNT", "")
LEASE_INVOICE_SENDER = env.str("LEASE_INVOICE_SENDER", "")

# Once a day the newest seals of the access log and of the ledger are told outside the database.
ANCHOR_FILE = env.str("REIR_ANCHOR_FILE", "")
ANCHOR_EMAIL = env.str("REIR_ANCHOR_EMAIL", "")

# The books forget whose a row is after these years, and old bank files go (bokføringsloven § 13).
LEDGER_LINK_YEARS = env.int("REIR_LEDGER_LINK_YEARS", 5)

# --- Money out through Stripe (off as shipped: docs/operations.md) -------------
# Stands in the ids of files for the bank; empty, one that follows from the address.
BANK_CODE = env.str("REIR_BANK_CODE", "")
STRIPE_PAYOUTS_ENABLED = env.bool("REIR_STRIPE_PAYOUTS", False)
STRIPE_PAYOUTS_SECRET_KEY = env.str("REIR_STRIPE_PAYOUTS_KEY", "")
STRIPE_PAYOUTS_WEBHOOK_SECRET = env.str("REIR_STRIPE_PAYOUTS_WEBHOOK_SECRET", "")

# --- Machines ----------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "api.pagination.Pages",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.errors.answer",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Reir",
    "DESCRIPTION": "Activities, sessions, stories and works, and the staff's attendance sheet.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "PREPROCESSING_HOOKS": ["api.schema.only_our_own"],
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "ActivityKind": "activities.models.Activity.Kind",
        "SessionState": "activities.models.Session.State",
        "SignUpState": "activities.models.SignUp.State",
        "WorkKind": "activities.models.Work.Kind",
        "WorkState": "activities.models.Work.State",
    },
}

# --- Safety ------------------------------------------------------------------
X_FRAME_OPTIONS = "SAMEORIGIN"
# Wagtail's own admin needs inline script and style; it alone is let off, by prefix.
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF, "https://checkout.stripe.com", "https://connect.stripe.com"],
        "frame-ancestors": [SELF],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name} {message}", "style": "{"}},
    "filters": {"hide_secrets": {"()": "core.log_redaction.HideSecrets"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["hide_secrets"],
        }
    },
    "root": {"handlers": ["console"], "level": env.str("REIR_LOG_LEVEL", "INFO")},
    # Wagtail names each page it saves, the worker each task: their own tables hold the same.
    "loggers": {
        # In place of Django's own handlers: all that is said goes through the filter above.
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": ["console"], "propagate": False},
        "wagtail": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
    },
}
