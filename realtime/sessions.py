"""Find the users of many sockets with one query per kind, at each follow and every 5 s."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from common.joins import ExtensionPoint

KEY = re.compile(r"[a-z0-9]{8,40}")


def is_key(text: str) -> bool:
    """Could Django have made this key? Cookies may hold anything."""
    return KEY.fullmatch(text) is not None


PROVES: ExtensionPoint[Callable[[Mapping[str, Any], Any], bool]] = ExtensionPoint(
    "realtime.sessions.PROVES", "Whether a session, by its data and its person, counts as proved by a second factor."
)


class Reader(NamedTuple):
    """Whose session it is; None: a visitor's. `is_proved`: may it have what only staff may?"""

    user_id: int | None
    is_proved: bool = False


VISITOR = Reader(None)


@dataclass(frozen=True, slots=True)
class Claim:
    """The content of a session: a user, and the hash of their `auth_version` as proof."""

    user_id: int | None
    proof: str
    data: Mapping[str, Any]


class Sessions:
    """Keeps each session's decoded data, so that a repeat costs two queries and no decoding."""

    def __init__(self) -> None:
        self._decoded: dict[str, tuple[str, Claim]] = {}

    def users(self, keys: Iterable[str]) -> dict[str, Reader]:
        """Return whose each valid session is.

        A session is not valid if its person was deactivated or signed out everywhere. Two queries in all.
        """
        claims = self._claims(set(keys))
        people = _people({claim.user_id for claim in claims.values() if claim.user_id is not None})
        return {key: _reader(claim, people) for key, claim in claims.items() if _holds(claim, people)}

    def _claims(self, keys: set[str]) -> dict[str, Claim]:
        alive = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now()) if keys else []
        self._decoded = {row.session_key: (row.session_data, self._decode(row)) for row in alive}
        return {key: claim for key, (_, claim) in self._decoded.items()}

    def _decode(self, row: Session) -> Claim:
        data, claim = self._decoded.get(row.session_key, ("", None))
        return claim if claim and data == row.session_data else _claim(row)


def _claim(row: Session) -> Claim:
    data = row.get_decoded()
    try:
        user_id = get_user_model()._meta.pk.to_python(data[SESSION_KEY])
    except (KeyError, ValidationError):
        user_id = None
    return Claim(user_id, data.get(HASH_SESSION_KEY, ""), data)


def _people(ids: set[int]) -> dict[int, Any]:
    """Return the active users with these ids."""
    return get_user_model()._default_manager.filter(is_active=True).in_bulk(ids) if ids else {}


def _holds(claim: Claim, people: Mapping[int, Any]) -> bool:
    if claim.user_id is None:
        return True
    person = people.get(claim.user_id)
    proofs = [person.get_session_auth_hash(), *person.get_session_auth_fallback_hash()] if person else []
    return any(constant_time_compare(claim.proof, proof) for proof in proofs)


def _reader(claim: Claim, people: Mapping[int, Any]) -> Reader:
    if claim.user_id is None:
        return VISITOR
    return Reader(claim.user_id, any(proves(claim.data, people[claim.user_id]) for proves in PROVES))
