"""Devices: the browsers in which a person is signed in. Each is a row beside its session, and goes with it."""

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext

NAME_LENGTH = 20


class DeviceQuerySet(models.QuerySet["Device"]):
    def alive(self) -> "DeviceQuerySet":
        """Leave out sessions that expired, and that the worker will delete."""
        return self.filter(session__expire_date__gt=timezone.now())

    def sign_out(self) -> int:
        """End the sessions of these devices. Return how many; 0 if others ended them first. One query."""
        ended, _by_model = Session.objects.filter(pk__in=self.values("session")).delete()
        return ended


class Device(models.Model):
    """A browser in which a person is signed in. The database deletes it with its session.

    `browser` and `system` are names like Firefox and Android, or empty; no address and no version is stored.
    `seen_at`: when it was last used, five minutes exact.
    """

    session = models.OneToOneField(Session, on_delete=models.DB_CASCADE, related_name="device")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.DB_CASCADE, related_name="devices")
    browser = models.CharField(max_length=NAME_LENGTH, blank=True)
    system = models.CharField(max_length=NAME_LENGTH, blank=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects = DeviceQuerySet.as_manager()

    def __str__(self) -> str:
        """Return the words for it: "Firefox op Android", "Safari op iPhone"."""
        if self.browser and self.system:
            return gettext("%(browser)s on %(system)s") % {"browser": self.browser, "system": self.system}
        return self.browser or self.system or gettext("Another device")

    @property
    def is_small(self) -> bool:
        """Is it a phone or a tablet?"""
        return self.system in ("Android", "iPhone", "iPad")
