"""Rules for names: people must be able to read them, tell them apart, and not mistake them for an office.

For members and guests alike: `clean_name` and `must_not_be_in_use`, then `User.objects.alike(name)` for people who
already have this name.
"""

import unicodedata

from confusable_homoglyphs.categories import alias
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.alike import is_mark, look
from accounts.models.user import NAME_KEY_LENGTH, NAME_LENGTH, name_key
from accounts.offices import is_in_use, is_office
from accounts.skeleton import looks_like, mixes_scripts
from common.unseen import is_unseen

SHORTEST, LONGEST = 2, 40
MOST_TYPED = 1000  # characters; a longer name is refused without further checks
MOST_MARKS = 2  # per letter, after composition: enough for every script
OVERLAY = 1  # Unicode's combining class of lines through a letter
COMPOSED = frozenset(
    {"LATIN", "GREEK", "CYRILLIC"}
)  # most of their accents compose with the letter, so one more is enough

DOTS = frozenset("•‣⁃∘◦○●◉⚫⚬⬤⏺⦁∙⸰⸱⸳˙▪▫■◾")  # they look like ·, but Unicode's list doesn't say so
OFFICE = "office"  # the error code of this refusal, for people who can't have a role


def clean_name(text: str) -> str:
    """Return the name as it is shown: composed, one space between words.

    Raises ValidationError, which says what to do.
    """
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
    if any(sign in DOTS or looks_like(sign, "·") for sign in name):
        raise ValidationError(_("Leave out the dot in the middle. It stands between a role and its team."))
    if is_office(name):
        raise looks_like_a_role()
    return name


def must_not_be_in_use(name: str) -> None:
    """Raise ValidationError for the name of a lab, or the words of somebody's badge. Queries the database."""
    if is_in_use(name):
        raise looks_like_a_role()


def looks_like_a_role() -> ValidationError:
    return ValidationError(
        _("This looks like a role. Choose a name of your own. Your role appears next to it by itself."), OFFICE
    )


def composed(text: str) -> str:
    """Return it composed, with one space between words. Raises ValidationError if it holds an invisible character."""
    if any(is_unseen(sign) for sign in text.strip()):
        raise ValidationError(
            _("It contains a character that nobody can see. Type the name again, letter by letter, without emoji.")
        )
    return " ".join(unicodedata.normalize("NFC", text).split())


def seen_length(name: str) -> int:
    """Return how many characters people see: an accent belongs to its letter."""
    return sum(not is_mark(sign) for sign in name)


def has_piled_marks(name: str) -> bool:
    """Are there too many marks on a letter, a mark without a letter, or a mark that no language uses?"""
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
    """Is it a mark through a letter or around it, like U+0337? Real letters with one have a code point (ł, ø)."""
    return unicodedata.category(sign) == "Me" or unicodedata.combining(sign) == OVERLAY
