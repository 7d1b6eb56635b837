"""The people with a role in a lab, and a one-sentence explanation of each role."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.joins import ExtensionPoint
from labs.models import Lab, Membership, Role, RoleKind, Voice

AT_END: ExtensionPoint[str] = ExtensionPoint(
    "labs.people.AT_END", "What stands below the people of a lab, the same for everybody. Templates, with `people`."
)
# In the order in which a newcomer would look for them.
EXPLAINED: dict[RoleKind, Promise] = {
    RoleKind.RESIDENT: _("You live or work here, or like coming here, and you share ideas, support and help."),
    RoleKind.STADMAKER: _("You bring people together, lead an evening and help an idea along, because you want to."),
    RoleKind.CONNECTOR: _("You see who can help whom, and introduce people to each other, if they want that."),
    RoleKind.CIVIL_SERVANT: _(
        "You help people think, find out what is possible and make sure that the municipality answers on time."
    ),
    RoleKind.MODERATOR: _("You take care of the house rules, and you always explain why you hide something."),
    RoleKind.LAB_ADMIN: _("You look after the places, texts and roles of this lab, and you don't decide on ideas."),
    RoleKind.ALDERMAN: _("You run the municipality with others. People see it when you say something here."),
    RoleKind.COUNCILLOR: _("You were elected to the council. People see it when you say something here."),
    RoleKind.BODY: _("You speak for a village council, an association or a company. Its name is shown next to yours."),
}
ORDER = {kind: place for place, kind in enumerate(EXPLAINED)}


@dataclass
class Person:
    """Somebody with at least one role here."""

    member: Membership
    voices: list[Voice]

    @property
    def name(self) -> str:
        return self.member.name


@dataclass
class Explained:
    """A role: its name in this lab, its explanation, and the people who hold it. For everybody `kind` is resident."""

    kind: str
    words: str
    sentence: str
    people: list[Person]


def roles_of(lab: Lab) -> list[Role]:
    """Return the roles of people who can sign in, in order of kind, then of time. One query."""
    roles = Role.objects.of_people().filter(membership__lab=lab).select_related("membership__user")
    for role in roles:
        role.membership.lab = lab
    return sorted(roles, key=lambda role: (ORDER[RoleKind(role.kind)], role.pk))


def people(roles: list[Role]) -> list[Person]:
    """Return one entry per person, with all their roles."""
    found: dict[int, Person] = {}
    for role in roles:
        found.setdefault(role.membership_id, Person(role.membership, [])).voices.append(role.voice)
    return list(found.values())


def explained(lab: Lab, roles: list[Role]) -> list[Explained]:
    """Return every role with its explanation and its people. Badge roles only if somebody holds them."""
    by_kind: dict[str, list[Person]] = {kind: [] for kind in EXPLAINED}
    for role in roles:
        by_kind[role.kind].append(Person(role.membership, [role.voice]))
    return [
        Explained(kind, kind_words(kind, lab), str(sentence), by_kind[kind])
        for kind, sentence in EXPLAINED.items()
        if by_kind[kind] or kind not in (RoleKind.ALDERMAN, RoleKind.COUNCILLOR, RoleKind.BODY)
    ]


def kind_words(kind: str, lab: Lab) -> str:
    """Return the name of a kind of role in this lab."""
    return lab.maker_word if kind == RoleKind.STADMAKER else str(RoleKind(kind).label)
