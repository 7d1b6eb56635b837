"""Load a valid round into a lab: projects become ideas, ballots become support without an account."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import batched

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from common import clock
from ideas import live
from ideas.models import Idea, Support, spelling
from ideas.pabulib.check import Project, Round
from ideas.pabulib.read import Problem
from labs.models import Lab, Neighbourhood

BATCH = 2000
TITLE_LENGTH, NAME_LENGTH = 200, 80
Progress = Callable[[int, int], None]


def differences(round: Round, lab: Lab) -> list[Problem]:
    """Compare the file with the same round in the lab; return the differences by line, or [] without it.

    An import never changes a round that the lab already has.
    """
    there = {idea.source_id: idea for idea in _stored(round, lab)}
    if not there.keys() & round.projects.keys():
        return []
    return [
        *(line for project in round.projects.values() for line in _compared(project, there.get(project.id))),
        *(
            Problem(round.line, _("project %(id)s is in the lab, and not in this file") % {"id": id})
            for id in there.keys() - round.projects.keys()
        ),
    ]


@transaction.atomic
def load(round: Round, lab: Lab, progress: Progress) -> bool:
    """Import the whole round or nothing: False if the lab already has it. The lab stays locked until commit."""
    Lab.objects.select_for_update(no_key=True).get(pk=lab.pk)
    if any(idea.source_id in round.projects for idea in _stored(round, lab)):
        return False
    ideas = Idea.objects.bulk_create(_ideas(round, lab), BATCH)
    total, done = sum(idea.ballot_count for idea in ideas), 0
    progress(done, total)
    for batch in batched(_support(round, ideas), BATCH):
        Support.objects.bulk_create(batch)
        done += len(batch)
        progress(done, total)
    if ideas:
        live.idea_appeared(ideas[-1])
        transaction.on_commit(partial(spelling.renew, lab.pk, lab.ideas.texts()), robust=True)
    return True


def _stored(round: Round, lab: Lab) -> "Iterator[Idea]":
    return Idea.objects.filter(lab=lab, source=round.source).iterator()


def _compared(project: Project, idea: Idea | None) -> Iterator[Problem]:
    if idea is None:
        yield Problem(project.line, _("project %(id)s is not in the lab") % {"id": project.id})
        return
    told, counted = _words(project), len(project.voters)
    pairs = [(name, getattr(idea, name), told[name]) for name in told if name != "data"]
    pairs += [(name, idea.data.get(name), told["data"].get(name)) for name in sorted({*idea.data, *told["data"]})]
    for name, before, after in [*pairs, ("ballots", idea.ballot_count, counted)]:
        if before != after:
            words = {"id": project.id, "name": name, "before": before, "after": after}
            text = _("project %(id)s: %(name)s is “%(after)s” here and “%(before)s” in the lab") % words
            yield Problem(project.line, text)


def _words(project: Project) -> dict:
    """Return the texts of an idea. A title that is too long is cut; the imported data keep the whole title."""
    if len(project.title) <= TITLE_LENGTH:
        return {"title": project.title, "opportunity": project.description, "data": project.data}
    title = Truncator(project.title).chars(TITLE_LENGTH)
    return {"title": title, "opportunity": project.description, "data": project.data | {"name": project.title}}


def _ideas(round: Round, lab: Lab) -> Iterator[Idea]:
    """Return the ideas, dated on the first day of the round, so that lists don't show them as new."""
    revision, now = lab.advance(), clock.now()
    villages = _neighbourhoods(round, lab)
    for project in round.projects.values():
        yield Idea.new(
            revision,
            lab=lab,
            neighbourhood=villages.get(project.neighbourhood[:NAME_LENGTH]),
            created_at=min(round.began or now, now),
            source=round.source,
            source_id=project.id,
            ballot_count=len(project.voters),
            **_words(project),
        )


def _neighbourhoods(round: Round, lab: Lab) -> dict[str, Neighbourhood]:
    names = {project.neighbourhood[:NAME_LENGTH] for project in round.projects.values() if project.neighbourhood}
    rows = [Neighbourhood(lab=lab, name=name) for name in sorted(names)]
    Neighbourhood.objects.bulk_create(rows, ignore_conflicts=True)
    return {village.name: village for village in lab.neighbourhoods.filter(name__in=names)}


def _support(round: Round, ideas: list[Idea]) -> Iterator[Support]:
    for idea in ideas:
        for voter in round.projects[idea.source_id].voters:
            yield Support(idea=idea, ballot=voter, created_at=idea.created_at)
