"""Stop the clock of this process, and that of the database, which a test can't set itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
import time_machine
from django.utils import timezone

from common import clock


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    with time_machine.travel(moment, tick=False), pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", timezone.now)
        yield
