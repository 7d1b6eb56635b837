#!/usr/bin/env python
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError, connection


def answers() -> bool:
    """Is the database there? Else that is all there is to know."""
    try:
        connection.close()
        connection.ensure_connection()
    except OperationalError:
        return False
    return True


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stadslab.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as missing:  # env.py says what to set, and that is all there is to know
        sys.exit(str(missing))
    except OperationalError as broken:
        if answers():
            raise
        sys.exit(f"The database of DATABASE_URL does not answer: {str(broken).strip().splitlines()[0]}")
