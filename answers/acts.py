"""Descriptions of acts at answers, shown to somebody who comes back from sign-in."""

from django.utils.translation import gettext_lazy as _

from accounts import acts
from ideas.acts import title

DO = {
    "answer_ask": _("Ask the municipality for an answer to an idea"),
    "answer_date": _("Choose another date for an answer"),
    "answer_forward": _("Pass an idea on"),
    "answer_give": _("Give the municipality's answer to an idea"),
    "answer_take": _("Pick up an answer that the municipality owes"),
    "answer_pass": _("Pass on an answer that the municipality owes"),
    "answer_note": _("Write a note for colleagues"),
    **dict.fromkeys(
        ["answer_draft", "answer_draft_away", "answer_draft_read", "answer_draft_said", "answer_draft_stop"],
        _("Work on the draft of an answer"),
    ),
    **dict.fromkeys(
        ["answer_approval", "answer_approval_ask", "answer_approval_note", "answer_approval_back"],
        _("Approve an answer, or ask for it"),
    ),
    "answer_clear": _("Say whether an answer is clear"),
    "answer_unclear": _("Reply to a question about an answer"),
    "answer_aside": _("Put a question about an answer aside"),
    "answer_correct": _("Correct the municipality's answer to an idea"),
}
RUN = {
    "lab_answers": _("Change when answers are owed in a lab"),
    "lab_work_together": _("Pick up or pass on several answers"),
    **dict.fromkeys(["lab_away", "lab_away_back"], _("Say when you are away")),
    **dict.fromkeys(["lab_team_new", "lab_team", "lab_team_close"], _("Change the teams of a lab")),
}
WORDS = [*acts.words(DO, title), *acts.words(RUN)]
