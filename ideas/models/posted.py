"""Who asked to hear of an idea, or stopped that."""

from django.db import models

from ideas.models.idea import Idea
from labs.models import Subscription


class IdeaSubscription(Subscription):
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="subscriptions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "person"], name="one_wish_per_idea")]
