"""A person: a mail address that nobody sees and a name that everybody sees."""

import unicodedata
from collections.abc import Callable
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import IntegrityError, models, transaction
from django.utils.crypto import salted_hmac

from accounts.alike import look, looks
from accounts.live import rights_changed
from common.joins import ExtensionPoint
from realtime import names

MAILBOX_LENGTH, NAME_LENGTH, NAME_KEY_LENGTH = 254, 60, 240
NAME_CHOSEN: "ExtensionPoint[Callable[[User, str], None]]" = ExtensionPoint(
    "accounts.models.user.NAME_CHOSEN",
    "What follows when a person chooses this name. Called in the transaction of that, before the row of the person is"
    " locked: lock what comes before it here.",
)


def mailbox(address: str) -> str:
    """Return the mailbox of an address: case-folded, without +tag. One mailbox is one account."""
    local, _at, domain = address.strip().casefold().rpartition("@")
    return f"{local.split('+')[0]}@{domain}"


def name_key(name: str) -> str:
    """Return a key that is equal for names that read the same: NFKC, case-folded, one space between words."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def named(name: str) -> dict[str, str]:
    """Return the columns that store this name."""
    return {"name": name, "name_key": name_key(name), "name_look": look(name)}


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, name: str = "", **fields: Any) -> "User":
        """Create a person without a password. Raises IntegrityError when the mailbox or the name is taken."""
        user = self.model(email=email.strip(), mailbox=mailbox(email), **fields)
        user.set_unusable_password()
        if name:
            user.name, user.name_key, user.name_look = named(name).values()
        user.save(using=self._db)
        return user

    def find_or_make(self, address: str, **fields: Any) -> "User":
        """Return the person with this mailbox; create one without a name if needed.

        Two calls at once make one person.
        """
        known = self.by_mail(address)
        if known:
            return known
        try:
            with transaction.atomic():
                return self.create_user(address, **fields)
        except IntegrityError:
            return self.get(mailbox=mailbox(address))

    def alike(self, name: str) -> "models.QuerySet[User]":
        """Return people whose name can't be told apart from this one: the same words, or a look that it may have."""
        return self.filter(models.Q(name_key=name_key(name)) | models.Q(name_look__in=looks(name)))

    def by_mail(self, address: str) -> "User | None":
        """Return the person with this mailbox, or None."""
        return self.filter(mailbox=mailbox(address)).first()


class User(AbstractBaseUser, PermissionsMixin):
    """A person, the same in all labs. Never shown: `email`. Shown: `name`, chosen at the first sign-in."""

    email = models.EmailField(unique=True)
    mailbox = models.CharField(max_length=MAILBOX_LENGTH, unique=True, editable=False)
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    name_key = models.CharField(  # noqa: DJ001  null without a name, because only one person could have ""
        max_length=NAME_KEY_LENGTH, unique=True, null=True, editable=False
    )
    name_look = models.CharField(  # noqa: DJ001  null also for an older name that looks like another one
        max_length=NAME_KEY_LENGTH, unique=True, null=True, editable=False
    )
    language = models.CharField(max_length=5, blank=True)
    theme = models.CharField(max_length=5, blank=True, choices=[("light", "light"), ("dark", "dark")])
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    auth_version = models.PositiveIntegerField(default=0)
    factor_key = models.CharField(max_length=32, blank=True, default="", db_default="", editable=False)  # factor.py
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    objects = UserManager()

    def __str__(self) -> str:
        return self.name or f"person {self.pk}"

    def get_session_auth_hash(self) -> str:
        """Include `auth_version`, so that all sessions and sockets of this person can end at once."""
        return salted_hmac("accounts.User", f"{self.password}{self.auth_version}", algorithm="sha256").hexdigest()

    def choose_name(self, name: str) -> None:
        """Set the name; open pages show it within 10 s. Raises IntegrityError if it looks like another's."""
        with transaction.atomic():
            for follow in NAME_CHOSEN:
                follow(self, name)
            others = User.objects.filter(pk=self.pk).exclude(name=name)
            if others.update(**named(name)):
                names.changed("person", [self.pk])
        self.name, self.name_key, self.name_look = named(name).values()

    def choose_first_name(self, name: str) -> bool:
        """Like choose_name, but only without a name: of two requests at once, the second one returns False."""
        with transaction.atomic():
            first = User.objects.filter(pk=self.pk, name="").update(**named(name))
            if first:
                names.changed("person", [self.pk])
        self.refresh_from_db(fields=["name", "name_key", "name_look"])
        return bool(first)

    def hold_name(self) -> bool:
        """Lock the name until the transaction ends, and read it again; return True if this copy had another name.

        The name is empty if the account was just deleted. Lock memberships before it, as erasing an account does.
        """
        before, held = self.name, User.objects.select_for_update(no_key=True).filter(pk=self.pk)
        self.name = held.values_list("name", flat=True).first() or ""
        return self.name != before

    @transaction.atomic
    def sign_out_everywhere(self) -> None:
        """End all sessions; sockets end at the next check of rights, which this requests."""
        User.objects.filter(pk=self.pk).update(auth_version=models.F("auth_version") + 1)
        self.devices.all().sign_out()
        self.refresh_from_db(fields=["auth_version"])
        rights_changed()
