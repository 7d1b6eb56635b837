"""The link *Stop these mails*: signed, for one account and some groups. It works signed out, and never expires."""

from typing import NamedTuple

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from common.http import origin
from notifications.groups import GROUPS, Group

SIGNER = Signer(salt="notifications.stopping", sep="~")


class Stop(NamedTuple):
    user: int  # an id
    groups: list[Group]


def link(user: int, groups: list[str]) -> str:
    signed = SIGNER.sign(".".join([str(user), *groups]))
    return origin() + reverse("mail_stop", kwargs={"signed": signed})


def read(signed: str) -> Stop | None:
    """Return what a link stops; None if we didn't sign it. A group that this version doesn't know is left out."""
    try:
        user, *groups = SIGNER.unsign(signed).split(".")
    except BadSignature:
        return None
    return Stop(int(user), [GROUPS[name] for name in groups if name in GROUPS])
