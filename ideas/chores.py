"""What the worker does for ideas by the clock."""

from ideas.models import Upload


def forget_photos() -> None:
    """Once a day: photos that were chosen and never posted go."""
    for upload in Upload.objects.forgotten():
        upload.discard()
