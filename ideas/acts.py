"""Descriptions of acts at ideas, shown to somebody who comes back from sign-in."""

from django.urls import ResolverMatch
from django.utils.translation import gettext_lazy as _

from accounts import acts
from ideas.models import Idea

DO = {
    "idea_new": _("Share an idea"),
    "idea_behalf": _("Write down an idea for someone"),
    "claim": _("Make yours what was written down for you"),
    "support": _("Support an idea"),
    "support_withdraw": _("Take back your support of an idea"),
    "idea_hearing": _("Be kept posted on an idea"),
    "idea_hearing_stop": _("Stop hearing of an idea"),
    "need": _("Say whether an idea is useful to you"),
    "pledge": _("Offer help with an idea"),
    "pledge_take_back": _("Take back your help with an idea"),
    "comments": _("Post a comment on an idea"),
    "comment_behalf": _("Write down for someone what they say about an idea"),
    "comment_edit": _("Change your comment on an idea"),
    "comment_remove": _("Remove your comment on an idea"),
    "waiting_edit": _("Change your comment on an idea"),
    "waiting_remove": _("Remove your comment on an idea"),
    "comment_hide": _("Hide a comment on an idea"),
    "comment_restore": _("Put back a comment on an idea"),
    "idea_edit": _("Change an idea"),
    "idea_withdraw": _("Take back an idea"),
    "idea_status": _("Say where an idea stands"),
    "idea_stance": _("Say what the municipality does about an idea"),
    "idea_welcome": _("Welcome who shared an idea"),
    "idea_hide": _("Hide an idea"),
    "idea_restore": _("Put back an idea"),
    "idea_photo_hide": _("Hide a photo"),
    "idea_photo_restore": _("Put back a photo"),
}


def title(match: ResolverMatch) -> str:
    ideas = Idea.objects.filter(lab__slug=match.kwargs.get("lab_slug"), pk=match.kwargs["pk"], is_hidden=False)
    return ideas.values_list("title", flat=True).first() or ""


WORDS = acts.words(DO, title)
