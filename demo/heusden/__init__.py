"""Heusden: another municipality, another house style, other people."""

from demo.heusden import gatherings, known, others
from demo.shapes import Lab, Person

PEOPLE = [
    Person("Sjaak legt lijntjes", (("connector", ""),)),
    Person("Roos bouwt", (("stadmaker", ""),)),
    Person("Karim repareert", (("stadmaker", ""),)),
    Person("Bas", (("civil_servant", "team Openbare ruimte"),)),
    Person("Fleur", (("civil_servant", "team Samenleving"),)),
    Person("Nel leest mee", (("moderator", ""),)),
    Person("Gijs van het lab", (("lab_admin", ""),)),
    Person("Wethouder Wouter", (("alderman", ""),)),
    Person("Jolanda", (("councillor", ""),)),
    Person("Corrie van de Venne", (("body", "buurtvereniging de Venne"),)),
    Person("Anna van overal"),
    Person("Vestingwandelaar"),
    Person("Mandy"),
    Person("Tinus"),
    Person("Gitaar Guus"),
    Person("Bakfietsmoeder"),
    Person("Els van het plein"),
    Person("Oma Riet"),
    Person("Ferry"),
    Person("De schaduwzoeker"),
    Person("Ans"),
    Person("Jordi"),
    Person("Meester Pim"),
    Person("Zeven fietsers"),
    Person("Handige Harrie"),
]

LAB = Lab(
    slug="heusden",
    municipality="Heusden",
    intro="Van de vesting tot de Vliedberg: hier maken buren samen hun plek. Lees mee, of vertel wat er zou kunnen.",
    contact=("Gijs van het lab", "0416 00 00 00", "maandag en vrijdag van 9 tot 17 uur"),
    theme="maaslicht",
    people=PEOPLE,
    crowd=50,
    host="Gijs van het lab",
    places=gatherings.PLACES,
    gatherings=gatherings.GATHERINGS,
    ideas=[*known.IDEAS, *others.IDEAS],
)
