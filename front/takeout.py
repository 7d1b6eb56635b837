"""All data of one person, from all labs, in one file: JSON for machines, with photos.

It holds no data of others: what the person answered or supported appears with its title and address only.
"""

import zipfile
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from accounts.factor import factor_times
from accounts.models import User
from answers import leaving as answers
from audit import leaving as audit
from challenges import leaving as challenges
from evenings import leaving as evenings
from events import leaving as events
from ideas import leaving as ideas
from labs import posted
from labs.models import Membership
from moderation import leaving as moderation
from notifications import leaving as notifications

IN_MEMORY = 4 * 1024 * 1024


def pack(user: User, origin: str) -> IO[bytes]:
    """Return a zip, ready to read; `origin` (https://…) makes addresses absolute.

    Some 20 queries, whatever its size.
    """
    with_rows = user.memberships.prefetch_related("roles", "pauses", "name_hidings")
    members = list(with_rows.select_related("lab").order_by("pk"))
    packed: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  the response closes it
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("LEESMIJ.txt" if user.language != "en" else "README.txt", explanation())
        found = {"person": person(user), "labs": [lab(member) for member in members]}
        found |= ideas.taken_along(members, origin, file) | events.taken_along(user, members, origin)
        found |= answers.taken_along(members, origin) | evenings.taken_along(members, origin)
        found |= audit.taken_along(user) | notifications.taken_along(user) | posted.taken_along(user, origin)
        found |= challenges.taken_along(members, origin) | moderation.taken_along(user, members)
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


def person(user: User) -> dict[str, Any]:
    names = ("name", "email", "language", "theme", "joined_at", "last_login")
    devices = user.devices.order_by("pk").values("browser", "system", "began_at", "seen_at")
    own = {"extra_lock": factor_times(user), "devices": list(devices)}
    return {name: getattr(user, name) for name in names} | own


def lab(member: Membership) -> dict[str, Any]:
    roles = [{"kind": role.kind, "label": role.label, "given_at": role.given_at} for role in member.roles.all()]
    told = ("reason", "explanation", "at", "until", "ended_at", "ended_why")
    pauses = [{name: getattr(pause, name) for name in told} for pause in member.pauses.all()]
    hid = ("name", "reason", "explanation", "at", "restored_at", "restored_why")
    hidden = [{name: getattr(row, name) for name in hid} for row in member.name_hidings.all()]
    own = {"roles": roles, "paused": pauses, "hidden_names": hidden}
    return {"lab": member.lab.slug, "name": member.lab.name, "joined_at": member.joined_at} | own
