"""Does a page that went through all faults equal a fresh one?"""

from collections import Counter

from tests.faults.page import Page

OWN = (
    "inbox-",
    "desk-",
    "evening-",
    "console-",
    "tasks-",
    "helpers-",
)  # what its reader alone may follow, signed in or with a ticket
NO_PROMISE = "happening-"  # the pulse of a lab may show the last event of the time when the page was opened


def differences(mine: Page, fresh: Page) -> list[str]:
    """Return the differences, in words; empty when the page equals a fresh one."""
    here, there = mine.parts(), fresh.parts()
    old, new = {part.id: part for part in here}, {part.id: part for part in there}
    found = [_content(old[id], part) for id, part in new.items() if id in old]
    found += [_missing(mine, part, old) for id, part in new.items() if id not in old]
    found += [_extra(mine, part, new) for part in here if part.id not in new and not fresh.find(part.id)]
    found += _doubled(here, there) + _out_of_order(mine, fresh) + _not_followed(mine, fresh)
    return [one for one in found if one]


def in_the_range_of(mine: Page, fresh: Page, talk: Page, id: str) -> Page:
    """Return a fresh page with the part of the whole `talk` that `mine` says it shows in the list with this id.

    When a comment on an earlier page is removed, the range of each page moves; an open page keeps its own range.
    """
    ours = mine.find(id)
    if not ours or not fresh.find(id):
        return fresh
    first, last = ours.attrs["data-from"], ours.attrs["data-to"]
    keys = [(part, part.attrs.get("data-key", "")) for part in talk.find(id).children]
    return fresh.holding(id, [part for part, key in keys if first <= key and not (last and key > last)])


def _content(old, part):
    if old.own != part.own and not _may_differ(old, part):
        where = f"{part.id} at {old.revision}, a fresh one at {part.revision}"
        return f"{where}, says otherwise: {_first_difference(old.own, part.own)}"
    return f"{part.id} is ahead of a fresh one" if old.revision > part.revision else ""


def _may_differ(old, part):
    """Is no promise made of it? Hiding an idea doesn't change the number of news on open pages (decision 0063)."""
    is_same_news = part.id.startswith("news-count-") and old.revision == part.revision
    return is_same_news or part.id.startswith(NO_PROMISE)


def _first_difference(a, b):
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return f"…{a[max(0, at - 30) : at + 60]!r} against {b[max(0, at - 30) : at + 60]!r}"


def _missing(mine, part, old):
    """Return the missing part. It may be missing if it went, was counted as new, or if nothing here inserts it."""
    if "data-gone" in part.attrs or any(part.id in ids for ids in mine.news.values()):
        return ""
    if any(one.is_part and one.id not in old for one in part.ancestors()):
        return ""  # only the outermost part is reported
    into = part.attrs.get("data-in")
    if into is not None:
        into = mine.find(into)
        if not into or part.attrs.get("data-key", "") <= into.attrs.get("data-last", ""):
            return ""  # moved here from another page of the list
    elif not _is_followed(mine, part):
        return ""  # of a thing, or a range, that this page didn't show
    return f"{part.id} at {part.revision} is missing"


def _is_followed(mine, part):
    section = next((one for one in part.ancestors() if "data-follow" in one.attrs), None)
    names = ("data-follow", "data-view")
    return section and any(all(one.attrs.get(n) == section.attrs[n] for n in names) for one in mine.sections())


def _extra(mine, part, new):
    """Return the part that a fresh page doesn't show. It may be gone, or moved to another page of the list."""
    if "data-gone" in part.attrs or any("data-gone" in one.attrs for one in part.ancestors()):
        return ""
    if part.id.startswith("seats-"):
        return ""  # a closed gathering has no such box; an open page says so in it
    if mine.is_without_button(part.id):
        return ""  # an open page hides the button
    outer = [part, *(one for one in part.ancestors() if one.is_part)]
    if any(one.id.startswith(("card-", "ticket-", "poster-", "happening-")) for one in outer):
        return ""
    return "" if any(one.is_part and one.id not in new for one in outer[1:]) else f"{part.id} is no longer there"


def _doubled(here, there):
    expected = Counter(part.id for part in there)
    counted = Counter(part.id for part in here)
    return [f"{id} stands there {n} times" for id, n in counted.items() if n > max(1, expected[id])]


def _out_of_order(mine, fresh):
    found = []
    for into in (node for node in fresh.root.walk() if node.is_ranged):
        if ours := mine.find(into.id):
            shown = _there(ours)
            counted = mine.news.get(into.id, set()) - set(shown) if ours.attrs.get("data-to") else set()
            expected = [id for id in _there(into) if id not in counted]
            if shown != expected:
                lacks, more = set(expected) - set(shown), set(shown) - set(expected)
                what = f"lacks {sorted(lacks)}, holds {sorted(more)} too" if lacks or more else f"holds {shown}"
                found.append(f"{into.id} {what}, a fresh one holds {expected}")
    return found


def _there(into):
    """The ids of what stands in a list. What went may leave a trace, on a fresh page too."""
    return [one.id for one in into.children if "data-gone" not in one.attrs]


def _not_followed(mine, fresh):
    """Return what the page follows no more, although it is the reader's own: the next change would be lost."""
    names = {one.attrs["data-follow"] for one in fresh.sections() if one.attrs.get("data-after")}
    own = sorted(name for name in names if name.startswith(OWN))
    return [
        f"{name} is not followed" for name in own if not any(n.attrs.get("data-after") for n in mine.sections(name))
    ]
