"""Template tags for icons, shapes, covers, avatars, roles and times. `{% load look %}`

Shapes and icons are <use> references to two sprites, so nothing is inline and the CSP stays strict.
"""

import re
from collections.abc import Hashable
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, Protocol

from django import template
from django.template import RequestContext
from django.templatetags.static import static
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from common.covers import composition
from common.fragment_cache import FragmentCache, reading, row
from common.head import BESIDE_NAME
from common.languages import theirs

register = template.Library()
register.simple_tag(theirs)
rims = FragmentCache(512)  # page headers and footers

# Kind of role → the colour of its marker stroke (.role--…) and the shape of its avatar.
ROLES = {
    "resident": ("bewoner", "kei"),
    "stadmaker": ("stadmaker", "bloem"),
    "connector": ("verbinder", "paar"),
    "civil_servant": ("gemeente", "poort"),
    "moderator": ("moderator", "schild"),
    "lab_admin": ("beheerder", "tegel"),
    "alderman": ("bestuur", "poort"),
    "councillor": ("bestuur", "poort"),
    "body": ("namens", "huis"),
}
LETTER_AT = {"huis": 57}  # the letter's y position in a shape: in a house, above the door


class Speaking(Protocol):
    """The role in which somebody speaks: its kind, and its words."""

    kind: str

    @property
    def words(self) -> str: ...


def shapes() -> str:
    return static("stadslab/img/shapes.svg")


