"""A person's own calendar: a secret URL with the gatherings that they attend."""

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac


class PersonalCalendar(models.Model):
    """One per person, for all labs. Its secret is derived from `edition`; `renew` changes it. It is not stored."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar")
    edition = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"calendar {self.pk}"

    @property
    def secret(self) -> str:
        return salted_hmac("events.PersonalCalendar", f"{self.pk}.{self.edition}", algorithm="sha256").hexdigest()[:32]

    @classmethod
    def find(cls, pk: int, secret: str) -> "PersonalCalendar | None":
        """Return the calendar of this URL; None if it doesn't exist or was renewed."""
        there = cls.objects.select_related("user").filter(pk=pk, user__is_active=True).first()
        return there if there and constant_time_compare(there.secret, secret) else None

    def renew(self) -> None:
        """Change the URL; the old one stops working."""
        PersonalCalendar.objects.filter(pk=self.pk).update(edition=F("edition") + 1)
        self.refresh_from_db(fields=["edition"])
