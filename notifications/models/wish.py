"""What a person wants mail about, and what they stopped."""

from collections.abc import Collection, Iterable

from django.db import models, transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from common import clock
from notifications.groups import GROUPS, Group, Mail, due_of
from notifications.models.inbox import Inbox


class Wish(models.Model):
    """The setting of one person for one group; without a row the group's own `mail` applies.

    *Stop these mails* keeps what they chose before, so that one press brings it back.
    """

    inbox = models.ForeignKey(Inbox, on_delete=models.CASCADE, related_name="wishes")
    group = models.CharField(max_length=20)  # a name in groups.GROUPS
    mail = models.CharField(max_length=5, choices=Mail)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inbox", "group"], name="one_wish_per_group"),
            models.CheckConstraint(condition=models.Q(mail__in=Mail.values), name="a_known_mail_wish"),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.now}"

    @property
    def now(self) -> Mail:
        return Mail.NEVER if self.stopped_at else Mail(self.mail)


def wishes_of(users: Collection[int], group: Group) -> dict[int, Mail]:
    """Return what each of these accounts (ids) wants of this group. One query."""
    chosen = Wish.objects.filter(inbox__in=users, group=group.name)
    return dict.fromkeys(users, group.mail) | {wish.inbox_id: wish.now for wish in chosen}


def without_daily(people: QuerySet[User], group: Group) -> QuerySet[User]:
    """Return these people, without those who want this group once a day: their mail of news has it then."""
    chosen = Wish.objects.filter(inbox=OuterRef("pk"), group=group.name, stopped_at=None)
    return people.filter(~Exists(chosen.filter(mail=Mail.DAILY)))


def all_wishes(user: User) -> dict[str, Mail]:
    """Return what this person wants of each group. One query."""
    chosen = Wish.objects.filter(inbox=user.pk, group__in=GROUPS)
    return {group.name: group.mail for group in GROUPS.values()} | {wish.group: wish.now for wish in chosen}


@transaction.atomic
def choose(user: User, mails: dict[str, Mail]) -> None:
    """Set the mails of these groups. Also what was stopped is then as chosen, and what waits for a mail follows.

    Locks the inbox before its wishes: who is told at this moment waits, and has the new setting.
    """
    inbox, now, before = _held(user), clock.now(), all_wishes(user)
    for group, mail in mails.items():
        if mail != before[group]:
            inbox.wishes.update_or_create(group=group, defaults={"mail": mail, "stopped_at": None})
            waiting = inbox.news.filter(group=group, mail_due__isnull=False)
            waiting.update(mail_due=due_of(mail, inbox.mailed_at, now))


@transaction.atomic
def stop(user: User, groups: Iterable[Group]) -> None:
    """Send no mail of these groups any more, also none that was made already. Again: nothing changes."""
    inbox = _held(user)
    for group in groups:
        inbox.wishes.get_or_create(group=group.name, defaults={"mail": group.mail})
        inbox.wishes.filter(group=group.name, stopped_at=None).update(stopped_at=clock.now())


@transaction.atomic
def resume(user: User, groups: Iterable[Group]) -> None:
    """Take back `stop`: what was chosen before applies again; if that was no mail, what most people want."""
    inbox = _held(user)
    for group in groups:
        theirs = inbox.wishes.filter(group=group.name)
        theirs.update(stopped_at=None)
        theirs.filter(mail=Mail.NEVER).update(mail=group.mail)


def _held(user: User) -> Inbox:
    Inbox.objects.bulk_create([Inbox(user=user)], ignore_conflicts=True)
    return Inbox.objects.select_for_update(no_key=True).get(pk=user.pk)
