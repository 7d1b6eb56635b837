"""A person's data in ideas: exported in the download, removed or anonymous after erasing. The pages are in front/."""

import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from common.joins import ExtensionPoint
from common.text import fold
from ideas import live
from ideas.models import (
    Comment,
    CommentEdit,
    Idea,
    IdeaClosed,
    Moved,
    NeedAnswer,
    Pledge,
    StanceChange,
    Status,
    StatusChange,
    Support,
    WaitingComment,
)
from ideas.models.due import AT_HOME, TOLD_ONCE
from ideas.models.hidden_photo import let_go
from ideas.models.makers import forget_word
from ideas.models.sounds import WORD
from ideas.parts import PARTS
from labs.models import RESIDENT_VOICE, Lab, Membership
from realtime.parts import anew

WHY_WITHDRAWN = gettext_noop("The writer deleted their account.")
VOICE = ("voice_kind", "voice_label")
WORDS_REMOVED: ExtensionPoint[Callable[[Idea], None]] = ExtensionPoint(
    "ideas.leaving.WORDS_REMOVED",
    "Other things that end when the maker of an idea takes all its words: a verb for each, called under its lock.",
)
AT_IDEA = {
    "lab": F("idea__lab__slug"),
    "idea_pk": F("idea__pk"),
    "idea_title": F("idea__title"),
    "idea_hidden": F("idea__is_hidden"),
}

# Erasing


def leave(members: list[Membership]) -> None:
    """Remove each pledge, and each comment that waits, in a transaction of its own. It can be repeated."""
    for waiting in WaitingComment.objects.waiting().filter(author__in=members).select_related("idea__lab"):
        try:
            waiting.take_back()
        except (IdeaClosed, Moved):
            continue  # it appeared at this moment, or the idea is gone
    for pledge in Pledge.objects.filter(person__in=members).select_related("idea"):
        try:
            with transaction.atomic():
                pledge.take_back()
                pledge.delete()
        except IdeaClosed:
            continue  # its author deleted the idea at this moment


def remove_words(members: list[Membership]) -> None:
    """Comments become tombstones. Ideas are deleted, or only emptied if others took part or a moderator acted."""
    for comment in Comment.objects.filter(author__in=members, removed_at=None).select_related("idea__lab"):
        comment.remove()
    for member in members:
        for idea in Idea.objects.filter(author=member).select_related("lab"):
            try:
                stays = idea.withdraw(member, RESIDENT_VOICE, gettext(WHY_WITHDRAWN))
            except IdeaClosed:
                stays = Idea.objects.filter(pk=idea.pk).exists()
            if stays:
                remove_words_of(idea)
        for word in WORD.findall(fold(member.user.name if member.user else "")):
            forget_word(member.lab_id, word)


@transaction.atomic
def remove_words_of(idea: Idea) -> None:
    """Keep the idea, because others contributed.

    Remove its text, its old texts, the withdrawal reason and its photo.
    """
    idea.hold()
    idea.refresh_from_db()
    let_go(idea)
    if name := idea.photo.name:
        transaction.on_commit(partial(idea.photo.storage.delete, name), robust=True)
    for take_note in WORDS_REMOVED:
        take_note(idea)
    idea.edits.all().delete()
    idea.story.filter(status=Status.WITHDRAWN).update(reason=gettext(WHY_WITHDRAWN), next_step="")
    idea.title = gettext("Removed by its writer")
    idea.opportunity = idea.existing = idea.needed = idea.place = idea.photo_alt = idea.photo = ""
    idea.edited_at = None
    idea.search_text = fold(idea.title)  # without the name of its maker, who leaves
    emptied = ["title", "opportunity", "existing", "needed", "place", "photo_alt", "photo", "edited_at", "search_text"]
    idea.advance(**{name: getattr(idea, name) for name in emptied}, **anew(PARTS), **TOLD_ONCE)
    idea.lab_revision = idea.lab.advance(**AT_HOME)
    idea.save(update_fields=["lab_revision"])
    live.idea_appeared(idea)


def forget(members: list[Membership]) -> None:
    """Keep the counted support and answers, without the person. Call it before any lab is locked."""
    Support.objects.filter(person__in=members).update(person=None)  # in this order, like taking back support
    NeedAnswer.objects.filter(person__in=members).update(person=None)


# The download


