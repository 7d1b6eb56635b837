"""Periodic tasks of questions."""

from challenges.models import Challenge, ChallengeClosed
from common import clock
from common.times import day_of


def close_questions() -> int:
    """Close the questions whose last day is over, on open pages too. Return how many. A task of each minute."""
    over = Challenge.objects.past_their_day(day_of(clock.now())).select_related("lab")
    return sum(was_closed(challenge) for challenge in over)


def was_closed(challenge: Challenge) -> bool:
    try:
        return challenge.close_on_time()
    except ChallengeClosed:  # deleted at this moment
        return False
