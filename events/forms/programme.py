"""Check the times in a programme: each one exists, and is during the gathering or within an hour of it."""

import re
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from common.time_words import time_words, wall_clock_words
from common.times import AMSTERDAM
from events.words import STEP

PRICE = re.compile(r"(euro|€|p\.?p\.?|per)(\W|$)", re.IGNORECASE)  # 12.50 euro
DAY = timedelta(days=1)
AROUND = timedelta(hours=1)  # people walk in, and clear up


def wrong_times(programme: str, starts_at: datetime | None, ends_at: datetime | None) -> list[str]:
    """Return an error for each line with a time that is impossible, or far outside the gathering if it has a date."""
    errors = []
    for timed in filter(None, map(STEP.fullmatch, map(str.strip, programme.splitlines()))):
        if PRICE.match(timed[3]):
            continue
        hour, minute = int(timed[1]), int(timed[2])
        if hour > 23 or minute > 59:
            errors.append(
                _("%(time)s is not a time. Write it like 19:30, or leave it out.")
                % {"time": _("%(hour)s:%(minute)s") % {"hour": timed[1], "minute": timed[2]}}
            )
        elif starts_at and ends_at and not is_around(time(hour, minute), starts_at, ends_at):
            words = {"time": wall_clock_words(time(hour, minute)), "span": time_words(starts_at, ends_at)}
            errors.append(_("%(time)s is outside the gathering (%(span)s). Change it, or leave it out.") % words)
    return list(dict.fromkeys(errors))


def is_around(at: time, starts_at: datetime, ends_at: datetime) -> bool:
    starts = starts_at.astimezone(AMSTERDAM).time()
    after = timedelta(hours=at.hour - starts.hour, minutes=at.minute - starts.minute) % DAY
    return after <= ends_at - starts_at + AROUND or after >= DAY - AROUND
