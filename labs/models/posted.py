"""Who asked to hear of a lab, or stopped that."""

from django.db import models

from labs.models.lab import Lab
from labs.models.subscriptions import Subscription


class LabSubscription(Subscription):
    lab = models.ForeignKey(Lab, on_delete=models.CASCADE, related_name="subscriptions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lab", "person"], name="one_wish_per_lab")]
