"""Empty the log, as a flush does, of entries that a file's fixture wrote outside a test's transaction."""

from django.core.management.color import no_style
from django.db import connection


def empty_log():
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), ["audit_entry"]))
