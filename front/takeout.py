"""All data of one person, from all labs, in one file: JSON for machines, with photos.

It holds no data of others: of what the person answered or supported, only the title and address.
"""

import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from audit.leaving import taken_along as decided
from events.leaving import taken_along
from ideas.models import Comment, CommentEdit, Help, Idea, NeedAnswer, StatusChange, Support
from labs.models import Lab, Membership

IN_MEMORY = 4 * 1024 * 1024
VOICE = ("voice_kind", "voice_label")
AT_IDEA = {
    "lab": F("idea__lab__slug"),
    "idea_pk": F("idea__pk"),
    "idea_title": F("idea__title"),
    "idea_hidden": F("idea__is_hidden"),
}


def pack(user: User, origin: str) -> IO[bytes]:
    """Return a zip, ready to read; `origin` (https://…) makes addresses absolute.

    Some 15 queries, whatever its size.
    """
    members = list(user.memberships.select_related("lab").prefetch_related("roles").order_by("pk"))
    ideas = list(
        Idea.objects.filter(author__in=members).select_related("lab", "neighbourhood").prefetch_related("edits")
    )
    packed: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  the response closes it
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("LEESMIJ.txt" if user.language != "en" else "README.txt", explanation())
        photos = {idea.pk: name for idea in ideas if (name := add_photo(file, idea))}
        found = {"person": person(user), "labs": [lab(member) for member in members]}
        found |= {"ideas": [idea_words(idea, photos.get(idea.pk), origin) for idea in ideas]}
        found |= contributions(members, origin) | taken_along(user, members, origin) | decided(user)
        with file.open("gegevens.json", "w") as words:
            words.writelines(piece.encode() for piece in json_pieces(found))
    packed.seek(0)
    return packed


def json_pieces(found: dict[str, Any]) -> Iterator[str]:
    """Yield one JSON object in pieces. An iterator in it becomes a list, one item at a time.

    As one text it blocked all other threads: Python frees thousands of rows in one step.
    """
    encode = DjangoJSONEncoder(ensure_ascii=False, indent=1).encode
    for number, (name, value) in enumerate(found.items()):
        yield f"{',' if number else '{'}\n{encode(name)}: "
        if isinstance(value, Iterator):
            yield "["
            yield from (f"{',' if place else ''}\n{encode(item)}" for place, item in enumerate(value))
            yield "]"
        else:
            yield encode(value)
    yield "\n}\n"


def explanation() -> str:
    return _(
        "This is everything of yours on stadslab. Your words and the dates are in gegevens.json. Other programs can"
        " read that file. Your photos are in the folder fotos."
    )


def add_photo(file: zipfile.ZipFile, idea: Idea) -> str:
    """Add the idea's photo; return its name in the zip, or empty if there is none or its file is missing."""
    if not idea.photo:
        return ""
    name = f"fotos/idee-{idea.pk}{PurePosixPath(idea.photo.name or '').suffix}"
    try:
        with idea.photo.open("rb") as photo:
            file.writestr(name, photo.read(), zipfile.ZIP_STORED)
    except FileNotFoundError:
        return ""
    return name


def person(user: User) -> dict[str, Any]:
    names = ("name", "email", "language", "theme", "joined_at", "last_login")
    return {name: getattr(user, name) for name in names}


def lab(member: Membership) -> dict[str, Any]:
    roles = [{"kind": role.kind, "label": role.label, "given_at": role.given_at} for role in member.roles.all()]
    return {"lab": member.lab.slug, "name": member.lab.name, "joined_at": member.joined_at, "roles": roles}


def idea_words(idea: Idea, photo: str | None, origin: str) -> dict[str, Any]:
    words = (
        "title",
        "opportunity",
        "existing",
        "needed",
        "part",
        "place",
        "photo_alt",
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
        "edits": earlier,
    }


def contributions(members: list[Membership], origin: str) -> dict[str, Any]:
    """Return their contributions to their own and other ideas: rows of values, because there may be thousands."""
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
    said = ("text", *VOICE, "created_at", "edited_at", "removed_at", "is_hidden")
    return {
        "comments": (
            at | {"answers": row.pop("parent"), "edits": edits.get(row["id"], [])} | spoken(row)
            for at, row in mine(Comment, "author", "id", "parent", *said)
        ),
        "supports": (at | row for at, row in mine(Support, "person", "created_at")),
        "need_answers": (at | row for at, row in mine(NeedAnswer, "person", "answer")),
        "help": (at | spoken(row) for at, row in mine(Help, "person", "kind", "sentence", *VOICE, "created_at")),
        "status_changes": (at | spoken(row) for at, row in mine(StatusChange, "by", *step, *VOICE, "at")),
    }


def address_of_ideas(lab: Lab, origin: str) -> str:
    """Return the URL with a placeholder for the id: one reverse() per row would cost more than all the rest."""
    first = origin + reverse("idea_detail", kwargs={"lab_slug": lab.slug, "pk": 0})
    return first.replace("%", "%%").replace("/0/", "/%d/")


def voice(thing: Any) -> dict[str, str]:
    return {"kind": thing.voice_kind, "label": thing.voice_label}
