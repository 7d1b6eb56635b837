"""Words of somebody, spoken or on paper, that another person wrote down.

It has no author until that somebody claims it with the printed code: the writer can't claim it.
"""

import uuid
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from common import clock
from ideas import live
from ideas.models.comment import Comment
from ideas.models.idea import Idea
from ideas.models.results import SAME_WORDS_WITHIN, Repeat
from labs.models import Lab, Membership, Voice, Voiced

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # 32 letters and digits, none of which looks like another on paper
CODE_LENGTH = 10


def code_of(key: uuid.UUID) -> str:
    """Return the code to print, `ABCDE-FGHJK`, for the form with this `key`: derived each time, not stored."""
    mixed = salted_hmac("ideas.Behalf.code", key.hex, algorithm="sha256").digest()
    letters = "".join(CODE_LETTERS[byte % len(CODE_LETTERS)] for byte in mixed[:CODE_LENGTH])
    return f"{letters[:5]}-{letters[5:]}"


def code_hash(code: str) -> str:
    """Return the hash of a printed code, equal for `abcde-fghjk` and `ABCDEFGHJK`."""
    letters = "".join(letter for letter in code.upper() if letter in CODE_LETTERS)
    return salted_hmac("ideas.Behalf", letters, algorithm="sha256").hexdigest()


class BehalfQuerySet(models.QuerySet["Behalf"]):
    def in_lab(self, lab_id: int) -> "BehalfQuerySet":
        return self.filter(Q(idea__lab=lab_id) | Q(comment__idea__lab=lab_id))

    def with_code(self, code: str) -> "BehalfQuerySet":
        return self.filter(code_hash=code_hash(code))


class Behalf(Voiced):
    """Marks an idea or comment as written down for somebody: with or without a name, read back, claimable later.

    The voice is that of `written_by`.
    """

    idea = models.OneToOneField(Idea, null=True, on_delete=models.CASCADE, related_name="behalf")
    comment = models.OneToOneField(Comment, null=True, on_delete=models.CASCADE, related_name="behalf")
    name = models.CharField(max_length=60, blank=True)
    written_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True)
    claimed_at = models.DateTimeField(null=True, blank=True)

    objects = BehalfQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(idea=None, comment__isnull=False) | Q(idea__isnull=False, comment=None),
                name="behalf_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"written down for {self.name or 'someone'}"

    @property
    def lab(self) -> Lab:
        return self.thing.lab

    @property
    def thing(self) -> Idea | Comment:
        return self.idea or self.comment  # type: ignore[return-value]  # the constraint: one of the two

    @property
    def shown_name(self) -> str:
        """The name that they wanted; otherwise words that say that there is none."""
        return self.name or gettext("someone, without a name")

    @classmethod
    def mark(cls, thing: Idea | Comment, writer: Membership, voice: Voice, name: str) -> "Behalf":
        """Mark `thing` as written down by `writer`. It can be claimed with `code_of(thing.key)`."""
        where = {"idea": thing} if isinstance(thing, Idea) else {"comment": thing}
        spoken = {"voice_kind": voice.kind, "voice_label": voice.label}
        hashed = code_hash(code_of(thing.key or uuid.uuid4()))
        return cls.objects.create(**where, **spoken, written_by=writer, name=name, code_hash=hashed)

    @transaction.atomic
    def claim(self, member: Membership) -> bool:
        """Make `member` the author; the writer stays visible. Already claimed: False."""
        thing = self.thing
        idea = thing if isinstance(thing, Idea) else thing.idea
        idea.hold()
        if not Behalf.objects.filter(pk=self.pk, claimed_at=None).update(claimed_at=clock.now()):
            return False
        if isinstance(thing, Idea):
            thing.advance(author=member, words_revision=F("revision") + 1)
        else:
            thing.author, thing.revision = member, idea.advance()
            thing.save(update_fields=["author", "revision"])
        live.idea_changed(idea)
        return True


@transaction.atomic
def write_down_idea(
    writer: Membership, voice: Voice, name: str, key: uuid.UUID, title: str, opportunity: str, **words: Any
) -> Repeat[Idea]:
    """Publish somebody's idea. The same form, or the same words for the same name within 10 minutes: the first one."""
    revision = writer.lab.advance()
    said = {"idea__title": title, "idea__opportunity": opportunity}
    first = _written_before(writer, name, key, "idea", **said)
    if first and first.idea:
        return Repeat(first.idea, False)
    words |= {"title": title, "opportunity": opportunity}
    idea = Idea.appear(revision, lab=writer.lab, key=_fresh(key), **words)
    Behalf.mark(idea, writer, voice, name)
    return Repeat(idea, True)


@transaction.atomic
def write_down_comment(
    idea: Idea, writer: Membership, voice: Voice, name: str, text: str, key: uuid.UUID, parent: Comment | None = None
) -> Repeat[Comment]:
    """Add somebody's comment. The same form, or the same words within 10 minutes: the first one. Raises IdeaClosed."""
    idea.hold()
    said = {"comment__idea": idea, "comment__text": text, "comment__parent": parent, "comment__removed_at": None}
    first = _written_before(writer, name, key, "comment", **said)
    if first and first.comment:
        return Repeat(first.comment, False)
    counted = {"comment_count": F("comment_count") + 1, "talk_revision": F("revision") + 1}
    revision = idea.change(lambda idea: idea.takes_comments(clock.now()), **counted)
    comment = idea.comments.create(parent=parent, text=text, key=_fresh(key), revision=revision)
    Behalf.mark(comment, writer, voice, name)
    live.idea_changed(idea)
    return Repeat(comment, True)


def _written_before(writer: Membership, name: str, key: uuid.UUID, what: str, **said: Any) -> Behalf | None:
    """Return the same words for the same name, with the same key or of a moment ago. Call it under a lock."""
    since = clock.now() - SAME_WORDS_WITHIN
    lately = Q(**{f"{what}__key": key}) | Q(**{f"{what}__created_at__gt": since})
    return Behalf.objects.filter(lately, written_by=writer, name=name, **said).select_related(what).first()


def _fresh(key: uuid.UUID) -> uuid.UUID:
    """Return another key if this one already made a code: the Back button, then other words."""
    return uuid.uuid4() if Behalf.objects.with_code(code_of(key)).exists() else key
