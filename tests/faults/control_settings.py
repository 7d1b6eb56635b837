"""Production settings with a deliberate bug, which the rig must find; FAULTS_CONTROL says which."""

import os
import random
import time

from django.apps import AppConfig
from django.db import connection
from django.db.models import F
from django.db.models.functions import Greatest

from stadslab.settings import *
from stadslab.settings import INSTALLED_APPS

if os.environ["FAULTS_CONTROL"] == "sequence":
    INSTALLED_APPS += ["tests.faults.control_settings.Sequence"]
if os.environ["FAULTS_CONTROL"] == "silence":
    INSTALLED_APPS += ["tests.faults.silence.Silence"]
LIVE_POLL = os.environ["FAULTS_CONTROL"] != "poll"


class Sequence(AppConfig):
    name = "tests.faults"

    def ready(self):
        from realtime.models import Followed

        Followed.advance = advance_by_sequence


def advance_by_sequence(self, **values):
    """The bug: the number is taken before the row is locked, in transactions that still have other work."""
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
