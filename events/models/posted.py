"""Who asked to hear of a gathering, or stopped that."""

from django.db import models

from events.models.gathering import Gathering
from labs.models import Subscription


class GatheringSubscription(Subscription):
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="subscriptions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gathering", "person"], name="one_wish_per_gathering")]
