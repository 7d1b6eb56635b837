"""Where people meet in Horst aan de Maas, and when."""

from demo.shapes import Gathering, Place
from demo.texts import ONLINE

PLACES = [
    Place(
        "Lab aan het plein",
        village="Horst",
        rooms=[("zaal", 60), ("keuken", 12)],
        hours=[(1, "13:00", "21:00"), (3, "13:00", "21:00")],
        words={
            "address": "Horst",
            "about": "Een oude winkel met een lange tafel. De koffie is klaar als de deur open is.",
            "step_free": "yes",
            "accessible_toilet": True,
            "hearing_loop": True,
            "access_words": "Te druk? Dinsdag om 13 uur is het rustig.",
            "getting_there": "De bus stopt om de hoek\nFietsenrek voor de deur",
            "host": "Bea van het lab",
            "phone": "077 000 00 00",
        },
    ),
    Place(
        "Kleine zaal",
        village="Sevenum",
        rooms=[("zaal", 25)],
        words={
            "address": "Sevenum",
            "by_appointment": True,
            "step_free": "yes",
            "access_words": "Geen ringleiding. We zitten dicht bij elkaar en typen graag mee.",
            "host": "Truus van de fanfare",
            "phone": "077 000 00 00",
        },
    ),
    Place(
        "De Labkar",
        kind="temporary",
        rooms=[("onder het zeil", 20), ("binnen", 8)],
        hours=[(1, "13:00", "17:00"), (3, "13:00", "21:00"), (5, "10:00", "14:00")],
        stops=[
            (-1, 12, "op het kerkplein in America, naast de fietsenrekken", "America"),
            (14, 27, "bij de jeugdplek in Meerlo", "Meerlo"),
        ],
        words={
            "about": "Een kar met een keukentje, een zeil en acht stoelen. Hij rijdt van dorp naar dorp.",
            "step_free": "ramp",
            "access_words": "De oprijplank ligt klaar. Bel of zwaai, dan leggen we hem neer.\n"
            "Buiten staan banken met een leuning.\nGeen ringleiding. We zitten dicht bij elkaar.",
            "getting_there": "De buurtbus stopt voor de kerk\nFietsenrek ernaast",
            "host": "Anna van overal",
            "phone": "077 000 00 00",
        },
    ),
    ONLINE,
]

GATHERINGS = [
    Gathering(
        "Kansen ophalen in Horst",
        by="Mo met de aanhanger",
        on=9,
        starts="19:30",
        ends="20:30",
        place="Lab aan het plein",
        room="zaal",
        capacity=60,
        going=38,
        about="Wat zou hier kunnen? Vertel wat jij graag zou zien in je dorp. Er zijn geen foute antwoorden. Vanaf "
        "zeven uur is er koffie.",
        programme="19.30 Welkom\n19.35 In tweetallen: vertel je buur over een plek hier waar je graag komt\n"
        "19.45 Briefjes: schrijf op elk briefje één ding dat hier zou kunnen\n"
        "19.55 Bij elkaar leggen: welke briefjes lijken op elkaar?\n20.05 Stippen: wat zie jij het liefst gebeuren?\n"
        "20.15 Wie brengt wat\n20.25 Afronden",
        table={"Proefwinkel in Horst-Centrum": ""},
    ),
    Gathering(
        "Open tafel America",
        by="Anna van overal",
        on=1,
        starts="10:00",
        ends="12:00",
        place="De Labkar",
        entry="walk_in",
        about="Loop gewoon binnen. Vertel wat je hier graag zou willen. Wij schrijven het voor je op.",
        programme="10.00 Aanschuiven: ga zitten waar je wilt\n10.15 Gesprek\n11.45 Teruglezen: klopt het zo?",
        table={"Gereedschapskast in America": ""},
    ),
    Gathering(
        "Plan maken: samen eten in Sevenum",
        by="Chaima tekent",
        on=16,
        starts="19:00",
        ends="21:00",
        place="Kleine zaal",
        room="zaal",
        capacity=25,
        going=25,
        waiting=6,
        about="We kiezen samen de dag en het eerste menu. Na deze avond weet iedereen wie er begint.",
        programme="19.00 Welkom\n19.10 Wat is er al?\n19.25 Wat moet er gebeuren?\n19.50 Pauze\n20.05 Wie brengt wat?"
        "\n20.25 Eerste stap\n20.45 Vertellen",
        table={"Samen eten in Sevenum": ""},
    ),
    Gathering(
        "Rondje Grubbenvorst",
        by="Anna van overal",
        on=-21,
        starts="14:00",
        ends="15:30",
        where="verzamelen aan de Maas in Grubbenvorst",
        capacity=25,
        going=17,
        about="We lopen het rondje samen, in groepjes van zes. Het tempo bepaal je samen.",
        programme="14.00 Verzamelen\n14.10 Lopen\n14.50 Koffie\n15.00 Delen\n15.20 Kiezen",
        outcome="We liepen met zeventien mensen. Er zijn drie plekken gekozen voor een bank. De vereniging beloofde "
        "één bank.",
        table={
            "Maasrondje Grubbenvorst": "Drie plekken gekozen: bij de oude boom, bij de bocht en bij het veer. De "
            "wandelvereniging betaalt één bank."
        },
    ),
    Gathering(
        "Antwoord van de gemeente: fietsbus",
        by="Thijs",
        on=12,
        starts="20:00",
        ends="21:15",
        place="Online lab",
        room="online",
        capacity=100,
        going=48,
        link="https://lab.voorbeeld.invalid/fietsbus",
        about="Je hoort het antwoord op de fietsbus, en je stelt je vragen. Je hoeft niets te installeren.",
        programme="20.00 Welkom\n20.10 Het antwoord: dit doen we wel, dit niet, en dit is waarom\n20.25 In groepjes\n"
        "20.40 Vragen\n21.00 Verder\n21.10 Afronden",
        table={"Fietsbus Melderslo": ""},
    ),
]
