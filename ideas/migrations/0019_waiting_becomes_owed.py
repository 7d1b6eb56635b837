"""What waits for an answer owes one by the same day, and gets back the status of before. Its history stays."""

from datetime import timedelta

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F
from django.utils import timezone

WAITING, TALKING, BEFORE = "waiting", "talking", ("talking", "meeting", "doing")
SIX_WEEKS = timedelta(days=42)  # for a promise without a day


def move(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    ideas = apps.get_model("ideas", "Idea").objects
    for idea in ideas.filter(status=WAITING).order_by("pk").defer("search_text").iterator(500):
        steps = list(idea.story.order_by("pk").values_list("status", "date", "at"))
        since = timezone.localdate(steps[-1][2]) if steps else timezone.localdate(idea.created_at)
        others = [(status, date) for status, date, _at in steps if status != WAITING]
        status, date = others[-1] if others and others[-1][0] in BEFORE else (TALKING, None)
        moved = idea.revision + 1
        was_told = idea.late_revision >= idea.status_revision - 1 > 0  # that it is late, see Idea.become_late
        late = moved - (idea.status_revision - idea.late_revision) if was_told else idea.late_revision
        ideas.filter(pk=idea.pk, status=WAITING).update(
            status=status,
            status_date=date,
            answer_due=idea.status_date or since + SIX_WEEKS,
            revision=moved,
            status_revision=moved,
            answer_revision=moved,
            late_revision=late,
        )


def move_back(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    ideas = apps.get_model("ideas", "Idea").objects
    ideas.filter(answer_due__isnull=False, closed_at=None).update(
        status=WAITING,
        status_date=F("answer_due"),
        revision=F("revision") + 1,
        status_revision=F("revision") + 1,
    )


class Migration(migrations.Migration):
    dependencies = [("ideas", "0018_answer_due")]

    operations = [migrations.RunPython(move, move_back)]
