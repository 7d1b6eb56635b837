"""Descriptions of acts about cases, shown to somebody who comes back from sign-in. They name nothing."""

from django.urls import ResolverMatch
from django.utils.translation import gettext_lazy as _

from accounts import acts

DO = {
    "report_idea": _("Report an idea"),
    "report_comment": _("Report a comment"),
    "report_challenge": _("Report a question"),
    "report_gathering": _("Report a gathering"),
    "report_photo": _("Report a photo"),
    "report_name": _("Report a name"),
    "name_hide": _("Hide a name"),
    "name_restore": _("Put a name back"),
    "case_detail": _("Decide about a report"),
    "talk_close": _("Close the conversation of an idea"),
    "talk_open": _("Open the conversation of an idea again"),
    "case_neighbour": _("Decide about a report in another lab"),
    "review_ask": _("Ask to have a decision looked at again"),
    "review_decide": _("Look again at a decision"),
    "review_neighbour": _("Look again at a decision of a neighbouring lab"),
    "look_along": _("Look along in another lab"),
    "look_no_more": _("Don't look along in another lab"),
    "flag_see": _("Say that you saw something"),
    "waiting_show": _("Let a comment that waits appear"),
    "waiting_hide": _("Hide a comment that waits"),
    "flag_unsee": _("Say that you still have to look at something"),
}


def nothing(match: ResolverMatch) -> str:
    return ""


RUN = {"lab_moderation": _("Change how a lab moderates")}
WORDS = [*acts.words(DO, nothing), *acts.words(RUN)]
