"""The test database: migrated once per run, copied for each worker, emptied after each test that commits.

Migrating takes seconds of processor time, copying takes a moment.
"""

import atexit
import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction

# The folder that all processes of one run share. bin/test makes it for its steps; otherwise the first process makes it
if "STADSLAB_RUN" not in os.environ:
    os.environ["STADSLAB_RUN"] = tempfile.mkdtemp(prefix="stadslab-run-")
    atexit.register(shutil.rmtree, os.environ["STADSLAB_RUN"], ignore_errors=True)
RUN = Path(os.environ["STADSLAB_RUN"])
# What migrating writes in tables; it is the same for all tests
STAYS = {"django_migrations", "django_content_type", "auth_permission"}


@contextlib.contextmanager
def standing() -> Iterator[None]:
    """Give Django a test database of this process alone, until the block ends."""
    copied = _copied_file if connection.vendor == "sqlite" else _copied_database
    real = connection.settings_dict["NAME"]
    with copied(real, connection.settings_dict["TEST"]["NAME"] or f"test_{real}"):
        yield
        _use(real)


@contextlib.contextmanager
def _copied_file(real: str, name: str) -> Iterator[None]:
    migrated = RUN / "migrated.sqlite3"
    with _one_process_at_a_time():
        if not migrated.exists():
            _migrate(name)
            os.replace(name, migrated)
    shutil.copyfile(migrated, name)
    _use(name)
    try:
        yield
    finally:
        Path(name).unlink()


@contextlib.contextmanager
def _copied_database(real: str, name: str) -> Iterator[None]:
    migrated = f"{real}_{RUN.name}".replace("-", "_")
    with _one_process_at_a_time(), _server() as server:
        is_there = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [migrated]).fetchone()
        if not is_there:
            server.execute(f'CREATE DATABASE "{name}"')
            _migrate(name)
            server.execute(f'ALTER DATABASE "{name}" RENAME TO "{migrated}"')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{migrated}"')
    _use(name)
    try:
        yield
    finally:
        with _server() as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
            if not is_there and "STADSLAB_SERVER_ENDS" not in os.environ:  # else the next step of bin/test copies it
                server.execute(f'DROP DATABASE IF EXISTS "{migrated}"')


def _server() -> psycopg.Connection:
    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)


@contextlib.contextmanager
def _one_process_at_a_time() -> Iterator[None]:
    with (RUN / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _migrate(name: str) -> None:
    _use(name)
    call_command("migrate", verbosity=0, interactive=False)
    _use(name)  # closed: nobody copies or renames a database in use


def _use(name: str) -> None:
    """Let this process use the database `name` from now on."""
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()
    connection.settings_dict["NAME"] = name


def empty() -> None:
    """Delete the rows that a test committed.

    Django's `flush` empties all tables on both databases, then writes content types and permissions again.
    """
    quote = connection.ops.quote_name
    tables = sorted(set(connection.introspection.django_table_names(only_existing=True)) - STAYS)
    are_full = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {quote(name)})" for name in tables)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(are_full))
        full = [name for (name,) in cursor.fetchall()]
    if connection.vendor == "sqlite":
        connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), full))
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no triggers, no checks of foreign keys
        for name in full:
            cursor.execute(f"DELETE FROM {quote(name)}")
