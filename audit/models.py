"""Who did what, and why. Rows are only ever added."""

from typing import Any

from django.conf import settings
from django.db import models


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def note(
        self, actor: Any, action: str, *, lab: str = "", subject: str = "", reason: str = "", about: Any = None
    ) -> "AuditEntry":
        """Write down that `actor` (a user, or None for the system) did `action` to `subject`, and why.

        `about` is the user whose name stands in `subject`: by it their names go when they do, also former ones.
        """
        who = {"actor": actor, "actor_name": str(actor) if actor else "", "about": about}
        return self.create(**who, action=action, lab=lab, subject=subject, reason=reason)


class AuditEntry(models.Model):
    """One act with consequences: a role given, something hidden. No mail address ever stands in it."""

    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    actor_name = models.CharField(max_length=60, blank=True)
    about = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    action = models.CharField(max_length=40)
    lab = models.SlugField(blank=True)
    subject = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["lab", "-at"], name="audit_by_lab")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name}: {self.action} {self.subject}"
