"""Periodic tasks of the audit log."""

from importlib import import_module

from django.apps import apps

bring = import_module("audit.migrations.0005_take_old_entries_apart").bring


def bring_old_entries() -> int:
    """Convert entries that a process with older code wrote during a rolling update. A task of each minute."""
    return bring(apps, None)
