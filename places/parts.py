"""The parts of a place's page."""

from realtime.parts import PartKind

CHANGED = ("revision",)

PARTS = (
    PartKind("place-facts", "places/_place_facts.html", CHANGED),
    PartKind("place-way", "places/_place_way.html", CHANGED),
    PartKind("place-stands", "places/_place_stands.html", CHANGED),
)
