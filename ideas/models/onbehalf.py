"""What someone said aloud or on paper, written down for them by another."""

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.crypto import get_random_string, salted_hmac

from ideas import live
from ideas.models.comment import Comment
from ideas.models.idea import Idea
from labs.models import Membership
from realtime import clock

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that looks like something else on paper
CODE_LENGTH = 10


def code_hash(code: str) -> str:
    """How a printed code is kept: unreadable, the same for `abcde-fghjk` and `ABCDEFGHJK`."""
    letters = "".join(letter for letter in code.upper() if letter in CODE_LETTERS)
    return salted_hmac("ideas.Behalf", letters, algorithm="sha256").hexdigest()


class Behalf(models.Model):
    """Marks an idea or comment as written down for someone: with a name or without, read back to them, claimable later."""

    idea = models.OneToOneField(Idea, null=True, on_delete=models.CASCADE, related_name="behalf")
    comment = models.OneToOneField(Comment, null=True, on_delete=models.CASCADE, related_name="behalf")
    name = models.CharField(max_length=60, blank=True)
    written_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True)
    claimed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(idea=None, comment__isnull=False) | Q(idea__isnull=False, comment=None),
                name="behalf_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"written down for {self.name or 'someone'}"

    @classmethod
    def mark(cls, thing: Idea | Comment, writer: Membership, name: str) -> str:
        """Mark `thing`, and return the code to print: shown once, kept only as a hash."""
        code = get_random_string(CODE_LENGTH, CODE_LETTERS)
        where = {"idea": thing} if isinstance(thing, Idea) else {"comment": thing}
        cls.objects.create(**where, written_by=writer, name=name, code_hash=code_hash(code))
        return f"{code[:5]}-{code[5:]}"

    @transaction.atomic
    def claim(self, member: Membership) -> bool:
        """Make `member` the author; who wrote it down stays readable. Claimed before: nothing happens, False."""
        if not Behalf.objects.filter(pk=self.pk, claimed_at=None).update(claimed_at=clock.now()):
            return False
        if self.idea:
            self.idea.advance(author=member, words_revision=F("revision") + 1)
            live.idea_changed(self.idea)
        elif self.comment:
            self.comment.revision = self.comment.idea.advance()
            self.comment.author = member
            self.comment.save(update_fields=["author", "revision"])
            live.idea_changed(self.comment.idea)
        return True
