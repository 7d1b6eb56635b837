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
    ),
    _("Prepare an evening"),
) | {
    "evening_open": _("Open an evening"),
    "evening_codes": _("Make the codes of an evening"),
    "evening_close": _("Close an evening"),
    "evening_programme": _("Put the programme on the page"),
    **dict.fromkeys(("evening_keep", "evening_kept", "evening_kept_remove"), _("Change the plans of the lab")),
}
LEAD = {
    **dict.fromkeys(
        ("live_lead", "live_choice", "live_tasks", "live_task_back", "live_ask_answer"), _("Lead an evening")
    ),
    "live_blank": _("Let the big screen be empty"),
    **dict.fromkeys(
        ("live_settle", "live_paper", "live_through", "live_piles", "live_keep"), _("Put notes on the wall")
    ),
}
WORDS = (*acts.words(DO, title), *acts.words(LEAD))
