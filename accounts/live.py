"""Tell live when rights change: a person who was signed out or lost a role must stop receiving updates."""

from realtime.doorbell import RIGHTS, ring


def rights_changed() -> None:
    """Let every process check all rights again after commit; otherwise it does so within 5 s."""
    ring(RIGHTS)
