"""The form of an idea's author, or staff: which question does it answer?"""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from challenges.models import Challenge
from challenges.models.answering import answering_of
from challenges.occasion import QuestionField
from common.fields import field_of
from ideas.models import Idea


class IdeaQuestionForm(forms.Form):
    question = QuestionField(queryset=Challenge.objects.none())
    was = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)  # the choice that was on the screen

    def __init__(self, data: Any = None, *, idea: Idea) -> None:
        answering = answering_of(idea)
        now = answering.challenge_id if answering else None
        self.is_hidden = bool(answering and answering.challenge and answering.challenge.is_hidden)
        shown = None if self.is_hidden else now
        super().__init__(data, initial={"question": shown, "was": shown})
        open_ones = Challenge.objects.filter(lab=idea.lab_id).open(timezone.localdate()).values("pk")
        offered = Challenge.objects.filter(Q(pk__in=open_ones) | Q(pk=now, is_hidden=False)).order_by("until", "pk")
        field_of(self, "question", forms.ModelChoiceField).queryset = offered

    @property
    def is_unchanged(self) -> bool:
        """Was it sent as it was shown? The question may be hidden, put back or another one meanwhile: it stays."""
        return "was" in self.data and self.data["was"] == self.data.get("question")
