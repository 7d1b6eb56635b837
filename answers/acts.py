"""Descriptions of acts at answers, shown to somebody who comes back from sign-in."""

from django.utils.translation import gettext_lazy as _

from accounts import acts
from ideas.acts import title

DO = {
    "answer_ask": _("Ask the municipality for an answer to an idea"),
    "answer_date": _("Choose another date for an answer"),
    "answer_forward": _("Pass an idea on"),
    "answer_give": _("Give the municipality's answer to an idea"),
    "answer_correct": _("Correct the municipality's answer to an idea"),
}
WORDS = [*acts.words(DO, title), *acts.words({"lab_answers": _("Change when answers are owed in a lab")})]
