"""When someone may do less: whoever was signed out, or lost a role, stops reading what that opened."""

from realtime.doorbell import RIGHTS, ring


def rights_changed() -> None:
    """After commit every process asks again who may follow what; without this it does so within 5 s."""
    ring(RIGHTS)
