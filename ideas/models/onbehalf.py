"""What someone said aloud or on paper, written down for them by another.

It has no author until that someone claims it with the printed code: whoever wrote it down can't pass it for their own.
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

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # 32, and nothing that looks like something else on paper
CODE_LENGTH = 10


def code_of(key: uuid.UUID) -> str:
    """The code to print, `ABCDE-FGHJK`, for what was sent under `key`: made again for the same form, kept nowhere."""
    mixed = salted_hmac("ideas.Behalf.code", key.hex, algorithm="sha256").digest()
    letters = "".join(CODE_LETTERS[byte % len(CODE_LETTERS)] for byte in mixed[:CODE_LENGTH])
    return f"{letters[:5]}-{letters[5:]}"


def code_hash(code: str) -> str:
    """How a printed code is kept: unreadable, the same for `abcde-fghjk` and `ABCDEFGHJK`."""
    letters = "".join(letter for letter in code.upper() if letter in CODE_LETTERS)
    return salted_hmac("ideas.Behalf", letters, algorithm="sha256").hexdigest()


class BehalfQuerySet(models.QuerySet["Behalf"]):
    def in_lab(self, lab_id: int) -> "BehalfQuerySet":
        return self.filter(Q(idea__lab=lab_id) | Q(comment__idea__lab=lab_id))

    def with_code(self, code: str) -> "BehalfQuerySet":
        return self.filter(code_hash=code_hash(code))


class Behalf(Voiced):
    """Marks an idea or comment as written down for someone: with or without a name, read back, claimable later.

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
        """The name they wanted with it; without one, words that say so."""
        return self.name or gettext("someone, without a name")

    @classmethod
    def mark(cls, thing: Idea | Comment, writer: Membership, voice: Voice, name: str) -> "Behalf":
        """Mark `thing` as said by someone, and written down by `writer`. Claimable with `code_of(thing.key)`."""
        where = {"idea": thing} if isinstance(thing, Idea) else {"comment": thing}
        spoken = {"voice_kind": voice.kind, "voice_label": voice.label}
        hashed = code_hash(code_of(thing.key or uuid.uuid4()))
        return cls.objects.create(**where, **spoken, written_by=writer, name=name, code_hash=hashed)

    @transaction.atomic
    def claim(self, member: Membership) -> bool:
        """Make `member` the author; who wrote it down stays readable. Claimed before: nothing happens, False."""
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
    """Put online what someone said. Sent again, or the same for the same name within 10 minutes: the first one."""
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
    """Add what someone said about `idea`. Sent again, or the same within 10 minutes: the first. Raises IdeaClosed."""
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
    """The same words for the same name, under the same key or a moment ago. Called under a lock."""
    since = clock.now() - SAME_WORDS_WITHIN
    lately = Q(**{f"{what}__key": key}) | Q(**{f"{what}__created_at__gt": since})
    return Behalf.objects.filter(lately, written_by=writer, name=name, **said).select_related(what).first()


def _fresh(key: uuid.UUID) -> uuid.UUID:
    """Another key when this one made a code already: Back, then other words."""
    return uuid.uuid4() if Behalf.objects.with_code(code_of(key)).exists() else key
