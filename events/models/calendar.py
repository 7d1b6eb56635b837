"""Someone's own calendar: a secret address that shows what they come to."""

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac


class PersonalCalendar(models.Model):
    """Of one person, over all labs. Its secret follows from `edition`: kept nowhere, and another after `renew`."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar")
    edition = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"calendar {self.pk}"

    @property
    def secret(self) -> str:
        return salted_hmac("events.PersonalCalendar", f"{self.pk}.{self.edition}", algorithm="sha256").hexdigest()[:32]

    @classmethod
    def find(cls, pk: int, secret: str) -> "PersonalCalendar | None":
        """The calendar at this address; None when there is none, or its address was renewed."""
        there = cls.objects.select_related("user").filter(pk=pk, user__is_active=True).first()
        return there if there and constant_time_compare(there.secret, secret) else None

    def renew(self) -> None:
        """Give it another address; the one before stops working."""
        PersonalCalendar.objects.filter(pk=self.pk).update(edition=F("edition") + 1)
        self.refresh_from_db(fields=["edition"])
