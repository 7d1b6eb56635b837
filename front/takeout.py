"""Everything of one person, from all labs, in one file to take along: JSON for machines, photos beside it.

Without details of others: of what they answered to or supported, only its title and address.
"""

import json
import zipfile
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from accounts.models import User
from audit.models import AuditEntry
from events.leaving import taken_along
from ideas.models import Comment, Help, Idea, NeedAnswer, StatusChange, Support
from labs.models import Membership

IN_MEMORY = 4 * 1024 * 1024


def pack(user: User, origin: str) -> IO[bytes]:
    """A zip, ready to be read; `origin` (https://…) makes addresses whole. Some 15 queries, whatever its size."""
    members = list(user.memberships.select_related("lab").prefetch_related("roles").order_by("pk"))
    ideas = list(
        Idea.objects.filter(author__in=members).select_related("lab", "neighbourhood").prefetch_related("edits")
    )
    packed: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  the answer closes it
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("LEESMIJ.txt" if user.language != "en" else "README.txt", explanation())
        photos = {idea.pk: name for idea in ideas if (name := add_photo(file, idea))}
        found = {"person": person(user), "labs": [lab(member) for member in members]}
        found |= {"ideas": [idea_words(idea, photos.get(idea.pk), origin) for idea in ideas]}
        found |= contributions(members, origin) | taken_along(user, members, origin)
        found["decisions"] = list(
            AuditEntry.objects.filter(actor=user).order_by("pk").values("at", "action", "lab", "subject", "reason")
        )
        file.writestr("gegevens.json", json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
    packed.seek(0)
    return packed


def explanation() -> str:
    return _(
        "This is everything of yours on stadslab. Your words and the dates are in gegevens.json. Other programs can"
        " read that file. Your photos are in the folder fotos."
    )


def add_photo(file: zipfile.ZipFile, idea: Idea) -> str:
    """Put the photo of `idea` in; its name there, or nothing when it has none or it got lost."""
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
    """What they did at ideas, their own and those of others."""

    def at(thing: Any) -> dict[str, Any]:
        idea = thing.idea
        return {
            "lab": idea.lab.slug,
            "idea": "" if idea.is_hidden else idea.title,
            "url": origin + idea.get_absolute_url(),
        }

    def mine(model: Any, person: str) -> Any:
        return model.objects.filter(**{f"{person}__in": members}).select_related("idea__lab").order_by("pk")

    return {
        "comments": [
            at(comment)
            | {"id": comment.pk, "answers": comment.parent_id, "text": comment.text, "voice": voice(comment)}
            | {"created_at": comment.created_at, "edited_at": comment.edited_at, "removed_at": comment.removed_at}
            | {
                "is_hidden": comment.is_hidden,
                "edits": [{"before": edit.before, "at": edit.at} for edit in comment.edits.all()],
            }
            for comment in mine(Comment, "author").prefetch_related("edits")
        ],
        "supports": [at(support) | {"created_at": support.created_at} for support in mine(Support, "person")],
        "need_answers": [at(answer) | {"answer": answer.answer} for answer in mine(NeedAnswer, "person")],
        "help": [
            at(offer)
            | {"kind": offer.kind, "sentence": offer.sentence, "voice": voice(offer), "created_at": offer.created_at}
            for offer in mine(Help, "person")
        ],
        "status_changes": [
            at(step) | {"status": step.status, "reason": step.reason, "next_step": step.next_step, "at": step.at}
            for step in mine(StatusChange, "by")
        ],
    }


def voice(thing: Any) -> dict[str, str]:
    return {"kind": thing.voice_kind, "label": thing.voice_label}
