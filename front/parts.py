"""The parts of a lab's home, except cards and tickets."""

from ideas.parts import NAMED
from realtime.parts import NAMES, PartKind

HAPPENING = PartKind("happening", "front/_happening.html", NAMED, ("pulse", "news"))  # its id ends in the idea's id
PEOPLE = PartKind("lab-people", "front/_lab_people.html", (NAMES,), ("news",))
VILLAGES = PartKind("lab-villages", "front/_lab_villages.html", ("revision",), ("news",))
