"""What people write in their lab is Dutch: on a page in another language it is marked so."""

from django.utils.html import format_html
from django.utils.translation import get_language

LAB_LANGUAGE = "nl"


def theirs() -> str:
    """Return the `lang` attribute for text written by people or a lab; "" on a page in that language."""
    return "" if get_language() == LAB_LANGUAGE else format_html(' lang="{}"', LAB_LANGUAGE)


class Theirs(str):
    """Text written by people, where a page expects words of ours: a template marks it, or asks for its `lang`."""

    __slots__ = ()

    @property
    def lang(self) -> str:
        return theirs()

    def __html__(self) -> str:
        return format_html("<bdi{}>{}</bdi>", theirs(), str(self))
