#!/usr/bin/env python
"""Run a management command; without DATABASE_URL it is run against the copy that `make run` keeps."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from hub.sandbox.home import load_into_environ

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
    load_into_environ()
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:  # it says which setting, and where they are explained
        sys.exit(str(error))
