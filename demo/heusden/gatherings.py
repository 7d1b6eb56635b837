"""Where people meet in Heusden, and when."""

from functools import partial

from demo.shapes import Gathering, Place
from demo.texts import ONLINE

PLACES = [
    Place(
        "Lege winkel",
        kind="temporary",
        rooms=[("winkel", 40)],
        hours=[(0, "09:00", "17:00"), (4, "09:00", "17:00"), (5, "10:00", "13:00")],
        stops=[(-8, 83, "in de Grotestraat in Drunen", "Drunen")],
        words={
            "about": "Drie maanden lang een lab in een winkel die leeg stond.",
            "step_free": "yes",
            "access_words": "Het toilet is bij de buren.",
            "host": "Gijs van het lab",
            "phone": "0416 00 00 00",
        },
    ),
    ONLINE,
]

repair = partial(
    Gathering,
    by="Karim repareert",
    starts="10:00",
    ends="12:30",
    place="Lege winkel",
    entry="walk_in",
    weekday=5,
    about="Breng mee wat stuk is. Handige buren maken het samen met jou. Lukt het niet? Dan weet je waarom.",
    table={"Repareren op zaterdag in Vlijmen": ""},
)
FIRST, TIMES, OFF = 5, 6, 2  # days from now, how often, and which one falls out
HOLIDAY = "Het is een feestdag. Twee weken later zijn we er weer."

GATHERINGS = [
    Gathering(
        "Schaduw in Drunen: drie beelden",
        by="Roos bouwt",
        on=20,
        weekday=3,
        moved=2,
        reason="Op dinsdag is de winkel bezet. Daarom komen we op donderdag.",
        starts="19:30",
        ends="21:00",
        place="Lege winkel",
        room="winkel",
        capacity=40,
        going=14,
        about="Je ziet drie beelden van het plein met schaduw. Er is nog niet gekozen. Wat wil jij uit elk beeld "
        "bewaren?",
        programme="19.30 Welkom\n19.40 Rondlopen: plak een briefje bij wat je opvalt\n20.00 In tweetallen\n"
        "20.15 Samen kijken\n20.35 Cijfer\n20.50 Afronden",
        table={"Schaduw in het centrum van Drunen": ""},
    ),
    *(
        repair("Repareren op zaterdag", on=FIRST + 14 * number, off=HOLIDAY if number == OFF else "")
        for number in range(TIMES)
    ),
]
