"""The web process."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
application = get_wsgi_application()
# Django reads the addresses, and every view with them, at the first request: seconds that nobody is to wait.
_ = get_resolver().url_patterns, get_resolver().reverse_dict
