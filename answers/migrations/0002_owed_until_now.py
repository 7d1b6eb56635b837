"""What waited for an answer owes one: by whom it was promised and why, its first day, and each later one."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

WAITING = "waiting"


def fill(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    labs = apps.get_model("labs", "Lab").objects
    answers, dates = (apps.get_model("answers", name).objects for name in ("Answer", "NewDate"))
    ideas = apps.get_model("ideas", "Idea").objects.filter(answer_due__isnull=False, answers=None)
    for idea in ideas.order_by("pk").defer("search_text").iterator(500):
        promises = []
        for step in idea.story.order_by("pk"):
            promises = [*promises, step] if step.status == WAITING else []
        said = promises[0] if promises else None
        answer = answers.create(
            idea=idea,
            because="promised",
            asked_by=said and said.by,
            reason=said.reason if said else "",
            voice_kind=said.voice_kind if said else "civil_servant",
            voice_label=said.voice_label if said else "",
            owed_at=said.at if said else idea.created_at,
            due=idea.answer_due,
            first_due=idea.first_date or idea.answer_due,
            revision=idea.revision,
        )
        labs.filter(pk=idea.lab_id).update(revision=F("revision") + 1, answers_revision=F("revision") + 1)
        day = said and said.date
        for step in promises[1:]:
            if step.date and step.date != day:
                spoken = {"by": step.by, "voice_kind": step.voice_kind, "voice_label": step.voice_label}
                dates.create(answer=answer, day=step.date, reason=step.reason, at=step.at, **spoken)
                day = step.date


class Migration(migrations.Migration):
    dependencies = [("answers", "0001_initial"), ("ideas", "0019_waiting_becomes_owed")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
