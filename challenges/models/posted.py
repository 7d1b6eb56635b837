"""Who asked to hear of a question, or stopped that."""

from django.db import models

from challenges.models.challenge import Challenge
from labs.models import Subscription


class ChallengeSubscription(Subscription):
    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="subscriptions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["challenge", "person"], name="one_wish_per_question")]
