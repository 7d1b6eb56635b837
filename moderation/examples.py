"""Ten made-up cases, with which a new moderator practises: what we would do, and why. None of them happened."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from labs.models import HidingReason


class Example(NamedTuple):
    """`reason`: what a reporter chose, or None with `said`: words for which the list has no reason."""

    title: Promise
    words: Promise
    outcome: Promise
    why: Promise
    reason: HidingReason | None = None
    said: Promise | str = ""


NOTHING_WRONG, HIDDEN = _("Nothing wrong: it stays"), _("Hide it")

EXAMPLES = (
    Example(
        _("The cargo bike"),
        _("“Whoever thinks this up is a stupid cow. Stay in your own street.”"),
        HIDDEN,
        _("It is about the person, not about the idea. Being against the idea is fine; we explain how to say that."),
        HidingReason.ABUSE,
    ),
    Example(
        _("The playing field"),
        _("“If that slide is built, I know where to find you.”"),
        _("Hide it at once, and tell the person who is threatened"),
        _("Somebody may become afraid. We don't wait to learn whether it was meant. They can go to the police."),
        HidingReason.THREAT,
    ),
    Example(
        _("Eating together"),
        _("“Nice, but not for those foreigners. They don't belong here.”"),
        HIDDEN,
        _("It shuts people out because of where they come from. Everybody who lives here may join in."),
        HidingReason.DISCRIMINATION,
    ),
    Example(
        _("The neighbour's hedge"),
        _("“The man at number 14 never cuts his hedge. He has been ill since June.”"),
        _("Hide it, and ask the writer to post it again without the neighbour"),
        _("A house number shows who it is, and an illness is private. The rest of the comment is useful."),
        HidingReason.PRIVACY,
    ),
    Example(
        _("The repair morning"),
        _("“Don't repair, buy new at my shop. This week everything costs 20 percent less.”"),
        HIDDEN,
        _("It sells something. If the shop wants to help at the repair morning, that is welcome; then it says so."),
        HidingReason.ADVERTISING,
    ),
    Example(
        _("The bench"),
        _("Seven times in one evening, under seven ideas: “First repair the cycle path.”"),
        _("Leave one, hide six"),
        _("The point may be heard once. Seven times leaves no room for others. We point out that it can be an idea."),
        HidingReason.SPAM,
    ),
    Example(
        _("The picking garden"),
        _("“Does anybody know when the swimming pool opens?”"),
        _("Nothing hidden: answer the question"),
        _("It doesn't belong here, but it bothers nobody. Hiding is more than it needs, unless it happens often."),
        HidingReason.OFF_TOPIC,
    ),
    Example(
        _("The empty shop"),
        _("“The back door doesn't lock. Tonight at eleven we empty it.”"),
        _("Hide it, and call the police"),
        _("It may be a criminal offence. We don't investigate that ourselves. We keep the words for the police."),
        HidingReason.CRIME,
    ),
    Example(
        _("The rose path"),
        _("“This is nonsense. A waste of our money.”"),
        NOTHING_WRONG,
        _("It is a strong opinion about the idea, and about nobody. That can hurt, and it is allowed."),
        said=_("“I can't stand this.”"),
    ),
    Example(
        _("Shade in the centre"),
        _("“Trees in tubs always die within a year.”"),
        NOTHING_WRONG,
        _("A moderator doesn't judge what is true. Who knows better writes a comment, with where that can be read."),
        said=_("“This is not true.”"),
    ),
)
