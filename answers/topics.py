"""What followers of an idea, and of a lab's home, get when an answer changes."""

from collections.abc import Iterable
from functools import partial

from django.db.models import F, Max
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string

from answers.parts import ANSWER
from ideas.models import Idea
from labs.models import STAFF, Lab, Role
from realtime.parts import Kinds
from realtime.topics import Part, Wish


def revision_of(idea: Idea) -> int:
    """Return the revision at which the answers about this idea last changed, or a name in them; 0 without any."""
    newest = idea.answers.aggregate(newest=Max("revision"))["newest"] or 0
    return max(newest, idea.names_revision) if newest else 0


def answers_of(idea: Idea, after: int) -> list[Part]:
    """Return the answer of an idea for its topic, if it changed. One query."""
    newest = revision_of(idea)
    if not newest or newest <= after:
        return []
    return [Part(f"{ANSWER.name}-{idea.pk}", newest, partial(render_to_string, ANSWER.template, {"idea": idea}))]


class DeskTopic:
    """The desk of a lab, `desk-3`: for its staff. It sends no words, because each of them sees another desk.

    A page that is told fetches itself again. The head is the sum of two revisions that only rise: the lab's, which
    a verb advances when the lab's home shows its change, and that of the desk, for all else that waits there. Support
    alone advances neither.
    """

    name = "desk"
    kinds: Kinds = {"work": ()}
    views: tuple[str, ...] = tuple(kinds)

    def heads(self, ids: Iterable[int]) -> dict[int, int]:
        head = F("revision") + Coalesce("desk__revision", 0)
        return dict(Lab.objects.filter(pk__in=ids).values_list("pk", head))

    def may_follow(self, wishes: set[Wish]) -> set[Wish]:
        """Only the staff of that lab."""
        held = Role.objects.that_count().filter(kind__in=STAFF, membership__lab__in={id for _user, id in wishes})
        staff = set(held.values_list("membership__user", "membership__lab"))
        return {wish for wish in wishes if wish[0] is not None and wish in staff}

    def parts(self, id: int, view: str, after: int) -> list[Part] | None:
        return None if after < self.heads([id]).get(id, 0) else []
