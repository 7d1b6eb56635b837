"""The words about another look, for each kind of decision that can be looked at again (models/looking_again.py)."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from moderation.models import DecisionKind, Review, ReviewOutcome

GONE = _("This changed since, so there is nothing left to look at again.")


class Words(NamedTuple):
    """`undo`: the choice in the form. What who asked reads then, and when it is confirmed: a sentence, and a subject.

    Without a subject the thing itself mails them.
    """

    undo: Any
    undone: Any
    undone_subject: Any
    confirmed: Any
    confirmed_subject: Any


WORDS = {
    DecisionKind.HIDE: Words(
        _("Put it back in its place"),
        _("A moderator looked again, and put it back in its place."),
        "",
        _("Another moderator looked again. It stays hidden."),
        _("We looked again: it stays hidden"),
    ),
    DecisionKind.NOTHING_WRONG: Words(
        _("Hide it after all"),
        _("A moderator looked again, and hid it after all."),
        _("We looked again: it is hidden now"),
        _("Another moderator looked again. It stays."),
        _("We looked again: it stays"),
    ),
    DecisionKind.PAUSE: Words(
        _("Let the writer take part again"),
        _("A moderator looked again. You can take part again."),
        "",
        _("Another moderator looked again. You still don't take part until then."),
        _("We looked again: you still don't take part"),
    ),
    DecisionKind.ASK: Words(
        _("Nothing has to be changed, it stays"),
        _("A moderator looked again. It stays, you don't have to change it."),
        _("We looked again: it stays"),
        _("Another moderator looked again, and still asks you to change it."),
        _("We looked again: please change it"),
    ),
    DecisionKind.CLOSE: Words(
        _("Open the conversation again"),
        _("A moderator looked again. The conversation is open again."),
        "",
        _("Another moderator looked again. The conversation stays closed."),
        _("We looked again: the conversation stays closed"),
    ),
}


def ended_words(review: Review) -> Any:
    """Return how it ended, for who asked. Lazy: a mail is written in the language of its reader."""
    words = WORDS[DecisionKind(review.decision.kind)]
    if review.is_open or review.outcome == ReviewOutcome.GONE:
        return GONE
    return words.confirmed if review.outcome == ReviewOutcome.CONFIRM else words.undone


def subject(review: Review) -> Any:
    """Return the subject of the mail to who asked; empty when another mail tells them, or nothing is to be said."""
    words = WORDS[DecisionKind(review.decision.kind)]
    if review.outcome == ReviewOutcome.GONE:  # what the writer was asked to change ended otherwise, which they heard
        return "" if review.decision.kind == DecisionKind.ASK else _("There is nothing left to look at again")
    return words.confirmed_subject if review.outcome == ReviewOutcome.CONFIRM else words.undone_subject
