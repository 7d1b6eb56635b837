"""The mails in the database, and the worker that sends them."""

from notifications.models import OutgoingMail
from notifications.sending import send_next


def told() -> list[tuple[str, str]]:
    """Return the recipient and subject of each, in order of creation."""
    return list(OutgoingMail.objects.values_list("address", "subject"))


def send_all() -> None:
    """Send the mails that are due, as the worker does."""
    while send_next():
        pass
