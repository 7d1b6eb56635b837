"""Who asked to hear of a place, or stopped that."""

from django.db import models

from labs.models import Subscription
from places.models.place import Place


class PlaceSubscription(Subscription):
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="subscriptions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "person"], name="one_wish_per_place")]
