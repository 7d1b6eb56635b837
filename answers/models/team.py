"""Teams of a municipality: who answers, up to which amount they decide themselves, and where they read mail."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.db.models import Q

from accounts.models import name_key
from answers.models.work import desk_changed
from audit.models import Kind, Thing
from common import clock
from labs.models import Lab, Membership, NameTaken, Role, RoleKind
from labs.models.lab import note

WORDS = ("name", "mandate", "mailbox")
IN_THE_LOG = frozenset({"name", "mandate"})  # a mailbox may be a person's


class TeamQuerySet(models.QuerySet["Team"]):
    def open(self) -> "TeamQuerySet":
        return self.filter(closed_at=None)


class Team(models.Model):
    """A team that answers for the municipality. A closed one stays, for the answers that it gave."""

    lab = models.ForeignKey(Lab, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(max_length=60)
    mandate = models.CharField(max_length=200, blank=True)  # "This team decides itself up to …"
    mailbox = models.EmailField(blank=True)
    members: "models.ManyToManyField[Membership, TeamMember]" = models.ManyToManyField(
        Membership, through="TeamMember", related_name="teams"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["lab", "name"], condition=Q(closed_at=None), name="one_open_team_per_name")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def seen(self) -> str:
        """Return a text that distinguishes two states of this team. One query for its members."""
        state = [*(getattr(self, name) for name in WORDS), *self.members.order_by("pk").values_list("pk", flat=True)]
        return hashlib.sha256(repr(state).encode()).hexdigest()

    # Verbs: a lab_admin does these, with the lab locked

    @classmethod
    @transaction.atomic
    def begin(cls, by: Membership, members: Iterable[Membership], **words: str) -> "Team":
        """Make a team of the lab of `by`. Raises NameTaken, PermissionDenied."""
        lab = by.lab.hold()
        by.must_run_the_lab()
        _must_be_free(lab, words["name"])
        team = cls.objects.create(lab=lab, **words)
        team._set_members(members)
        note(by, Kind.ADD_TEAM, Thing.TEAM, team.pk, after={"name": team.name})
        return team

    @transaction.atomic
    def change(self, by: Membership, members: Iterable[Membership], **words: str) -> bool:
        """Set its words and members, and log what differs. Return False if nothing does.

        Raises NameTaken, PermissionDenied; DoesNotExist when it was closed. What it owes: call `put_right` then.
        """
        lab = by.lab.hold()
        by.must_run_the_lab()
        before = Team.objects.open().get(pk=self.pk)
        _must_be_free(lab, words["name"], self)
        changed = [name for name, value in words.items() if getattr(before, name) != value]
        for name in changed:
            setattr(self, name, words[name])
            _note_change(by, self, name, getattr(before, name), words[name])
        if changed:
            self.save(update_fields=changed)
        moved = self._set_members(members)
        if moved:
            _note_change(by, self, "members")
            desk_changed(lab)
        return bool(changed or moved)

    @transaction.atomic
    def close(self, by: Membership) -> bool:
        """Close it, so that nobody can be given its answers any more; a second call does nothing. Then `put_right`."""
        by.lab.hold()
        by.must_run_the_lab()
        if not Team.objects.open().filter(pk=self.pk).update(closed_at=clock.now()):
            return False
        self.refresh_from_db()
        note(by, Kind.CLOSE_TEAM, Thing.TEAM, self.pk, before={"name": self.name})
        return True

    def _set_members(self, members: Iterable[Membership]) -> bool:
        """Let only civil servants of the lab be members; somebody may have lost the role a moment ago, or earlier."""
        servants = servants_of(self.lab)
        wanted = set(servants.filter(pk__in=[member.pk for member in members]).values_list("pk", flat=True))
        there = set(servants.filter(teams=self).values_list("pk", flat=True))
        TeamMember.objects.filter(team=self).exclude(member__in=wanted).delete()
        TeamMember.objects.bulk_create(TeamMember(team=self, member_id=pk) for pk in sorted(wanted - there))
        return wanted != there


class TeamMember(models.Model):
    """A civil servant in a team."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE)
    member = models.ForeignKey(Membership, on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "member"], name="one_place_per_team")]

    def __str__(self) -> str:
        return f"team {self.team_id}: {self.member_id}"


def servants_of(lab: Lab) -> "models.QuerySet[Membership]":
    """Return the people who may answer for the municipality in this lab now, and can sign in."""
    held = Role.objects.that_count().filter(membership__lab=lab, kind=RoleKind.CIVIL_SERVANT)
    return (
        Membership.objects.filter(pk__in=held.values("membership")).select_related("user").order_by("user__name_key")
    )


def _must_be_free(lab: Lab, name: str, besides: Team | None = None) -> None:
    others = lab.teams.open().exclude(pk=besides.pk) if besides else lab.teams.open()
    if name_key(name) in (name_key(other) for other in others.values_list("name", flat=True)):
        raise NameTaken(name)


def _note_change(by: Membership, team: Team, name: str, before: Any = "", after: Any = "") -> None:
    shown = name in IN_THE_LOG
    was, now = ({"name": team.name} | ({"words": value} if shown else {}) for value in (before, after))
    note(by, Kind.CHANGE_TEAM, Thing.TEAM, team.pk, was, now)