@register.simple_tag(takes_context=True)
def page_link(context: dict[str, Any], number: int, name: str = "") -> str:
    """The address of another page of a list, by the query parameter of this name; the others stay."""
    query = context["request"].GET.copy()
    query[name or "pagina"] = str(number)
    return f"?{query.urlencode()}"


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of img/icons.svg. It is decoration: words stand beside it."""
    return _icon(name, static("stadslab/img/icons.svg"))


@lru_cache(maxsize=256)
def _icon(name: str, sprite: str) -> SafeString:
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><use href="{}#i-{}"/></svg>', sprite, name
    )


@register.simple_tag
def shape(name: str, colour: int = 0, css: str = "", box: str = "0 0 100 100") -> SafeString:
    """One shape; `colour` 1–6 is a palette colour, 0 inherits the fill. `css` is the class of the svg."""
    return _shape(name, colour, css, box, shapes())


@lru_cache(maxsize=256)
def _shape(name: str, colour: int, css: str, box: str, sprite: str) -> SafeString:
    return format_html(
        '<svg class="{}" viewBox="{}" aria-hidden="true"><use href="{}#s-{}"{}/></svg>',
        css,
        box,
        sprite,
        name,
        format_html(' class="k{}"', colour) if colour else "",
    )


@register.simple_tag
def cover(key: object, cut: str = "cut") -> SafeString:
    """The cover for `key` (an idea's public id); `cut` is one of cut, cut--b, cut--c."""
    return _cover(str(key), cut, shapes())


@lru_cache(maxsize=2048)
def _cover(key: str, cut: str, sprite: str) -> SafeString:
    ground, pieces = composition(key)
    return format_html(
        '<svg class="cover {}" viewBox="0 0 320 200" preserveAspectRatio="xMidYMid slice" aria-hidden="true">'
        '<rect class="k{}" width="320" height="200"/>{}</svg>',
        cut,
        ground,
        format_html_join(
            "",
            '<use href="{}#s-{}" class="k{}" transform="{}"/>',
            ((sprite, piece.shape, piece.colour, piece.transform) for piece in pieces),
        ),
    )


@register.filter
def together(words: str) -> str:
    """Replace spaces by no-break spaces, so that a phone number stays on one line."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")


@register.filter
def thousands(number: int) -> str:
    """Return the number with separators, such as `10.000`; in English `10,000`."""
    return number_format(number, force_grouping=True)


@register.filter
def dial(phone: str) -> str:
    """The phone number for a tel: link. The zero of +31 (0)77 … is not dialled."""
    number = phone.replace("(0)", "") if "+" in phone else phone
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")


PHONE = re.compile(r"(?<![\w/.,+-])(?:(?:\+|0)[\d ()-]{6,18}\d|14 0\d{2,3})(?![\w-])")
DAY = re.compile(r"\d\d-\d\d-\d{4}")


@register.filter
def phones(words: str) -> SafeString:
    """Escape a text, and make each phone number in it a tel: link: ten digits, +31 …, 0800 …, or 14 0….

    Other numbers stay as they are, such as dates.
    """
    pieces, end = [], 0
    for found in PHONE.finditer(words):
        digits = dial(found[0])
        is_phone = digits[0] in "+1" or len(digits) == 10 or digits[:4] in ("0800", "0900")
        if is_phone and not DAY.match(found[0]):
            pieces += [(words[end : found.start()], digits, found[0])]
            end = found.end()
    linked = format_html_join("", '{}<a href="tel:{}">{}</a>', pieces)
    return format_html("{}{}", linked, words[end:])


@register.simple_tag
def avatar(name: object, kind: object = "resident", size: str = "") -> SafeString:
    """A person's avatar: shape by role, colour by name, first letter. `size` is s, l, or empty."""
    return _avatar(str(name), str(kind), size, shapes())


@lru_cache(maxsize=4096)
def _avatar(name: str, kind: str, size: str, sprite: str) -> SafeString:
    letter = next((sign for sign in name if sign.isalnum()), "")
    body = ROLES.get(kind, ROLES["resident"])[1]
    at = LETTER_AT.get(body, 64)
    return format_html(
        '<svg class="avatar{}" viewBox="0 0 100 100" aria-hidden="true"><use href="{}#s-{}" class="k{}"/>{}</svg>',
        f" avatar--{size}" if size else "",
        sprite,
        body,
        sha256(name.encode(errors="replace")).digest()[0] % 6 + 1,
        format_html('<text x="50" y="{}">{}</text>', at, letter.upper()[:1]) if letter else "",
    )


@register.simple_tag
def role(voice: Speaking, maker_word: str = "") -> SafeString:
    """The role that someone speaks in, as words with a coloured stroke.

    `maker_word`: this lab's word for stadmaker.
    """
    words = maker_word if voice.kind == "stadmaker" and maker_word else voice.words
    return format_html('<span class="role role--{}">{}</span>', ROLES[voice.kind][0], words)


@register.simple_tag
def moment(when: date, form: str = "day", css: str = "quiet", words: str = "days") -> SafeString:
    """A time in full words that stay true; the page's script may replace them by "4 minuten geleden".

    `when`: a moment or a date. `form`: "day" (6 oktober) or "time" (6 oktober, 14.12 uur), with the year when it isn't
    the current one. `words` says when the script may use relative words: days (within a week), left (within 60 days),
    or "" for never.
    """
    at = timezone.localtime(when) if isinstance(when, datetime) else None
    day = at or when
    said = f"{day.day}\N{NO-BREAK SPACE}{MONTHS[day.month]}"
    if day.year != timezone.localdate().year:
        said = f"{said} {day.year}"
    if form == "time" and at:
        clock = {"hour": at.hour, "minute": f"{at.minute:02}"}
        said = gettext("%(day)s, %(hour)s:%(minute)s") % {"day": said, **clock}
    return format_html(
        '<time class="{}" datetime="{}"{}>{}</time>',
        css,
        at.isoformat(timespec="seconds") if at else when.isoformat(),
        format_html(' data-words="{}"', words) if words else "",
        said,
    )


@register.simple_tag
def days_left(day: date) -> SafeString:
    """The calendar days until `day`, or since then: "nog 14 dagen", "vandaag", "7 dagen te laat".

    The page's script counts again at midnight.
    """
    forms = {
        "left-one": gettext("1 day left"),
        "left": gettext("{n} days left"),
        "today": pgettext("days left", "today"),
        "late-one": gettext("1 day late"),
        "late": gettext("{n} days late"),
    }
    count = (day - timezone.localdate()).days
    form = "today" if count == 0 else ("left" if count > 0 else "late") + ("-one" if abs(count) == 1 else "")
    words = format_html_join("", ' data-{}="{}"', forms.items())
    said = forms[form].replace("{n}", str(abs(count)))
    return format_html('<span class="days" data-days-to="{}"{}>{}</span>', day.isoformat(), words, said)


@register.simple_tag(takes_context=True)
def page_head(context: RequestContext) -> SafeString:
    """The header of a page, rendered once for all readers who get the same one."""
    if context.get("bare"):
        return _rim(context, "components/_head.html")
    user, member = context["user"], context.get("member")
    if not user.is_authenticated:
        return _kept_rim(context, "components/_head.html", None, *_may(member))
    beside = {one.variable: one.facts(context["request"]) for one in BESIDE_NAME}
    with context.push(beside_name=list(BESIDE_NAME), **beside):
        return _kept_rim(context, "components/_head.html", user.name, *beside.values(), *_may(member))


def _may(member: Any) -> tuple[bool, ...]:
    """Return what decides which links the menu has."""
    return (member.is_admin, member.decides, member.is_staff, member.governs) if member else ()


@register.simple_tag(takes_context=True)
def page_foot(context: RequestContext) -> SafeString:
    """The footer of a page, rendered once for all readers who get the same one."""
    return _kept_rim(context, "components/_foot.html", context.get("back_to"))


def _kept_rim(context: RequestContext, name: str, *borrowed: Hashable) -> SafeString:
    lab, address = context.get("lab"), context["request"].get_full_path()
    key = (name, row(lab) if lab else None, address, *borrowed, *reading())
    return rims.get_or_render(key, lambda: _rim(context, name))


def _rim(context: RequestContext, name: str) -> SafeString:
    assert context.template is not None  # a page is being rendered
    with context.push():
        return context.template.engine.get_template(name).render(context)


@register.simple_tag(takes_context=True)
def here(context: RequestContext, address: str, *near: str) -> str:
    """The `aria-current` of a menu link: "page" on that page itself, "true" on a page below it or below `near`."""
    path = context["request"].path
    if not path.startswith((address, *near)):
        return ""
    return format_html(' aria-current="{}"', "page" if path == address else "true")
