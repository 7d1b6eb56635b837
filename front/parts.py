"""The parts of a lab's home and of the site's, except cards."""

from ideas.parts import NAMED
from realtime.parts import NAMES, PartKind

HAPPENING = PartKind("happening", "front/_happening.html", NAMED, ("pulse", "news"))  # its id ends in the idea's id
SLIP = PartKind("slip", "front/_slip.html", NAMED, ("slip",))  # its id too; on the site's home
PEOPLE = PartKind("lab-people", "front/_lab_people.html", (NAMES,), ("news",))
IDEA_COUNT = PartKind("idea-count", "ideas/_idea_count.html", ("revision",), ("ideas",))
VILLAGES = PartKind("lab-villages", "front/_lab_villages.html", ("revision",), ("news",))
