"""Where names of people, villages and labs are shown: each app registers its own models."""

from collections.abc import Iterable
from dataclasses import replace

from labs.models import Lab, Municipality, Role
from realtime.names import Spot, Spots


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
