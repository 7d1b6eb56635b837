"""What somebody brings: said in an evening without an account, or typed over from paper."""

from datetime import datetime, timedelta
from typing import Self

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.core.validators import validate_email
from django.db import models
from django.db.models import Q
from django.urls import reverse

from common.http import origin
from evenings.models.note import COLOURS
from evenings.models.participant import KEPT, NAME_LENGTH, Participant
from evenings.models.step import Step
from ideas.models import Idea, PledgeKind, PledgeState
from labs.models import Lab

SIGNER = Signer(salt="evenings.pledge", sep="~")

WORDS_LENGTH, CONTACT_LENGTH = 200, 100
ASKED_AFTER = timedelta(days=2)


class PledgeQuerySet(models.QuerySet["Pledge"]):
    def standing(self) -> Self:
        """Those that weren't taken back."""
        return self.exclude(state=PledgeState.TAKEN_BACK)

    def allowed(self) -> Self:
        """Those that everybody may read, by who brings it."""
        return self.standing().filter(may_show=True)

    def on_screen(self) -> Self:
        """Those allowed, that somebody of the evening put there."""
        return self.allowed().filter(is_passed=True)

    def to_ask(self, now: datetime) -> Self:
        """Those that came with a mail address, two days after their evening; never asked, and of no rehearsal."""
        waits = self.standing().filter(asked_at=None, contact__contains="@", evening__is_rehearsal=False)
        over = {"evening__closes_at__lte": now - ASKED_AFTER, "evening__closes_at__gt": now - KEPT}
        return waits.filter(evening__opened_at__isnull=False, **over)

    def to_erase(self, now: datetime) -> Self:
        """Those of evenings whose participants are erased too."""
        return self.filter(evening__closes_at__lte=now - KEPT)


class Pledge(models.Model):
    """What somebody brings. Taken back, the row stays without its words.

    `participant` None: typed over from paper. `contact`: a mail address or a phone number, which only the organisers
    read. `may_show`: may others read it? None: not asked yet, so no. `is_passed`: who leads or types put it on the
    screen. `by_when`: a day in the lab's time zone. `name` may be empty.
    """

    evening = models.ForeignKey("evenings.Evening", on_delete=models.CASCADE, related_name="pledges")
    step = models.ForeignKey(Step, null=True, on_delete=models.SET_NULL, related_name="pledges")
    participant = models.ForeignKey(Participant, null=True, on_delete=models.CASCADE, related_name="pledges")
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    kind = models.CharField(max_length=10, choices=PledgeKind.choices)
    words = models.CharField(max_length=WORDS_LENGTH, blank=True)
    by_when = models.DateField(null=True)
    contact = models.CharField(max_length=CONTACT_LENGTH, blank=True)
    may_show = models.BooleanField(null=True)
    is_passed = models.BooleanField(default=False)
    idea = models.ForeignKey(Idea, null=True, on_delete=models.SET_NULL, related_name="evening_pledges")
    state = models.CharField(max_length=10, choices=PledgeState.choices, default=PledgeState.OPEN)
    key = models.UUIDField(editable=False)  # of the form that sent it, with these words
    given_at = models.DateTimeField()
    language = models.CharField(max_length=5, blank=True)  # of the page that it was sent from
    asked_at = models.DateTimeField(null=True)  # whether it is still right; once, by mail
    confirmed_at = models.DateTimeField(null=True)
    went_to = models.ForeignKey("ideas.Pledge", null=True, on_delete=models.SET_NULL, related_name="from_evening")

    objects = PledgeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evening", "key"], name="one_evening_pledge_per_key"),
            models.CheckConstraint(
                condition=~Q(state=PledgeState.TAKEN_BACK) | Q(words="", contact=""),
                name="evening_pledge_taken_back_has_no_words",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def lab(self) -> Lab:
        return self.evening.gathering.lab

    @property
    def email(self) -> str:
        """Who a mail goes to, as `mail_to` asks."""
        return self.mail

    @property
    def address(self) -> str:
        """The link in the mail to who brings it: signed, and without an account."""
        keys = {"lab_slug": self.lab.slug, "signed": SIGNER.sign(str(self.pk))}
        return origin() + reverse("pledge_asked", kwargs=keys)

    @classmethod
    def id_in(cls, signed: str) -> int | None:
        """Return the id in a link; None if we didn't sign it. The row may be gone."""
        try:
            return int(SIGNER.unsign(signed))
        except BadSignature:
            return None

    @property
    def mail(self) -> str:
        """The mail address that it came with; empty for a phone number or nothing."""
        try:
            validate_email(self.contact)
        except ValidationError:
            return ""
        return self.contact

    @property
    def colour(self) -> int:
        return self.pk % COLOURS + 1

    @property
    def is_on_screen(self) -> bool:
        return self.may_show is True and self.is_passed

    @property
    def waits(self) -> bool:
        """Must somebody of the evening still look at it before it comes on the screen?"""
        return self.may_show is True and not self.is_passed
