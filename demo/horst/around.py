"""More ideas in the villages around."""

from demo.shapes import Idea, Say, Step

IDEAS = [
    # Sevenum
    Idea(
        "Muziek op de kiosk",
        by="Truus van de fanfare",
        village="Sevenum",
        place="het Raadhuisplein",
        days=30,
        could="De kiosk staat het hele jaar leeg. Elke laatste vrijdag kan er iemand spelen, van fanfare tot rapper. "
        "Neem je eigen stoel mee.",
        there="Een kiosk met stroom\nVijf groepen die willen",
        needed="Iemand die de agenda bijhoudt",
        part="join",
        support=22,
        need=(15, 5, 2),
        talk=[
            Say("Saar, zestien", "Mijn band doet mee. We zijn niet goed, wel luid."),
            Say(
                "De twee van nummer 9",
                "Tot hoe laat?",
                [Say("Truus van de fanfare", "Tot negen uur. Dan gaat de stekker eruit.")],
            ),
        ],
        story=[
            Step(
                "talking",
                "Mo met de aanhanger",
                21,
                "Er is een plek en er zijn spelers.",
                "We maken een agenda voor drie maanden.",
            )
        ],
    ),
    Idea(
        "Feesttafels te leen",
        by="Hanneke",
        village="Sevenum",
        days=62,
        could="Voor een straatfeest heb je tafels nodig, één dag per jaar. Als het dorp er twintig samen bezit, is "
        "er altijd genoeg.",
        there="Acht tafels\nEen droge schuur",
        part="join",
        support=18,
        need=(12, 1, 1),
        talk=[Say("Mo met de aanhanger", "Ik breng ze rond. Betalen mag met soep.")],
        help=[("Mo met de aanhanger", "things", "Mijn aanhanger, met mij erbij.")],
        story=[
            Step("doing", "Anna van overal", 44, "De eerste acht tafels zijn er.", "Bel Hanneke als je ze wilt lenen.")
        ],
    ),
    Idea(
        "Pad naar de vijver voor rolstoelen",
        by="De twee van nummer 9",
        village="Sevenum",
        place="van de parkeerplaats naar de vijver",
        days=37,
        could="De laatste honderd meter naar de vijver is los zand. Met een hard pad kan iedereen bij het water "
        "komen. Ook met een kinderwagen.",
        needed="Honderd meter verharding",
        part="idea_only",
        support=27,
        need=(20, 0, 3),
        talk=[
            Say("Oma Toos", "Ik heb die vijver al zes jaar niet gezien."),
            Say("Ingrid", "Er is een soort grind dat hard wordt en water doorlaat. Ik vraag de prijs op."),
        ],
        story=[
            Step(
                "waiting",
                "Ingrid",
                20,
                "Het pad is van de gemeente. We rekenen uit wat het kost.",
                "Het antwoord komt hier te staan.",
                on=25,
            )
        ],
    ),
    Idea(
        "Zwaluwwand in Sevenum",
        by="Wandelaar Wiel",
        village="Sevenum",
        days=2,
        could="Oeverzwaluwen zoeken een steile wand van zand. Die maken we met een dag werk en een shovel. In mei "
        "zijn ze er.",
        there="Een bult zand die toch weg moest",
        part="join",
        support=3,
        need=(2, 0, 0),
    ),
    # Meterik
    Idea(
        "Kapotte fietsen, nieuwe fietsen",
        by="Sjoerd op de fiets",
        village="Meterik",
        place="de oude melkfabriek",
        days=103,
        could="Van drie kapotte fietsen maak je er twee die rijden. Wie er geen heeft, krijgt er een en leert "
        "plakken. Ik heb de tijd en een werkbank.",
        there="Een werkbank\nDertig oude fietsen",
        part="join",
        support=35,
        need=(24, 1, 2),
        quiet=13,
        talk=[
            Say("Ravi", "Mijn vrouw fietst nu naar haar werk. Dat was een uur lopen."),
            Say("Hilde", "Ken je nog meer mensen zonder fiets? Stuur ze door."),
            Say("Lege Accu", "Accu's reviseren kan ik voordoen."),
        ],
        story=[
            Step("doing", "Mo met de aanhanger", 92, "De werkplaats is open.", "Elke zaterdagmorgen."),
            Step(
                "done",
                "Mo met de aanhanger",
                16,
                "Er rijden 41 fietsen. De werkplaats blijft bestaan.",
                "Breng je oude fiets.",
            ),
        ],
    ),
    Idea(
        "Van trapveld naar speelplein",
        by="Trainer Teun",
        village="Meterik",
        place="het trapveld bij de kerk",
        days=22,
        could="Het trapveld wordt alleen gebruikt door wie van voetbal houdt. Met een klimrek, een zandbak en een "
        "lange bank is het voor iedereen. Het voetbalveldje blijft, iets kleiner.",
        there="Een veld van veertig bij twintig meter",
        part="join",
        support=19,
        need=(12, 6, 3),
        talk=[
            Say("Saar, zestien", "Laat ons ook tekenen. Wij zijn niet alleen maar voetballers."),
            Say("Trainer Teun", "Afgesproken. Ik breng papier mee naar de training.", resident=True),
        ],
        story=[
            Step(
                "talking",
                "Chaima tekent",
                14,
                "Drie groepen willen iets anders.",
                "We tekenen het samen op het veld zelf.",
            )
        ],
    ),
    Idea(
        "Uilenkasten in de schuren",
        by="Piet Snoeischaar",
        village="Meterik",
        days=65,
        could="De kerkuil vangt tweeduizend muizen per jaar. Hij zoekt een donkere kast in een schuur. Tien kasten "
        "is genoeg voor het hele dorp.",
        there="Zes schuren\nHout van oude pallets",
        part="join",
        support=14,
        need=(11, 0, 2),
        talk=[
            Say("Nachtuil", "Ik hoor hem elke nacht. Hij is er dus al."),
            Say("Juf Noor", "Wij timmeren er twee met groep 8."),
        ],
        help=[("Timmerman Ton", "time", "Ik zaag de platen op maat.")],
        story=[Step("doing", "Anna van overal", 48, "Vier kasten hangen.", "In februari hangen we de rest op.")],
    ),
    Idea(
        "Voorleesbank bij de school",
        by="Juf Noor",
        village="Meterik",
        days=5,
        could="Elke vrijdag om half drie leest iemand uit het dorp voor, buiten op de bank. Opa's, agenten, bakkers. "
        "Kinderen zien wie hier woont, en wie voorleest hoort vragen.",
        there="Een bank onder de kastanje",
        part="join",
        support=9,
        need=(7, 0, 0),
        talk=[
            Say("Opa Giel", "Ik wil wel. Mag het over de oorlog gaan?"),
            Say("Juf Noor", "Met groep 7 en 8 heel graag."),
        ],
    ),
    # Grubbenvorst
    Idea(
        "Zwemsteiger aan de Maas",
        by="Broer van Pim",
        village="Grubbenvorst",
        place="de oude kade",
        days=112,
        could="Op warme dagen springen we toch al in het water. Een steiger met een trap maakt het veiliger. Als het "
        "water schoon genoeg is.",
        part="maybe",
        support=47,
        need=(28, 12, 6),
        quiet=25,
        talk=[
            Say("Els met de hond", "Let op de stroming. Vorig jaar moest er iemand uit gehaald worden."),
            Say("Wandelaar Wiel", "Er varen grote schepen langs. De golven zuigen."),
            Say("Broer van Pim", "Daarom juist achter de krib, waar het stil is."),
        ],
        story=[
            Step(
                "waiting",
                "Ingrid",
                90,
                "Wie gaat over zwemmen in de Maas? Dat zoeken we uit.",
                "Ingrid vraagt het na.",
                on=-30,
            ),
            Step(
                "not_now",
                "Ingrid",
                27,
                "De rivier is een vaarweg. Zwemmen mag er niet, en dat is om het gevaar. Over twee jaar komt er een "
                "plas achter de dijk.",
                "We kijken weer als het plan voor de plas er ligt.",
                on=400,
            ),
        ],
    ),
    Idea(
        "Het veer ook in de avond",
        by="Forens",
        village="Grubbenvorst",
        place="de aanlegplaats",
        days=71,
        could="Het veer stopt om zeven uur. Wie later werkt, rijdt twintig kilometer om. Met twee avonden per week "
        "zijn we al geholpen.",
        part="idea_only",
        support=38,
        need=(25, 2, 6),
        quiet=20,
        talk=[
            Say("Sjoerd op de fiets", "Ik sport aan de overkant. Nu ga ik met de auto."),
            Say("Thijs", "Wij gaan hier niet over, maar we brengen het bij de goede mensen."),
        ],
        story=[
            Step(
                "forwarded",
                "Thijs",
                21,
                "De gemeente beslist niet over het veer. Dat doet de veerstichting.",
                "De veerstichting bespreekt het in haar voorjaarsvergadering. Forens mag het komen vertellen.",
                to="de veerstichting",
            )
        ],
    ),
    Idea(
        "Koffie op de wal",
        by="Els met de hond",
        village="Grubbenvorst",
        days=8,
        could="Elke ochtend om negen uur lopen we met acht honden langs de Maas. Met een kan koffie en een bank "
        "blijven mensen staan die niemand hebben. Ook zonder hond.",
        part="join",
        support=10,
        need=(8, 1, 0),
        talk=[Say("Wandelaar Wiel", "Ik neem koeken mee op maandag.")],
    ),
    # America
    Idea(
        "Filmavond in de loods",
        by="Lege Accu",
        village="America",
        place="een loods aan de rand van het dorp",
        days=26,
        could="In de winter staat de loods leeg. Met een laken en een projector is het een bioscoop met honderd "
        "stoelen. Wie een film kiest, vertelt er eerst iets over.",
        there="Een projector\nEen loods die droog is",
        needed="Stoelen\nWarme dekens",
        part="join",
        support=16,
        need=(11, 2, 4),
        talk=[
            Say("Wim van America", "Honderd stoelen staan in het dorpshuis. Die mogen mee."),
            Say("Hilde", "Zorg voor twee uitgangen. Dan heb je verder niets van ons nodig."),
        ],
        story=[Step("talking", "Mo met de aanhanger", 15, "Er is bijna alles.", "We kiezen de eerste film.")],
    ),
    Idea(
        "America in oude foto's",
        by="Anna van overal",
        behalf="Zus van de smid",
        village="America",
        place="het dorpshuis",
        days=7,
        could="Ik heb vier dozen met foto's van vroeger. Op de meeste weet ik wie er staat. Als iemand ze scant en "
        "ik vertel, gaat het niet verloren.",
        there="Vier dozen foto's",
        needed="Iemand met een scanner\nIemand die opschrijft",
        part="join",
        support=7,
        need=(6, 0, 1),
        talk=[Say("Merel", "Ik kan scannen, op mijn werk na vijf uur. En ik typ snel.")],
        help=[("Merel", "time", "Ik scan en schrijf op, twee avonden in de maand.")],
    ),
    # Hegelsom, Kronenberg, Broekhuizen
    Idea(
        "Ruilkast in Hegelsom",
        by="Tante Sjaan",
        village="Hegelsom",
        place="bij de kapel",
        days=99,
        could="Een kast waar je iets in zet dat je niet meer nodig hebt. Jam, een spel, een jas. Wie het kan "
        "gebruiken, neemt het mee.",
        there="Een oude keukenkast",
        part="join",
        support=21,
        need=(16, 2, 1),
        quiet=12,
        talk=[
            Say("Yara", "Mijn zoon haalde er schaatsen uit. Hij slaapt er nog net niet mee."),
            Say("Tante Sjaan", "Alleen geen natte kleren meer, alsjeblieft."),
        ],
        story=[
            Step("doing", "Anna van overal", 80, "De kast staat.", "Een maand proberen."),
            Step(
                "done",
                "Anna van overal",
                17,
                "De kast wordt elke dag gebruikt. Drie buren houden hem schoon.",
                "Kom kijken.",
            ),
        ],
    ),
    Idea(
        "Buurtkrant Kronenberg",
        by="Mies",
        village="Kronenberg",
        days=91,
        could="Een krant van vier bladzijden, vier keer per jaar, in elke brievenbus. Met verhalen van mensen uit "
        "het dorp zelf.",
        there="Een drukker die korting geeft",
        part="join",
        support=12,
        need=(8, 4, 1),
        quiet=14,
        talk=[
            Say("Opa Giel", "Ik schrijf over het veen."),
            Say("Mies", "Er kwamen twee nummers. Daarna werd het te veel voor twee mensen."),
            Say("Tante Sjaan", "Ik heb ze allebei bewaard."),
        ],
        story=[
            Step("doing", "Anna van overal", 75, "Het eerste nummer is er.", "Nummer twee in de zomer."),
            Step(
                "stopped",
                "Anna van overal",
                15,
                "Twee mensen deden al het werk. Dat houdt niemand vol. We leerden: begin met vijf, of met één "
                "bladzijde.",
                "De verhalen staan in het dorpshuis. Wie het opnieuw wil doen, krijgt alles mee.",
            ),
        ],
    ),
    Idea(
        "Schaatsen op het weiland",
        by="Piet Snoeischaar",
        village="Broekhuizen",
        place="het laagste weiland",
        days=17,
        could="Als we het laagste weiland vijf centimeter onder water zetten, ligt er na twee nachten vorst een "
        "ijsbaan. De boer vindt het goed. We hebben alleen een pomp nodig.",
        there="Een weiland\nDertig paar schaatsen om te lenen",
        needed="Een pomp\nMensen die het ijs vegen",
        part="join",
        support=30,
        need=(19, 1, 3),
        talk=[
            Say("Saar, zestien", "Ik heb nog nooit op echt ijs gestaan."),
            Say("Mo met de aanhanger", "Een pomp kan ik lenen van mijn neef."),
            Say("Bakker Bep", "Bij vorst kom ik met erwtensoep."),
        ],
        help=[("Mo met de aanhanger", "things", "Een pomp, met slangen.")],
        story=[Step("talking", "Mo met de aanhanger", 9, "Pomp en boer zijn er.", "Nu nog vorst.")],
    ),
]
