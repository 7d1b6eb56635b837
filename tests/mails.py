"""The mails that wait for the worker."""

from notifications.mail import all_mails


def told() -> list[tuple[str, str]]:
    """Return the recipient and subject of each, in order of creation."""
    waits = all_mails().order_by("enqueued_at").values_list("args_kwargs", flat=True)
    return [(one["args"][0], one["args"][1]) for one in waits]
