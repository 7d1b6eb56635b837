"""What must be unique of an idea, and the indexes for sorting, so that no page reads all ideas of a lab."""

from django.db.models import BaseConstraint, Index, Q, UniqueConstraint

INDEXES = [
    Index(fields=["lab", "is_hidden", "-created_at", "-id"], name="ideas_newest"),
    Index(fields=["lab", "is_hidden", "-support_count", "-ballot_count", "-id"], name="ideas_most_support"),
    Index(fields=["lab", "is_hidden", "-comment_count", "-id"], name="ideas_discussed"),
    Index(fields=["neighbourhood", "is_hidden", "-created_at", "-id"], name="ideas_in_village"),
    Index(fields=["lab", "is_hidden", "status", "-created_at", "-id"], name="ideas_of_status"),
    Index(fields=["lab", "is_hidden", "-created_at", "-id"], condition=Q(answer_due__isnull=False), name="ideas_owed"),
    Index(fields=["answer_due"], condition=Q(answer_due__isnull=False), name="ideas_due"),  # the worker, each minute
    Index(
        fields=["lab", "welcome_due", "id"],
        condition=Q(welcome_due__isnull=False, welcomed_at=None),
        name="ideas_not_welcomed",
    ),
    Index(fields=["lab", "lab_revision"], name="ideas_appeared"),
    Index(fields=["lab", "created_at"], condition=Q(is_hidden=False, source=""), name="ideas_lately"),
]
CONSTRAINTS: list[BaseConstraint] = [
    UniqueConstraint(fields=["author", "key"], name="one_idea_per_key"),
    UniqueConstraint(fields=["lab", "source", "source_id"], condition=~Q(source=""), name="one_idea_per_source"),
]
