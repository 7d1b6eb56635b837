"""The real site, without its limits on how much one person may write; with FAULTS_CONTROL=sequence, with a fault."""

import os
import random
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.faults.site_settings")

from stadslab.asgi import application as site  # isort: skip  it makes the apps ready

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Greatest

from realtime.models import Followed
from stadslab import limits

limits.RATES = dict.fromkeys(limits.RATES, "100000 per minute")
application = site


def advance_by_sequence(self, **values):
    """How it goes wrong: a number that is taken before the row is locked, by transactions that have more to do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('faults_sequence')")
        (taken,) = cursor.fetchone()
    time.sleep(random.uniform(0, 0.5))
    self.revision = Greatest(F("revision"), taken)
    for name, value in values.items():
        setattr(self, name, taken if name.endswith("_revision") else value)
    self.save(update_fields=["revision", *values])
    self.revision = taken
    return taken


if os.environ.get("FAULTS_CONTROL") == "sequence":
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(1)")  # the other server comes at the same moment
        cursor.execute("CREATE SEQUENCE IF NOT EXISTS faults_sequence START 100")
    connection.close()
    Followed.advance = advance_by_sequence
