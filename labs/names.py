"""Where names of people, villages and labs are shown: each app registers its own models. Hidden names in mails."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext

from audit.models import Pseudonym
from labs.models import Lab, Municipality, NameHiding, Role
from labs.models.hidden_name import is_among
from notifications.mail import sender_of, site_address
from notifications.models import OutgoingMail
from realtime.names import Spot, Spots

WRITING = timedelta(minutes=1)  # a mail may be written while its name is being hidden


def of_people(*spots: Spot) -> Spots:
    """Declare rows that show a member's name, for both changes: another name, and an erased account."""
    return {"member": spots, "person": [replace(spot, path=f"{spot.path}__user") for spot in spots]}


def spots() -> Spots:
    home = Spot(Lab, "memberships", Lab)
    return {**of_people(home), "role": [home], "lab": [Spot(Lab, "pk", Lab)]}


def of_badges() -> Iterable[str]:
    """Return the teams and bodies in people's current badges."""
    return Role.objects.exclude(label="").order_by().values_list("label", flat=True).distinct()


def of_labs() -> Iterable[str]:
    return [*Lab.objects.values_list("name", flat=True), *Municipality.objects.values_list("name", flat=True)]


def hidden_in_log(codes: Collection[str]) -> dict[str, dict[str, str]]:
    """Return what stands for the names of these pseudonyms in labs where they are hidden. One query."""
    rows = Pseudonym.objects.filter(code__in=codes, user__memberships__hidden_names__gt="")
    in_lab = "user__memberships__lab__slug", "user__memberships__hidden_names"
    found: dict[str, dict[str, str]] = {}
    for code, name, slug, keys in rows.values_list("code", "name", *in_lab):
        if is_among(name, keys):
            found.setdefault(slug, {})[code] = gettext("name hidden")
    return found


def unsaid(mail: OutgoingMail) -> dict[str, str]:
    """Return the names that were hidden in the lab of this mail since it was written. One query.

    That person, and whoever runs the site, read the name itself.
    """
    if not mail.sender or mail.address == site_address():
        return {}
    not_back = Q(restored_at=None) | Q(restored_why="")
    since = NameHiding.objects.filter(not_back, at__gt=mail.written_at - WRITING).exclude(name="")
    if mail.user_id:
        since = since.exclude(membership__user=mail.user_id)
    hidden = since.select_related("membership__lab")
    found = (row.name for row in hidden if sender_of(row.membership.lab) == mail.sender)
    return dict.fromkeys(found, gettext("name hidden"))
