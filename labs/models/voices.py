"""The kinds of roles in a lab, and the voice in which somebody speaks."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _


class RoleKind(models.TextChoices):
    """The kinds of roles in a lab. Everybody is a resident, which is never a row."""

    RESIDENT = "resident", _("resident")
    STADMAKER = "stadmaker", _("stadmaker")
    CONNECTOR = "connector", _("connector")
    CIVIL_SERVANT = "civil_servant", _("civil servant")
    MODERATOR = "moderator", _("moderator")
    LAB_ADMIN = "lab_admin", _("lab admin")
    ALDERMAN = "alderman", _("alderman")
    COUNCILLOR = "councillor", _("councillor")
    BODY = "body", _("on behalf of a body")


STAFF = frozenset({RoleKind.CIVIL_SERVANT, RoleKind.MODERATOR, RoleKind.LAB_ADMIN})
OF_MUNICIPALITY = frozenset({RoleKind.CIVIL_SERVANT, RoleKind.ALDERMAN, RoleKind.COUNCILLOR})
FACILITATORS = STAFF | {RoleKind.STADMAKER, RoleKind.CONNECTOR}


def voice_words(kind: str, label: str, maker_word: str = "") -> str:
    """Return the words of a role beside a name: "Gemeente · team Groen", "namens dorpsraad Lottum", "resident"."""
    if kind == RoleKind.CIVIL_SERVANT:
        return gettext("Municipality · %(team)s") % {"team": label} if label else gettext("Municipality")
    if kind == RoleKind.BODY:
        return gettext("on behalf of %(body)s") % {"body": label}
    if kind == RoleKind.STADMAKER and maker_word:
        return maker_word
    if kind == RoleKind.ALDERMAN:
        return pgettext("badge", "Alderman")
    if kind == RoleKind.COUNCILLOR:
        return pgettext("badge", "Councillor")
    return str(RoleKind(kind).label)


@dataclass(frozen=True)
class Voice:
    """The role in which somebody speaks, with its team or body. `key` is its form value.

    `maker_word` is the lab's word for stadmaker.
    """

    key: str
    kind: str
    label: str
    maker_word: str = ""

    @property
    def words(self) -> str:
        return voice_words(self.kind, self.label, self.maker_word)


RESIDENT_VOICE = Voice("", RoleKind.RESIDENT, "")
