"""The mails that wait for the worker, whoever wrote them."""

from notifications.mail import all_mails


def told() -> list[tuple[str, str]]:
    """To whom, and the subject, in the order of writing."""
    waits = all_mails().order_by("enqueued_at").values_list("args_kwargs", flat=True)
    return [(one["args"][0], one["args"][1]) for one in waits]
