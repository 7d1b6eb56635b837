"""Signs that nobody sees and that change how the text around them reads: taken out of whatever people write."""

import re

# Directions (U+202E turns a line around, and in mail what follows it), zero-width spaces, soft hyphens, annotations.
# Not the joiners: Persian words and emoji of several signs need U+200C and U+200D; nor the letters of a flag.
UNSEEN = re.compile(
    "(\U0001f3f4[\U000e0020-\U000e007f]+)"
    "|[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)


def seen_only(text: str) -> str:
    return UNSEEN.sub(r"\1", text)
