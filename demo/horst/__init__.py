"""Horst aan de Maas: a lab in full swing, with every status and every role."""

from demo.horst import around, centre, far, fietsbus, gatherings, known, people
from demo.shapes import Lab

LAB = Lab(
    slug="horst-aan-de-maas",
    municipality="Horst aan de Maas",
    intro="In dit stadslab werken buren, makers en de gemeente samen aan hun eigen dorp. We beginnen bij wat kan. "
    "Eén zin is genoeg.",
    contact=("Bea van het lab", "077 000 00 00", "dinsdag en donderdag van 13 tot 21 uur"),
    people=people.PEOPLE,
    crowd=120,
    host="Bea van het lab",
    places=gatherings.PLACES,
    gatherings=gatherings.GATHERINGS,
    ideas=[*fietsbus.IDEAS, *far.IDEAS, *known.IDEAS, *centre.IDEAS, *around.IDEAS],
)
