"""Descriptions of acts at gatherings, shown to somebody who comes back from sign-in."""

from django.urls import ResolverMatch
from django.utils.translation import gettext_lazy as _

from accounts import acts
from events.models import Gathering

COME = {
    "gathering_new": _("Make a gathering"),
    "sign_up": _("Come to a gathering"),
    "sign_up_withdraw": _("Not come to a gathering after all"),
    "gathering_hearing": _("Be kept posted on a gathering"),
    "gathering_hearing_stop": _("Stop hearing of a gathering"),
    "date_answers": _("Say which dates suit you for a gathering"),
    **dict.fromkeys(
        (
            "gathering_edit gathering_capacity gathering_copy gathering_table gathering_outcome gathering_throw_away "
            "parties party_pass_on party_take_off dates_ask date_choose "
            "gathering_aloud gathering_aloud_one gathering_aloud_deny gathering_aloud_take_back"
        ).split(),
        _("Change something about a gathering"),
    ),
    "gathering_publish": _("Put a gathering online"),
    "gathering_cancel": _("Cancel a gathering"),
    "gathering_hide": _("Hide a gathering"),
    "gathering_restore": _("Put a gathering back"),
}


def title(match: ResolverMatch) -> str:
    gatherings = Gathering.objects.public().filter(lab__slug=match.kwargs.get("lab_slug"), pk=match.kwargs["pk"])
    return gatherings.values_list("title", flat=True).first() or ""


WORDS = acts.words(COME, title)