def taken_along(members: list[Membership], origin: str, file: zipfile.ZipFile) -> dict[str, Any]:
    """Return their ideas and contributions for their download, and add their photos to `file`."""
    ideas = list(
        Idea.objects.filter(author__in=members)
        .select_related("lab", "neighbourhood")
        .prefetch_related("edits", "photo_hidings")
    )
    photos = {idea.pk: name for idea in ideas if (name := add_photo(file, idea))}
    own = [idea_words(idea, photos.get(idea.pk), origin) for idea in ideas]
    return {"ideas": own, **contributions(members, origin)}


def add_photo(file: zipfile.ZipFile, idea: Idea) -> str:
    """Add the idea's photo, also a hidden one; return its name in the zip.

    Empty if there is none, or if its file is missing.
    """
    stored = idea.photo or next((hiding.photo for hiding in idea.photo_hidings.all() if hiding.photo), None)
    if not stored:
        return ""
    name = f"fotos/idee-{idea.pk}{PurePosixPath(stored.name or '').suffix}"
    try:
        with stored.open("rb") as photo:
            file.writestr(name, photo.read(), zipfile.ZIP_STORED)
    except FileNotFoundError:
        return ""
    return name


def idea_words(idea: Idea, photo: str | None, origin: str) -> dict[str, Any]:
    words = (
        "title",
        "opportunity",
        "existing",
        "needed",
        "part",
        "place",
        "status",
        "is_hidden",
        "created_at",
        "edited_at",
    )
    earlier = [
        {"field": edit.field, "before": edit.before, "after": edit.after, "at": edit.at} for edit in idea.edits.all()
    ]
    return {
        "lab": idea.lab.slug,
        "url": origin + idea.get_absolute_url(),
        **{name: getattr(idea, name) for name in words},
        "neighbourhood": idea.neighbourhood.name if idea.neighbourhood else "",
        "voice": voice(idea),
        "photo": photo or "",
        "photo_alt": idea.photo_alt or next((one.photo_alt for one in idea.photo_hidings.all() if one.photo), ""),
        "edits": earlier,
    }


def contributions(members: list[Membership], origin: str) -> dict[str, Any]:
    """Return their contributions to all ideas, as rows of values, because there may be thousands."""
    edits: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for edit in CommentEdit.objects.filter(comment__author__in=members).values("comment", "before", "at"):
        edits[edit["comment"]].append({"before": edit["before"], "at": edit["at"]})
    addresses = {member.lab.slug: address_of_ideas(member.lab, origin) for member in members}

    def mine(model: Any, person: str, *names: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        """Yield for each row its idea, and its values."""
        rows = model.objects.filter(**{f"{person}__in": members}).order_by("pk").values(*names, **AT_IDEA)
        for row in rows.iterator():
            lab, title, is_hidden = row.pop("lab"), row.pop("idea_title"), row.pop("idea_hidden")
            url = addresses[lab] % row.pop("idea_pk")
            yield {"lab": lab, "idea": "" if is_hidden else title, "url": url}, row

    def spoken(row: dict[str, Any]) -> dict[str, Any]:
        return {"voice": {"kind": row.pop("voice_kind"), "label": row.pop("voice_label")}, **row}

    step = ("status", "reason", "next_step", "date", "to")
    brought = ("kind", "words", *VOICE, "by_when", "state", "created_at", "ended_at")
    said = ("text", *VOICE, "created_at", "edited_at", "removed_at", "is_hidden")
    return {
        "comments": (
            at | {"answers": row.pop("parent"), "edits": edits.get(row["id"], [])} | spoken(row)
            for at, row in mine(Comment, "author", "id", "parent", *said)
        ),
        "waiting_comments": (
            at | spoken(row)
            for at, row in mine(WaitingComment, "author", "text", *VOICE, "sent_at", "due_at")
            if row["text"]
        ),
        "supports": (at | row for at, row in mine(Support, "person", "created_at")),
        "need_answers": (at | row for at, row in mine(NeedAnswer, "person", "answer")),
        "help": (at | {"sentence": row.pop("words")} | spoken(row) for at, row in mine(Pledge, "person", *brought)),
        "status_changes": (at | spoken(row) for at, row in mine(StatusChange, "by", *step, *VOICE, "at")),
        "stances": (at | spoken(row) for at, row in mine(StanceChange, "by", "stance", "words", *VOICE, "at")),
    }


def address_of_ideas(lab: Lab, origin: str) -> str:
    """Return the URL with a placeholder for the id: one reverse() per row would cost more than all the rest."""
    first = origin + reverse("idea_detail", kwargs={"lab_slug": lab.slug, "pk": 0})
    return first.replace("%", "%%").replace("/0/", "/%d/")


def voice(thing: Any) -> dict[str, str]:
    return {"kind": thing.voice_kind, "label": thing.voice_label}
