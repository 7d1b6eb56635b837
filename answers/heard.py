"""A first draft of "what we heard", from the conversation about an idea. A civil servant edits it before it is public.

It is in the language of the site, as answers are, and names no writer; a sentence may hold a name. Numbers below
five are words.
"""

import re

from django.conf import settings
from django.utils import translation
from django.utils.formats import number_format
from django.utils.text import Truncator, capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.markdown import plain
from ideas.models import Idea, Need, Pledge
from ideas.page import need_facts
from ideas.words import FIGURES_FROM
from labs.models import RoleKind

MOST = 5  # of the questions, and of other words
READ = 200  # of the comments, the newest
# A dot ends a sentence only where another one begins: not in "www.horst.nl", "€ 2.500", "bijv. een bank", "nr. 5"
SENTENCE = re.compile(r"\S.*?(?:[!?…][.!?…]*(?=\s|$)|\.+(?=\s+[^\sa-z\d]|\s*$)|$)", re.MULTILINE)
LENGTH = 140  # characters of one sentence


def words(idea: Idea) -> str:
    """Return what people said, in some lines; empty if nobody said anything. Three queries."""
    with translation.override(settings.LANGUAGE_CODE):
        blocks = [" ".join(_counts(idea)), *_said(idea)]
    return "\n\n".join(filter(None, blocks))


def _counts(idea: Idea) -> list[str]:
    needs = need_facts(idea)
    counts, helpers = (
        needs["need_counts"],
        Pledge.objects.standing().filter(idea=idea).values("person").distinct().count(),
    )
    lines = []
    if idea.support_count:
        n = _number(idea.support_count)
        lines.append(_("%(n)s people support this.") % {"n": n} if n else _("Some people support this."))
    if needs["need_total"] >= FIGURES_FROM:
        lines.append(_needed(counts))
    if helpers:
        n = _number(helpers)
        lines.append(_("%(n)s people want to help.") % {"n": n} if n else _("Some people want to help."))
    return lines


def _needed(counts: dict[str, int]) -> str:
    """Return to how many people it is of use, and how many said something else, if anybody did."""
    yes, no, unsure = (counts[answer] for answer in (Need.YES, Need.NO, Need.UNSURE))
    parts = [
        (yes, ngettext("this is of use to %(n)s person", "this is of use to %(n)s people", yes)),
        (no, _("not to %(n)s")),
        (unsure, ngettext("%(n)s doesn't know", "%(n)s don't know", unsure)),
    ]
    said = [words % {"n": number_format(n, force_grouping=True)} for n, words in parts if n or n == yes]
    return capfirst(get_text_list(said, _("and"))) + "."


def _number(count: int) -> str:
    return number_format(count, force_grouping=True) if count >= FIGURES_FROM else ""


def _said(idea: Idea) -> list[str]:
    """Return the questions of people, and what was replied to most; no welcome, no words of the municipality."""
    comments = (
        idea.comments.shown().exclude(voice_kind=RoleKind.CIVIL_SERVANT).exclude(is_welcome=True).order_by("-pk")
    )
    rows = list(comments.values_list("pk", "parent", "text")[:READ])[::-1]
    replies = [parent for _pk, parent, _text in rows]
    told = {pk: [part.strip() for part in SENTENCE.findall(plain(text)) if part.strip()] for pk, _parent, text in rows}
    asked = [part for parts in told.values() for part in parts if part.endswith("?")]
    most = sorted((pk for pk, parent, _text in rows if parent is None), key=lambda pk: (-replies.count(pk), pk))
    heard = [parts[0] for pk in most if (parts := told[pk]) and not parts[0].endswith("?")]
    blocks = []
    if heard:
        blocks += [_("You said:"), _listed(heard)]
    if asked:
        blocks += [_("You asked:"), _listed(asked)]
    return blocks


def _listed(parts: list[str]) -> str:
    return "\n".join([f"- {Truncator(part).chars(LENGTH)}" for part in dict.fromkeys(parts)][:MOST])
