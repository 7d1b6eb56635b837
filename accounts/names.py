"""Which names can be shown: what people can read, tell apart, and not mistake for an office.

For members and for guests alike: `clean_name` and `must_not_be_in_use`, then `User.objects.alike(name)` for who is
already called so.
"""

import unicodedata

from confusable_homoglyphs.categories import alias
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.alike import is_mark, look, looks_like, mixes_scripts
from accounts.models.user import NAME_KEY_LENGTH, NAME_LENGTH, name_key
from accounts.offices import is_in_use, is_office
from common.unseen import is_unseen

SHORTEST, LONGEST = 2, 40
MOST_TYPED = 1000  # too long by far: the rest needs no looking at
MOST_MARKS = 2  # on one letter, after composition: enough for every script
OVERLAY = 1  # Unicode's combining class of lines through a letter
COMPOSED = frozenset(
    {"LATIN", "GREEK", "CYRILLIC"}
)  # most of their accents are composed with the letter: one more will do


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
        raise looks_like_a_role()
    return name


def must_not_be_in_use(name: str) -> None:
    """Raise ValidationError for the name of a lab, or for what stands in somebody's badge. Asks the database."""
    if is_in_use(name):
        raise looks_like_a_role()


def looks_like_a_role() -> ValidationError:
    return ValidationError(
        _("This looks like a role. Choose a name of your own. Your role appears next to it by itself."), OFFICE
    )


def composed(text: str) -> str:
    """With one space between words. Raises ValidationError when it holds what nobody can see."""
    if any(is_unseen(sign) for sign in text.strip()):
        raise ValidationError(
            _("It contains a character that nobody can see. Type the name again, letter by letter, without emoji.")
        )
    return " ".join(unicodedata.normalize("NFC", text).split())


def seen_length(name: str) -> int:
    """How many signs people see: an accent belongs to its letter."""
    return sum(not is_mark(sign) for sign in name)


def has_piled_marks(name: str) -> bool:
    """Letters that grow over other lines; a mark with nothing under it; or one that no letter of a language has."""
    piled = 0
    for place, sign in enumerate(name):
        piled = piled + 1 if is_mark(sign) else 0
        if not piled:
            continue
        base = name[place - piled] if place >= piled else " "
        most = 1 if alias(base) in COMPOSED else MOST_MARKS
        if piled > most or not base.isalnum() or is_drawn_over(sign):
            return True
    return False


def is_drawn_over(sign: str) -> bool:
    """A mark through a letter or around it, as M and U+0337: a letter that has one is a sign of its own (ł, ø)."""
    return unicodedata.category(sign) == "Me" or unicodedata.combining(sign) == OVERLAY
