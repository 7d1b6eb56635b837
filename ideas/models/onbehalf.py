"""Words that somebody said or wrote on paper, and that another person wrote down.

They have no author until that somebody claims them with the printed code. The writer can't claim them.
"""

import uuid
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from common import clock
from ideas import live
from ideas.models import letters
from ideas.models.comment import Comment
from ideas.models.idea import Idea
from ideas.models.makers import maker_changed
from ideas.models.results import SAME_WORDS_WITHIN, IdeaClosed, Repeat
from ideas.models.talk import takes_comments
from labs.models import Lab, Membership, Voice, Voiced
from labs.written import written

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # 32 letters and digits, none of which looks like another on paper
CODE_LENGTH = 10


def code_of(key: uuid.UUID) -> str:
    """Return the code to print, `ABCDE-FGHJK`, for the form with this `key`. It is computed, never stored."""
    mixed = salted_hmac("ideas.Behalf.code", key.hex, algorithm="sha256").digest()
    letters = "".join(CODE_LETTERS[byte % len(CODE_LETTERS)] for byte in mixed[:CODE_LENGTH])
    return f"{letters[:5]}-{letters[5:]}"


def code_hash(code: str) -> str:
    """Return the hash of a printed code, equal for `abcde-fghjk` and `ABCDEFGHJK`."""
    letters = "".join(letter for letter in code.upper() if letter in CODE_LETTERS)
    return salted_hmac("ideas.Behalf", letters, algorithm="sha256").hexdigest()


class Behalf(Voiced):
    """Marks something as written down for somebody, with or without a name, and read back to them.

    The voice is that of `written_by`. Each kind of thing has its own rows, with a key `related_name="behalf"`.
    """

    name = models.CharField(max_length=60, blank=True)
    written_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True)
    claimed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"written down for {self.name or 'someone'}"

    @property
    def lab(self) -> Lab:
        return self.thing.lab

    @property
    def thing(self) -> Idea | Comment:
        raise NotImplementedError

    @property
    def shown_name(self) -> str:
        """The name that they wanted; otherwise words for somebody without a name."""
        return self.name or gettext("someone, without a name")

    @transaction.atomic
    def claim(self, member: Membership) -> bool:
        """Make `member` the author; the writer stays visible. Return False if it was claimed already."""
        self._hold()
        rows = type(self)._default_manager.filter(pk=self.pk, claimed_at=None)
        if not rows.update(claimed_at=clock.now()):
            return False
        self._give_to(member)
        return True

    def _hold(self) -> None:
        """Lock the thing in the common lock order."""
        raise NotImplementedError

    def _give_to(self, member: Membership) -> None:
        """Make `member` the author of the thing, and update open pages."""
        raise NotImplementedError


class IdeaBehalf(Behalf):
    idea = models.OneToOneField(Idea, on_delete=models.CASCADE, related_name="behalf")

    @property
    def thing(self) -> Idea:
        return self.idea

    def _hold(self) -> None:
        self.idea.hold()

    def _give_to(self, member: Membership) -> None:
        self.idea.advance(author=member, words_revision=F("revision") + 1)
        if member.user:
            member.user.hold_name()  # see Idea.sign
        maker_changed([self.idea.pk])
        live.idea_changed(self.idea)


class CommentBehalf(Behalf):
    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="behalf")

    @property
    def thing(self) -> Comment:
        return self.comment

    def _hold(self) -> None:
        self.comment.idea.hold()

    def _give_to(self, member: Membership) -> None:
        comment = self.comment
        comment.author, comment.revision = member, comment.idea.advance()
        comment.save(update_fields=["author", "revision"])
        live.idea_changed(comment.idea)


def with_code(lab: Lab, code: str) -> Behalf | None:
    """Return what was written down in `lab` under this printed code, or None. One query per kind."""
    hashed = code_hash(code)
    found: list[Behalf] = [
        *IdeaBehalf.objects.filter(code_hash=hashed, idea__lab=lab).select_related("idea__lab"),
        *CommentBehalf.objects.filter(code_hash=hashed, comment__idea__lab=lab).select_related("comment__idea__lab"),
    ]
    # Two forms with one key, sent at the same moment, have the same code: it claims first one, then the other
    return min(found, key=lambda behalf: behalf.claimed_at is not None, default=None)


@transaction.atomic
def write_down_idea(
    writer: Membership, voice: Voice, name: str, key: uuid.UUID, title: str, opportunity: str, **words: Any
) -> Repeat[Idea]:
    """Publish somebody's idea.

    The same form, or the same text for the same name within 10 minutes, returns the first idea.
    """
    revision = writer.lab.advance()
    same = Idea.objects.filter(_lately(key), title=title, opportunity=opportunity)
    first = same.filter(behalf__written_by=writer, behalf__name=name).select_related("behalf").order_by("pk").first()
    if first:
        return Repeat(first, False)
    words |= {"title": title, "opportunity": opportunity}
    idea = Idea.appear(revision, lab=writer.lab, key=_fresh(key), **words)
    IdeaBehalf.objects.create(idea=idea, **_marks(writer, voice, name, idea.key))
    if name:
        maker_changed([idea.pk])
    written(idea, writer, [name, *words.values()], is_new=True)
    return Repeat(idea, True)


@transaction.atomic
def write_down_comment(
    idea: Idea, writer: Membership, voice: Voice, name: str, text: str, key: uuid.UUID, parent: Comment | None = None
) -> Repeat[Comment]:
    """Add somebody's comment, and tell who hears of comments. Raises IdeaClosed, TalkClosed.

    The same form, or the same text within 10 minutes, returns the first comment.
    """
    idea.hold()
    same = idea.comments.filter(_lately(key), text=text, parent=parent, removed_at=None)
    first = same.filter(behalf__written_by=writer, behalf__name=name).select_related("behalf").first()
    if first:
        return Repeat(first, False)
    counted = {"comment_count": F("comment_count") + 1, "talk_revision": F("revision") + 1}
    revision = idea.change(takes_comments, **counted)
    if parent and not idea.comments.shown().filter(pk=parent.pk, parent=None).exists():
        raise IdeaClosed(idea)  # removed or hidden meanwhile
    comment = idea.comments.create(parent=parent, text=text, key=_fresh(key), revision=revision)
    CommentBehalf.objects.create(comment=comment, **_marks(writer, voice, name, comment.key))
    live.idea_changed(idea)
    letters.commented(comment, writer)
    written(comment, writer, [name, text], is_new=True)
    return Repeat(comment, True)


def _lately(key: uuid.UUID) -> Q:
    """Return the condition "made by the form with this key, or a moment ago". Use it under a lock."""
    return Q(key=key) | Q(created_at__gt=clock.now() - SAME_WORDS_WITHIN)


def _marks(writer: Membership, voice: Voice, name: str, key: uuid.UUID | None) -> dict[str, Any]:
    """Return the values of a row. The thing with this key can be claimed with `code_of(key)`."""
    spoken = {"voice_kind": voice.kind, "voice_label": voice.label, "written_by": writer, "name": name}
    return spoken | {"code_hash": code_hash(code_of(key or uuid.uuid4()))}


def _fresh(key: uuid.UUID) -> uuid.UUID:
    """Return another key if this one already made a code: somebody went back and sent another text."""
    hashed = code_hash(code_of(key))
    is_used = any(kind.objects.filter(code_hash=hashed).exists() for kind in (IdeaBehalf, CommentBehalf))
    return uuid.uuid4() if is_used else key
