"""Settings for the tests: throw-away servers, started once, unless the environment names others."""

import os

from tests.servers import start_throwaway_servers, take_own_valkey_database

start_throwaway_servers()
take_own_valkey_database()
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0123456789abcdef" * 2)
os.environ.setdefault("ALLOWED_HOSTS", "testserver,127.0.0.1,localhost")
os.environ.setdefault("BASE_URL", "http://testserver")
os.environ.setdefault("LIVE_PORT", "0")

from hub.settings import *  # noqa: E402, F403

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
INSTALLED_APPS = [
    "django.contrib.staticfiles" if each == "hub.apps.StaticConfig" else each
    for each in INSTALLED_APPS  # noqa: F405
]
"""By the name that pytest-django looks for: only then its live server hands out static files."""
MIDDLEWARE = [each for each in MIDDLEWARE if "whitenoise" not in each]  # noqa: F405
