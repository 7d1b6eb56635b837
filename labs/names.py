"""Where names of people, villages and labs are shown: each app registers its own models."""

from collections.abc import Iterable
from dataclasses import replace

from labs.models import Lab, Municipality, Role
from realtime import names
from realtime.names import Spot


def shows_people(**spots: Spot) -> None:
    """Register rows that show a membership's name: that of a person who chose another name, or who left."""
    names.register("member", **spots)
    names.register("person", **{word: replace(spot, path=f"{spot.path}__user") for word, spot in spots.items()})


def register() -> None:
    home = Spot(Lab, "memberships", Lab)
    shows_people(labs=home)
    names.register("role", labs=home)
    names.register("lab", labs=Spot(Lab, "pk", Lab))


def of_badges() -> Iterable[str]:
    """Return the teams and bodies in people's current badges."""
    return Role.objects.exclude(label="").order_by().values_list("label", flat=True).distinct()


def of_labs() -> Iterable[str]:
    return [*Lab.objects.values_list("name", flat=True), *Municipality.objects.values_list("name", flat=True)]
