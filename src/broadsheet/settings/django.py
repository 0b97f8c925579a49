"""Django's settings for the paper that this process works for; every path and name comes from its paper.toml."""

from __future__ import annotations

from broadsheet.paperfile import current
from broadsheet.settings.databases import desk_database
from broadsheet.text.languages import LANGUAGES as SPOKEN

_paper = current()

DEBUG = False
SECRET_KEY = _paper.secret()
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", _paper.desk_address.split("//")[1].split(":")[0]]
CSRF_TRUSTED_ORIGINS = [_paper.desk_address]
ROOT_URLCONF = "broadsheet.desk.urls"
WSGI_APPLICATION = None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "staff.Staff"

INSTALLED_APPS = [
    "broadsheet.desk",
    "broadsheet.paper",
    "broadsheet.stories",
    "broadsheet.wire",
    "broadsheet.press",
    "broadsheet.staff",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.typed_table_block",
    "broadsheet.desk.people_app.PeopleApp",
    "wagtail.snippets",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.search",
    "broadsheet.desk.admin_app.AdminApp",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "broadsheet.desk.acting.WhoActs",
    "broadsheet.desk.refusals.TellWhatIsRefused",
    # Last: it calls the view itself.
    "broadsheet.desk.reads.LookWithoutLock",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES = {"default": desk_database(_paper)}

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "ENQUEUE_ON_COMMIT": False,
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [(code, SPOKEN[code]) for code in _paper.languages]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English")]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
USE_TZ = True
TIME_ZONE = str(_paper.timezone)

STATIC_URL = "/desk-static/"
# Served out of the installed packages: nothing to collect.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
MEDIA_ROOT = _paper.data / "photos"
MEDIA_URL = "/desk-media/"
FILE_UPLOAD_PERMISSIONS = 0o640
STORAGES = {
    "default": {"BACKEND": "broadsheet.stories.photo_storage.DurableStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

LOGIN_URL = "wagtailadmin_login"
# Names of their own: a browser sends cookies to every port of a host.
SESSION_COOKIE_NAME = "broadsheet-desk"
CSRF_COOKIE_NAME = "broadsheet-desk-csrf"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = _paper.desk_address.startswith("https:")
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

WAGTAIL_SITE_NAME = _paper.name
WAGTAILADMIN_BASE_URL = _paper.desk_address
WAGTAILIMAGES_IMAGE_MODEL = "stories.Photo"
WAGTAILIMAGES_IMAGE_FORM_BASE = "broadsheet.desk.photo_form.PhotoForm"
# Those of wire.picture_files, which judges every file first.
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gif"]
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 89_000_000
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 40 * 1024 * 1024
# Milliseconds.
WAGTAIL_AUTOSAVE_INTERVAL = 4_000
# Without a server of the paper no mail is sent, nor tried.
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _paper.mail.host else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _paper.mail.host, _paper.mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _paper.mail.user, _paper.mail.password(_paper.folder)
EMAIL_USE_TLS, EMAIL_USE_SSL = _paper.mail.security == "starttls", _paper.mail.security == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = _paper.mail.sender or "desk@localhost"
# No mail for passwords: who has lost a password asks for a one-time link.
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILUSERS_PASSWORD_REQUIRED = False
# The admin's own pages ask two outside services unless told not to.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "broadsheet.desk.search.DeskSearch"}}
TAGGIT_CASE_INSENSITIVE = True
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"django.db.backends": {"level": "WARNING"}, "PIL": {"level": "WARNING"}},
}
