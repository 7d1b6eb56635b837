"""Descriptions of acts at questions, shown to somebody who comes back from sign-in."""

from django.urls import ResolverMatch
from django.utils.translation import gettext_lazy as _

from accounts import acts
from challenges.models import Challenge
from ideas.models import Idea

DO = {
    "challenge_new": _("Ask a question to the neighbourhood"),
    "challenge_new_municipal": _("Ask a question of the municipality"),
    "challenge_publish": _("Put a question online"),
    "challenge_edit": _("Change a question"),
    "challenge_stance": _("Say what the municipality does at a question"),
    "challenge_longer": _("Leave a question open for longer"),
    "challenge_close": _("Close a question"),
    "challenge_report": _("Say what came of a question"),
    "challenge_withdraw": _("Take back a question"),
    "challenge_hearing": _("Be kept posted on a question"),
    "challenge_hearing_stop": _("Stop hearing of a question"),
    "challenge_hide": _("Hide a question"),
    "challenge_restore": _("Put back a question"),
}


def title(match: ResolverMatch) -> str:
    shown = Challenge.objects.shown().filter(lab__slug=match.kwargs.get("lab_slug"), pk=match.kwargs["pk"])
    return shown.values_list("title", flat=True).first() or ""


def idea_title(match: ResolverMatch) -> str:
    ideas = Idea.objects.filter(lab__slug=match.kwargs.get("lab_slug"), pk=match.kwargs["pk"], is_hidden=False)
    return ideas.values_list("title", flat=True).first() or ""


AT_IDEA = {"idea_question": _("Say which question an idea answers")}
WORDS = [*acts.words(DO, title), *acts.words(AT_IDEA, idea_title)]
