"""The mails in the database, and the worker that writes and sends them."""

from notifications.models import Notice, OutgoingMail
from notifications.sending import send_next
from notifications.working_off import work_off_next


def work_off() -> None:
    """Write the mails of what verbs told, as the worker does."""
    while work_off_next():
        pass


def told() -> list[tuple[str, str]]:
    """Return the recipient and subject of each, in order of creation."""
    work_off()
    return list(OutgoingMail.objects.values_list("address", "subject"))


def forget() -> None:
    """Delete what was told until now."""
    Notice.objects.all().delete()
    OutgoingMail.objects.all().delete()


def send_all() -> None:
    """Write and send the mails that are due, as the worker does."""
    work_off()
    while send_next():
        pass
