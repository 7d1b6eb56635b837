"""Light Markdown: emphasis, links, lists, quotes, code. No HTML, images or headings; the output is sanitised."""

from functools import lru_cache
from html import unescape

import nh3
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

RULES = ["newline", "emphasis", "link", "autolink", "list", "blockquote", "backticks", "escape", "entity"]
TAGS = {"p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code"}

_parser = MarkdownIt("zero", {"html": False, "breaks": True, "maxNesting": 20}).enable(RULES)
_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes={"a": {"href"}, "*": set()},
    url_schemes={"http", "https", "mailto"},
    link_rel="nofollow ugc noopener",
)


@lru_cache(maxsize=1024)
def light(text: str) -> SafeString:
    """Return `text` as HTML. The cache key is the text itself, so the result never depends on an id or revision."""
    return mark_safe(_cleaner.clean(_parser.render(text)))  # nh3 left only TAGS


def plain(text: str) -> str:
    """Return the text that people read: without Markdown marks and tags."""
    return unescape(strip_tags(light(text)))
