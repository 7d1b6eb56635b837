"""The things that a case can be about: an idea, its photo alone, a comment, a question, a gathering, a name."""

from typing import Any

from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from challenges.models import Challenge
from events.models import Gathering
from ideas.models import Comment, Idea, IdeaPhoto
from labs.models import Lab, MemberName, Membership

type Reported = Idea | Comment | Challenge | Gathering | IdeaPhoto | MemberName

NAMES: dict[type, tuple[str, ...]] = {
    Idea: ("opportunity", "place", "existing", "needed", "photo_alt"),
    Challenge: ("background", "decides", "fixed", "promise"),
    Gathering: ("about", "where", "programme"),
    IdeaPhoto: ("photo_alt",),
    Comment: ("text",),
    MemberName: (),
}
"""The fields with words of each, besides its title; the one that says most is the first."""


class ThingKind(models.TextChoices):
    """What a case is about. Each of KINDS has a column of its own; it is empty once the thing is deleted.

    PERSON has none: somebody was paused directly, and not for one thing. Who that is says the author of the case.
    """

    IDEA = "idea", _("idea")
    COMMENT = "comment", _("comment")
    CHALLENGE = "challenge", _("question")
    GATHERING = "gathering", _("gathering")
    PHOTO = "photo", _("photo")  # the column holds its idea
    NAME = "name", _("name")  # the column holds who has it, and `name_then` the name
    PERSON = "person", _("participant")


KINDS: dict[type, ThingKind] = {
    Idea: ThingKind.IDEA,
    Comment: ThingKind.COMMENT,
    Challenge: ThingKind.CHALLENGE,
    Gathering: ThingKind.GATHERING,
    IdeaPhoto: ThingKind.PHOTO,
    MemberName: ThingKind.NAME,
}


def kind_of(thing: Reported) -> ThingKind:
    return KINDS[type(thing)]


def is_of_idea(kind: str) -> bool:
    """Is it an idea, or does it stand at one?"""
    return kind in (ThingKind.IDEA, ThingKind.COMMENT, ThingKind.PHOTO)


def columns_of(thing: Reported) -> dict[str, Any]:
    """Return what a case about this thing holds: its kind, and the columns of that kind."""
    kind = kind_of(thing)
    if isinstance(thing, MemberName):
        return {"kind": kind, kind: thing.member, "name_then": thing.title}
    return {"kind": kind, kind: thing.idea if isinstance(thing, IdeaPhoto) else thing}


def lab_of(thing: Reported) -> Lab:
    lab: Lab = thing.idea.lab if isinstance(thing, Comment) else thing.lab
    return lab


def place_of(thing: Reported) -> Idea | Challenge | Gathering | MemberName:
    """Return the idea, question or gathering at whose page it stands; a name itself."""
    return thing.idea if isinstance(thing, Comment | IdeaPhoto) else thing


def shown_words(thing: Reported) -> str:
    """Return its words as they are now, for a list: the title, and the field that says most."""
    title = "" if isinstance(thing, Comment | IdeaPhoto) else thing.title
    return "\n\n".join(filter(None, [title, main_words(thing)]))


def main_words(thing: Reported) -> str:
    """Return the field that says most, as it is now. A name has none."""
    if isinstance(thing, IdeaPhoto):
        return thing.shown().photo_alt
    return "".join(getattr(thing, name) for name in NAMES[type(thing)][:1])


def author_of(thing: Reported) -> Membership | None:
    """Return who wrote it; of a gathering the first of its organisers."""
    if isinstance(thing, Gathering):
        return thing.organisers.order_by("pk").first()
    author: Membership | None = thing.author
    return author


def is_unseen(thing: Reported) -> bool:
    """Is it hidden, or the idea of this photo?"""
    return thing.is_hidden or (isinstance(thing, IdeaPhoto) and thing.idea.is_hidden)


def is_gone(thing: Reported | None) -> bool:
    """Did its writer take it away, or choose another name?"""
    if isinstance(thing, Comment):
        return thing.removed_at is not None
    if isinstance(thing, MemberName):
        return thing.is_gone
    if isinstance(thing, IdeaPhoto):
        return not thing.idea.photo and not thing.is_hidden
    return thing is None or (isinstance(thing, Idea) and thing.is_emptied)


def words_key(thing: Reported) -> str:
    """Return a text that is the same for the same words: it says nothing about them. Of a photo its file counts too.

    The photo of an idea is a thing of its own, so it doesn't count for the idea.
    """
    if isinstance(thing, IdeaPhoto):
        said = [thing.shown().photo.name or "", thing.shown().photo_alt]
    else:
        names = [name for name in ("title", *NAMES[type(thing)]) if name != "photo_alt" and hasattr(thing, name)]
        said = [getattr(thing, name) for name in names]
    return salted_hmac("moderation.words_key", "\0".join(said), algorithm="sha256").hexdigest()
