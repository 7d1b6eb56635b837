"""Invisible characters that change how the text around them reads; we remove them from what people write."""

import re
import unicodedata

# Directions (U+202E reverses a line, and in mail the text after it), zero-width spaces, soft hyphens, annotations. Not
# the joiners, which Persian words and composed emoji need (U+200C and U+200D), nor the letters of a flag.
UNSEEN = re.compile(
    "(\U0001f3f4[\U000e0020-\U000e007f]+)"
    "|[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
# Letters and symbols that are drawn as nothing: Hangul fillers, the empty Braille cell, blank hieroglyphs, a note
# without a head, the object replacement character. They stay beside other words: Braille and Korean need them.
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0\ufffc\U00013441\U00013442\U0001d159") | {
    chr(code) for code in (*range(0xFFF0, 0xFFF9), *range(0xE0000, 0xE1000))
}
INVISIBLE = BLANK | frozenset("\u034f\u17b4\u17b5\u180b\u180c\u180d\u180f")


def seen_only(text: str) -> str:
    return UNSEEN.sub(r"\1", text)


def is_unseen(sign: str) -> bool:
    """Is it a control, zero-width, direction or unassigned character, or a line separator?

    An ordinary space is visible.
    """
    if sign in INVISIBLE or "\ufe00" <= sign <= "\ufe0f":
        return True
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
