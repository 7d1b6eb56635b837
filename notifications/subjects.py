"""What a row on the page *Nieuw voor jou* is about, and its words. Each app declares its own in `apps.py`."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from common.joins import ExtensionPoint
from common.languages import Theirs

EXCERPT = 140  # characters of a text of people


def itself(thing: Model) -> Model:
    return thing


class Subject(NamedTuple):
    """A model that rows are about. `readable`: what everybody may read now, with all that the lines of rows need.

    What is hidden, removed or deleted is not in it: then its rows are neither shown nor counted.
    """

    label: str  # like "ideas.Idea"
    readable: Callable[[], QuerySet[Any]]
    shape: str  # of img/shapes.svg: the picture beside its rows
    colour: int
    thing: Callable[[Any], Model] = itself  # what people know it as, such as the idea of a comment: mails group by it


SUBJECTS: ExtensionPoint[Subject] = ExtensionPoint(
    "notifications.subjects.SUBJECTS",
    "What the page of a person's news is about: for each model, the things that everybody may read now.",
    key=lambda subject: subject.label,
)


class Line(NamedTuple):
    """One row in words. `words` is a translated sentence; `facts` are its values: numbers, names, `Theirs` for texts.

    `more` is what people wrote, of which the page shows the beginning; `remark` is a line of ours; both may be empty.
    Only in the mail: `by`, a name with its role; `next_step`; and for the account `written_by`, who wrote it down for
    `for_other`, that they pass it on.
    """

    words: str  # like "%(title)s: there is an outcome"
    facts: dict[str, Any]
    address: str
    lab: Any
    more: str = ""
    remark: str = ""
    by: str = ""
    next_step: str = ""
    written_by: int | None = None
    for_other: str = ""

    @property
    def excerpt(self) -> str:
        return Truncator(self.more).chars(EXCERPT)

    @property
    def text(self) -> str:
        return self.words % self.facts

    @property
    def html(self) -> SafeString:
        """Return the sentence with each text apart: it may be in another language, or from right to left."""
        apart = {name: apart_from_ours(value) for name, value in self.facts.items()}
        return mark_safe(conditional_escape(self.words) % apart)  # both halves are escaped


def apart_from_ours(value: object) -> SafeString:
    """Return a number as it is, a text of people marked with its language, and a name apart."""
    marks_itself = isinstance(value, int | Theirs)
    return format_html("{}" if marks_itself else "<bdi>{}</bdi>", value)
