"""The people of an example lab: people with a screen name, and neighbours who only support and answer."""

from datetime import datetime, timedelta

from django.utils.text import slugify

from accounts.alike import look
from accounts.models import User
from accounts.models.user import mailbox, named
from demo.shapes import Person
from labs.models import RESIDENT_VOICE, Lab, Membership, Voice

DOMAIN = "voorbeeld.invalid"  # no mail can be delivered there
FIRST = "Noor Bram Fien Daan Lies Gijs Tess Ruud Loes Stan Joke Finn Ria Twan Sien Koos".split()
SECOND = "de dijk,het veld,de molen,boven,de brug,achter,het plein,de hoek,de kapel,tegenover,de bocht,het veer".split(
    ","
)


class People:
    """The people of one lab. `member(name)` and `voice(name)` find one; `others(name)` are all but this one."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        found = Membership.objects.filter(lab=lab, user__email__endswith=f"@{DOMAIN}").order_by("pk")
        self.members: dict[str, Membership] = {}
        for member in found.select_related("user").prefetch_related("roles"):
            member.lab = lab
            if member.user:
                self.members[member.user.email] = member

    def member(self, name: str) -> Membership:
        return self.members[address(name)]

    def voice(self, name: str, as_resident: bool = False) -> Voice:
        """Return the voice of their first role, unless they speak as a resident."""
        voices = self.member(name).voices()
        return voices[1] if len(voices) > 1 and not as_resident else RESIDENT_VOICE

    def others(self, name: str) -> list[Membership]:
        return [member for mail, member in self.members.items() if mail != address(name)]


def address(name: str) -> str:
    return f"{slugify(name)}@{DOMAIN}"


def take_part(lab: Lab, cast: list[Person], crowd: int, since: datetime) -> People:
    """Create missing users and members, with their roles."""
    _make_users([person.name for person in cast])
    _join(lab, [address(person.name) for person in cast], since)
    _make_users(crowd_names(crowd))
    _join(lab, [address(name) for name in crowd_names(crowd)], since)
    people = People(lab)
    for person in cast:
        for kind, label in person.roles:
            people.member(person.name).give_role(kind, label, by=None, reason="Voorbeeld")
    return People(lab)


def crowd_names(size: int) -> list[str]:
    """Return `size` different screen names, always the same."""
    return [f"{FIRST[n % 16]} van {SECOND[n // 16 % 12]}" + f" {n // 192 + 1}" * (n >= 192) for n in range(size)]


def _make_users(names: list[str]) -> None:
    there = set(User.objects.filter(email__in=[address(name) for name in names]).values_list("email", flat=True))
    looks = [look(name) for name in names]
    taken = set(User.objects.filter(name_look__in=looks).values_list("name_look", flat=True))
    users = []
    for name in names:
        if address(name) in there:
            continue
        shown = f"{name} (voorbeeld)" if look(name) in taken else name
        user = User(email=address(name), mailbox=mailbox(address(name)), **named(shown))
        user.set_unusable_password()
        users.append(user)
    User.objects.bulk_create(users)


def _join(lab: Lab, mails: list[str], since: datetime) -> None:
    """Add members in the order of `mails`, with join dates in the weeks after `since`."""
    users = {user.email: user for user in User.objects.filter(email__in=mails).exclude(memberships__lab=lab)}
    rows = [Membership(lab=lab, user=users[mail]) for mail in mails if mail in users]
    made = Membership.objects.bulk_create(rows)
    for number, member in enumerate(made):
        member.joined_at = since + timedelta(hours=5 * number)
    Membership.objects.bulk_update(made, ["joined_at"], batch_size=200)
