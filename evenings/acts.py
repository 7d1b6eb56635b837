"""Descriptions of acts at evenings, shown to somebody who comes back from sign-in."""

from django.utils.translation import gettext_lazy as _

from accounts import acts
from events.acts import title

DO = dict.fromkeys(
    (
        "evening",
        "evening_plan",
        "evening_step_new",
        "evening_step",
        "evening_step_off",
        "evening_step_back",
        "evening_choice",
        "evening_who",
    ),
    _("Prepare an evening"),
) | {
    "pledge_to_idea": _("Put it with the idea"),
    "evening_brought": _("See who brings what"),
    "evening_open": _("Open an evening"),
    **dict.fromkeys(("evening_report_edit", "evening_report_set", "evening_report_done"), _("Write a report")),
    "evening_codes": _("Make the codes of an evening"),
    **dict.fromkeys(("evening_rehearse", "evening_rehearsal_stop"), _("Rehearse an evening")),
    **dict.fromkeys(
        (
            "evening_outcomes",
            "evening_outcome_idea",
            "evening_outcome_new",
            "evening_outcome_comment",
            "evening_outcome_brings",
            "evening_promises",
            "evening_promise",
        ),
        _("Say what came of an evening"),
    ),
    "evening_programme": _("Put the programme on the page"),
    **dict.fromkeys(("evening_keep", "evening_kept", "evening_kept_remove"), _("Change the plans of the lab")),
}
LEAD = {
    **dict.fromkeys(
        ("live_lead", "live_choice", "live_tasks", "live_task_back", "live_ask_answer", "live_spoke"),
        _("Lead an evening"),
    ),
    "live_close": _("Close an evening"),
    "live_count": _("Count in the room"),
    "live_blank": _("Let the big screen be empty"),
    **dict.fromkeys(("live_brought", "live_brought_press", "live_brought_idea"), _("See who brings what")),
    **dict.fromkeys(("live_promises", "live_promise"), _("Note what was said aloud")),
    **dict.fromkeys(
        ("live_settle", "live_paper", "live_through", "live_piles", "live_keep"), _("Put notes on the wall")
    ),
}
WORDS = (*acts.words(DO, title), *acts.words(LEAD))
