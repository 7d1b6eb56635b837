#!/usr/bin/env python
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stadslab.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as missing:  # env.py says what to set, and that is all there is to know
        sys.exit(str(missing))
