"""Where the names of people, villages and labs stand: each app says so for its own things."""

from collections.abc import Iterable
from dataclasses import replace

from labs.models import Lab, Municipality, Role
from realtime import names
from realtime.names import Spot


def shows_people(**spots: Spot) -> None:
    """These rows name a membership: of someone who is called otherwise now, or who left for good."""
    names.register("member", **spots)
    names.register("person", **{word: replace(spot, path=f"{spot.path}__user") for word, spot in spots.items()})


def register() -> None:
    home = Spot(Lab, "memberships", Lab)
    shows_people(labs=home)
    names.register("role", labs=home)
    names.register("lab", labs=Spot(Lab, "pk", Lab))


def of_badges() -> Iterable[str]:
    """The teams and bodies in people's badges now."""
    return Role.objects.exclude(label="").order_by().values_list("label", flat=True).distinct()


def of_labs() -> Iterable[str]:
    return [*Lab.objects.values_list("name", flat=True), *Municipality.objects.values_list("name", flat=True)]
