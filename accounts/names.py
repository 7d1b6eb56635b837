"""Which names can be shown: what people can read, tell apart, and not mistake for an office.

For members and for guests alike: `clean_name`, then `User.objects.alike(name)` for who is already called so.
"""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.alike import look, looks_like, mixes_scripts
from accounts.models.user import NAME_KEY_LENGTH, NAME_LENGTH, name_key
from accounts.offices import is_office

SHORTEST, LONGEST = 2, 40
MOST_TYPED = 1000  # too long by far: the rest needs no looking at
MOST_MARKS = 2  # on one letter, after composition: enough for every script
INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")


OFFICE = "office"  # the code of that refusal, for who can't have a role


def clean_name(text: str) -> str:
    """The name as it will stand there: composed, one space between words. Raises ValidationError saying what to do."""
    name = composed(text[:MOST_TYPED])
    if not SHORTEST <= seen_length(name) <= LONGEST or len(name) > NAME_LENGTH:
        raise ValidationError(
            _("Choose a name of %(shortest)s to %(longest)s characters.") % {"shortest": SHORTEST, "longest": LONGEST}
        )
    if not any(sign.isalnum() for sign in name):
        raise ValidationError(_("Choose a name with at least one letter or digit."))
    if has_piled_marks(name) or max(len(name_key(name)), len(look(name))) > NAME_KEY_LENGTH:
        raise ValidationError(_("Choose a name with plain letters."))
    if mixes_scripts(name):
        raise ValidationError(_("Choose a name in one kind of letters. Some of these only look like the others."))
    if any(looks_like(sign, "·") for sign in name):
        raise ValidationError(_("Leave out the dot in the middle. It stands between a role and its team."))
    if is_office(name):
        raise ValidationError(
            _("This looks like a role. Choose a name of your own. Your role appears next to it by itself."), OFFICE
        )
    return name


def composed(text: str) -> str:
    """With one space between words. Raises ValidationError when it holds what nobody can see."""
    if any(is_unseen(sign) for sign in text.strip()):
        raise ValidationError(
            _("It contains a character that nobody can see. Type the name again, letter by letter, without emoji.")
        )
    return " ".join(unicodedata.normalize("NFC", text).split())


def is_unseen(sign: str) -> bool:
    """Control, zero-width, direction override, unassigned, line separators; an ordinary space is seen."""
    if sign in INVISIBLE or "\ufe00" <= sign <= "\ufe0f" or "\U000e0000" <= sign <= "\U000e0fff":
        return True
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def is_mark(sign: str) -> bool:
    return unicodedata.category(sign).startswith("M")


def seen_length(name: str) -> int:
    """How many signs people see: an accent belongs to its letter."""
    return sum(not is_mark(sign) for sign in name)


def has_piled_marks(name: str) -> bool:
    """Letters that grow over other lines; or a mark with nothing under it."""
    piled = 0
    for place, sign in enumerate(name):
        piled = piled + 1 if is_mark(sign) else 0
        if piled > MOST_MARKS or (piled and (place == 0 or name[place - piled] == " ")):
            return True
    return False
