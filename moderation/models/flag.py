"""A flag: something that a moderator may want to look at. It has no clock and decides nothing. No writer knows of it.

Three things set a flag: words on the lab's list, the first posts of somebody who is new, and a name that somebody
chose because theirs was hidden. Flags join: a thing has at most one that nobody has seen.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from challenges.models import Challenge
from common import clock
from events.models import Gathering
from ideas.models import Comment, Idea
from labs.models import Lab, MemberName, Membership
from labs.written import Written
from moderation.models.settings import ModerationSettings
from moderation.models.things import lab_of, place_of, shown_words

type Thing = Idea | Comment | Challenge | Gathering | MemberName

FIRST_POSTS = 3  # of a new person are flagged
IS_NEW = timedelta(days=30)  # who takes part for less; in the first days of a lab everybody is new, and nobody counts
MOST_WORDS = 20  # a flag names at most so many


class FlagKind(models.TextChoices):
    IDEA = "idea", _("An idea")
    COMMENT = "comment", _("A comment")
    CHALLENGE = "challenge", _("A question")
    GATHERING = "gathering", _("A gathering")
    NAME = "name", _("A name")


KINDS: dict[type, str] = {
    Idea: FlagKind.IDEA,
    Comment: FlagKind.COMMENT,
    Challenge: FlagKind.CHALLENGE,
    Gathering: FlagKind.GATHERING,
    MemberName: FlagKind.NAME,
}


class FlagQuerySet(models.QuerySet["Flag"]):
    def about(self, thing: Thing) -> "FlagQuerySet":
        return self.filter(**{KINDS[type(thing)]: thing.pk})

    def for_eyes_of(self, member: Membership) -> "FlagQuerySet":
        """Flags of this lab, except about what `member` wrote, wrote down, claimed or organises."""
        wrote = Q(author=member.pk) | Q(idea__author=member.pk) | Q(comment__author=member.pk)
        return self.filter(lab=member.lab).exclude(wrote).exclude(gathering__in=member.organises.all())

    def unseen(self) -> "FlagQuerySet":
        """Flags that nobody has seen, of things that still have words."""
        is_gone = Q(comment__removed_at__isnull=False) | Q(idea__opportunity="", idea__source="")
        return self.filter(seen_at=None).exclude(is_gone).order_by("-at", "-pk")

    def seen(self) -> "FlagQuerySet":
        return self.exclude(seen_at=None).order_by("-seen_at", "-pk")

    def with_thing(self) -> "FlagQuerySet":
        """Load the thing, its writer, and who saw the flag. One query."""
        things = ("idea__lab", "comment__idea__lab", "challenge__lab", "gathering__lab", "name__lab", "name__user")
        return self.select_related(*things, "author__user", "seen_by__user")


class Flag(models.Model):
    """Why to look at one thing. Without `seen_at` nobody did. `author` wrote it, or wrote it down."""

    lab = models.ForeignKey(Lab, on_delete=models.CASCADE, related_name="flags")
    kind = models.CharField(max_length=10, choices=FlagKind.choices)
    idea = models.ForeignKey(Idea, null=True, on_delete=models.CASCADE, related_name="+")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="+")
    challenge = models.ForeignKey(Challenge, null=True, on_delete=models.CASCADE, related_name="+")
    gathering = models.ForeignKey(Gathering, null=True, on_delete=models.CASCADE, related_name="+")
    name = models.ForeignKey(Membership, null=True, on_delete=models.CASCADE, related_name="+")  # who has it
    author = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    is_first = models.BooleanField(default=False)  # one of the first posts of somebody new
    found = models.JSONField(default=list)  # the entries of the lab's list that were found
    at = models.DateTimeField(default=clock.now)
    seen_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["lab", "at"], condition=Q(seen_at=None), name="flag_unseen")]
        constraints = [
            *(
                models.UniqueConstraint(fields=[kind], condition=Q(seen_at=None), name=f"one_unseen_flag_per_{kind}")
                for kind in FlagKind.values
            ),
            *(
                models.CheckConstraint(condition=Q(kind=kind) | Q(**{f"{kind}__isnull": True}), name=f"flag_of_{kind}")
                for kind in FlagKind.values
            ),
        ]

    def __str__(self) -> str:
        return f"flag {self.pk}: {self.kind}"

    @property
    def thing(self) -> Thing:
        found: Any = getattr(self, self.kind)  # never None: the flag goes with it
        return MemberName(found) if isinstance(found, Membership) else found

    @property
    def place(self) -> Idea | Challenge | Gathering | MemberName:
        """The idea, question or gathering at whose page it stands; a name itself."""
        return place_of(self.thing)

    @property
    def is_hidden(self) -> bool:
        return bool(getattr(self.thing, "is_hidden", False))

    @property
    def words(self) -> str:
        """The words of the thing as they are now."""
        return shown_words(self.thing)

    def see(self, member: Membership) -> bool:
        """A moderator looked at it. Return True if this call said so; the first one counts."""
        return bool(Flag.objects.filter(pk=self.pk).unseen().update(seen_by=member, seen_at=clock.now()))

    def unsee(self) -> bool:
        """Put it back on the list. Return False if it is there, or the thing has a newer flag there."""
        try:
            with transaction.atomic():
                return bool(Flag.objects.filter(pk=self.pk).exclude(seen_at=None).update(seen_by=None, seen_at=None))
        except IntegrityError:
            return False


def look(written: Written) -> None:
    """Flag what was written if it holds words of the list, or is one of the first posts of somebody new.

    Words that a moderator saw in this thing are not flagged again.
    """
    words = ModerationSettings.objects.of(lab_of(written.thing)).words
    found = words.found_in(*written.texts)[:MOST_WORDS]
    if found and not written.is_new:
        seen = {word for flag in Flag.objects.about(written.thing).seen() for word in flag.found}
        found = [word for word in found if word not in seen]
    is_first = written.is_new and is_first_post(written.by)
    if found or is_first:
        flag(written.thing, written.by, found, is_first)


def look_at_name(member: Membership) -> None:
    """Flag the name that somebody chose because theirs is hidden."""
    flag(MemberName(member), member, (), is_first=False)


def is_first_post(by: Membership | None) -> bool:
    """Is this one of the first posts of somebody who came lately?"""
    if by is None or not is_new_here(by, clock.now()):
        return False
    return Flag.objects.filter(author=by, is_first=True).count() < FIRST_POSTS


def is_new_here(member: Membership, now: datetime) -> bool:
    """Did this person come lately? Not in a new lab, and nobody who facilitates. No query, except for roles."""
    since = now - IS_NEW
    return member.joined_at > since and member.lab.created_at <= since and not member.facilitates


def flag(thing: Thing, author: Membership | None, found: Collection[str], is_first: bool) -> None:
    """Add a flag, or join the one that nobody has seen yet."""
    holds = thing.member if isinstance(thing, MemberName) else thing
    facts: dict[str, Any] = {"kind": KINDS[type(thing)], KINDS[type(thing)]: holds}
    there = Flag.objects.about(thing).filter(seen_at=None).select_for_update(no_key=True).first()
    if there is None:
        new = Flag(lab=lab_of(thing), author=author, found=list(found), is_first=is_first, **facts)
        Flag.objects.bulk_create([new], ignore_conflicts=True)  # a moderator may put one back at this moment
        return
    there.found = list(dict.fromkeys([*there.found, *found]))[:MOST_WORDS]
    there.at = clock.now()
    there.save(update_fields=["found", "at"])
