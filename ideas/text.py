"""Words as people mean them, for search and for comparing."""

import unicodedata


def fold(text: str) -> str:
    """Case-folded, without accents, one space between words: `CAFÉ` and `cafe` are the same word."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(bare.split())
