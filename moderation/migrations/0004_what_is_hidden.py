"""What was hidden until now, and what was hidden once and put back, becomes decided cases."""

from itertools import batched

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

HIDINGS = {
    "idea": ("ideas", "IdeaHiding", "idea"),
    "comment": ("ideas", "CommentHiding", "comment"),
    "photo": ("ideas", "PhotoHiding", "idea"),
    "challenge": ("challenges", "ChallengeHiding", "challenge"),
    "gathering": ("events", "GatheringHiding", "gathering"),
}
BATCH = 500


def open_cases(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make a case of each row. It can be run twice: a row with a decision of its own gets no other case."""
    case, decision = apps.get_model("moderation", "Case"), apps.get_model("moderation", "Decision")
    for kind, (app, name, column) in HIDINGS.items():
        rows = apps.get_model(app, name).objects.order_by("pk")
        rows = rows.select_related("comment__idea" if kind == "comment" else column)
        for some in batched(rows.iterator(chunk_size=BATCH), BATCH):
            known = known_of(decision, kind, column, some)
            new = [one for one in some if one.pk not in known]
            cases = case.objects.bulk_create(case_of(case, kind, getattr(one, column), one.at) for one in new)
            decision.objects.bulk_create(
                made for one, hiding in zip(cases, new, strict=True) for made in decisions_of(decision, one, hiding)
            )


def known_of(decision, kind, column, hidings):  # type: ignore[no-untyped-def]
    """Return the rows of which a case was decided: while it was hidden, or a moment after that began."""
    things = {getattr(one, f"{column}_id") for one in hidings}
    about = f"case__{kind}"
    times = {}
    for thing, at in decision.objects.filter(kind="hide", **{f"{about}__in": things}).values_list(about, "at"):
        times.setdefault(thing, []).append(at)
    return {
        one.pk
        for one in hidings
        for at in times.get(getattr(one, f"{column}_id"), ())
        if one.at <= at and (one.restored_at is None or at <= one.restored_at)
    }


def case_of(case, kind, thing, at):  # type: ignore[no-untyped-def]
    lab = thing.idea.lab_id if kind == "comment" else thing.lab_id
    if kind == "gathering":
        author = thing.organisers.order_by("pk").values_list("pk", flat=True).first()
    else:
        author = thing.author_id
    times = {"opened_at": at, "due": at.date(), "decided_at": at}
    return case(lab_id=lab, kind=kind, author_id=author, **{kind: thing}, **times)


def decisions_of(decision, case, hiding):  # type: ignore[no-untyped-def]
    """Return what was decided. A photo that its author replaced was put back by nobody."""
    said = {"reason": hiding.reason, "explanation": hiding.explanation}
    made = [decision(case=case, by_id=hiding.by_id, kind="hide", at=hiding.at, **said)]
    if hiding.restored_at and (hiding.restored_why or case.kind != "photo"):
        back = {"explanation": hiding.restored_why, "at": hiding.restored_at}
        made.append(decision(case=case, by_id=hiding.restored_by_id, kind="restore", **back))
    return made


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0003_more_things"),
        ("ideas", "0024_hidden_photos"),
        ("challenges", "0003_search_text"),
        ("events", "0016_hidden_gatherings"),
    ]

    operations = [migrations.RunPython(open_cases, migrations.RunPython.noop)]
