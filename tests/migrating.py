"""The database as it was, for tests of a migration that moves data.

To go back takes seconds of processor time for each table that changed since, so `bin/test` draws a few of these tests
(tests/conftest.py); `bin/test all` runs all of them, and so does who changes such a migration.
"""

from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def migrate(targets: list[tuple[str, str | None]]) -> Any:
    """Migrate there, and return the apps with the models as they are there. None: before the app's first migration."""
    MigrationExecutor(connection).migrate(targets)
    there = [target for target in targets if target[1]]
    return MigrationExecutor(connection).loader.project_state(there).apps


def migrate_to_now() -> None:
    MigrationExecutor(connection).migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())
