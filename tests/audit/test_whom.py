"""Entries from before the column `about` get it by the name in them, where that is certain."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from accounts.models import User
from audit.models import OldEntry
from tests.factories import make_user

pytestmark = pytest.mark.django_db
know_whom = import_module("audit.migrations.0003_know_whom_by_name").know_whom


def entry(subject, action="give_role"):
    return OldEntry.objects.create(action=action, lab="proefdorp", subject=subject)


def test_who_still_has_the_name_is_known():
    otto, ingrid, late = make_user("Otto"), make_user("Ingrid: van hier"), make_user("Late")
    User.objects.filter(pk=late.pk).update(joined_at=timezone.now() + timedelta(days=1))
    by_subject = {
        "Otto: connector": otto,
        "Ingrid: van hier: body Raad: zuid": ingrid,
        "Late: connector": None,  # joined later, with a name that was free by then
        "Someone: connector": None,
    }
    entries = {entry(subject): whom for subject, whom in by_subject.items()} | {entry("Otto: x", "add_village"): None}
    there = MigrationExecutor(connection).loader.project_state([("audit", "0003_know_whom_by_name")])
    know_whom(there.apps, None)
    for one, whom in entries.items():
        one.refresh_from_db()
        assert one.about == whom
