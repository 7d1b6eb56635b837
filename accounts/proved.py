"""Did somebody type a code of the second factor in this session? Only such a session has the rights of staff."""

import time
from collections.abc import Mapping
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from accounts.models import User

KEY = "factor"  # in the session: the `factor_key` of the factor that was used in it
DOOR = "door"  # in its place, of a session that a page of development began: doors.py
FRESH = 15 * 60  # seconds


def is_proved(request: HttpRequest) -> bool:
    """Does this session count as both factors? Not any more when the factor was removed, or set anew elsewhere."""
    return proves(request.session, request.user)


def proves(session: Mapping[str, Any] | SessionBase, person: Any) -> bool:
    """The same, of the data of a session of this person; sockets have no request."""
    proof = session.get(KEY, "")
    if proof == DOOR and settings.DEBUG:
        return True
    return bool(proof) and bool(proof == getattr(person, "factor_key", ""))


def came_by_door(request: HttpRequest) -> bool:
    """Did a page of development begin this session? Without DEBUG that counts for nothing."""
    return settings.DEBUG and request.session.get(KEY) == DOOR


def prove(request: HttpRequest, user: User) -> None:
    """Let this session count as proved. Call it right after signing in, or with a new session key."""
    record_authentication(request, user, method="mfa")
    request.session[KEY] = user.factor_key


def prove_here(request: HttpRequest, user: User) -> None:
    """Let a session that was signed in before count as proved, under a new key: a copy of its cookie gets nothing."""
    request.session.cycle_key()
    prove(request, user)


def is_fresh(request: HttpRequest) -> bool:
    """Did somebody type a code in this session in the last quarter of an hour?"""
    records = get_authentication_records(request, request.user)
    return came_by_door(request) or any(record.get("at", 0) > time.time() - FRESH for record in records)
