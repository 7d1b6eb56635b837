"""When an evening can be followed, and the exception of its verbs."""

from events.models import State

GOES_ON = (State.PUBLISHED, State.CLOSED)  # the states of a gathering with an evening that people can follow


class EveningClosed(Exception):
    """The evening isn't open, or can't be opened: nothing is written."""
