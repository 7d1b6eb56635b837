"""A new idea can answer a question: a choice in its form."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from challenges.models import Challenge, ChallengeClosed
from challenges.models.answering import must_take_ideas, take
from common.fields import PublicChoiceField
from ideas.models import Idea
from ideas.occasions import Refused
from labs.models import Lab

CLOSED = _("This question is closed. Choose another one, or go on without a question.")


class QuestionField(PublicChoiceField):
    """A choice of the questions that are open in a lab."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            required=False,
            label=_("Which question does it answer?"),
            empty_label=_("No question"),
            error_messages={"invalid_choice": CLOSED},
            **options,
        )

    def label_from_instance(self, challenge: Any) -> str:
        return str(challenge.title)


class QuestionOccasion:
    name = "vraag"

    def field(self, lab: Lab, is_chosen: bool) -> QuestionField | None:
        open_ones = Challenge.objects.filter(lab=lab).open(timezone.localdate())
        return QuestionField(queryset=open_ones) if is_chosen or open_ones.exists() else None

    def over(self) -> str:
        return gettext("This question isn't open. Your idea can do without a question.")

    def hold(self, chosen: Challenge) -> None:
        try:
            chosen.hold()
            must_take_ideas(chosen)
        except ChallengeClosed:
            raise Refused(str(CLOSED)) from None

    def take(self, idea: Idea, chosen: Challenge) -> None:
        take(chosen, idea)
