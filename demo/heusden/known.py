"""The ideas that many people know."""

from demo.shapes import Idea, Say, Step

IDEAS = [
    Idea(
        "Buurttuin in de Venne",
        by="Corrie van de Venne",
        village="Venne",
        place="het gras achter de huizen",
        days=46,
        could="Achter de huizen is plek voor groente en een lange tafel. Nu maaien we het gras en kijken we ernaar. "
        "Wie mee tuiniert, eet mee.",
        there="Een stuk gras van dertig bij tien meter\nAcht buren die willen beginnen",
        needed="Een waterpunt\nGrond die schoon is",
        part="join",
        support=64,
        need=(40, 6, 5),
        talk=[
            Say("Mandy", "Mijn kinderen weten niet hoe een wortel groeit. Ik eigenlijk ook niet."),
            Say(
                "Bas",
                "We hebben de grond laten meten. Hij is schoon, je kunt eruit eten.",
                [Say("Corrie van de Venne", "Dat is het beste nieuws van de week.")],
            ),
            Say("Tinus", "Wie krijgt wat als de oogst klein is?"),
            Say(
                "Corrie van de Venne",
                "Eerst wie gewerkt heeft. Daarna de tafel, en die is voor iedereen.",
                resident=True,
            ),
            Say("Roos bouwt", "De tafel maak ik van oude balken. Twintig mensen kunnen eraan."),
        ],
        help=[
            ("Roos bouwt", "things", "Ik maak de lange tafel."),
            ("Tinus", "knowledge", "Ik help kiezen wat je wanneer zaait."),
        ],
        story=[
            Step(
                "talking",
                "Sjaak legt lijntjes",
                38,
                "Acht buren willen beginnen.",
                "We tekenen het stuk uit met touw.",
            ),
            Step(
                "doing", "Bas", 11, "De grond is schoon en mag gebruikt worden.", "Het waterpunt komt in het voorjaar."
            ),
        ],
    ),
    Idea(
        "Repareren op zaterdag in Vlijmen",
        by="Karim repareert",
        village="Vlijmen",
        place="de lege winkel",
        days=84,
        could="Handige buren maken graag iets heel wat anders wordt weggegooid. Jij brengt je broodrooster, wij de "
        "schroevendraaiers. Je leert meteen hoe het moet.",
        there="Zes mensen die kunnen repareren\nKoffie",
        part="join",
        support=51,
        need=(34, 2, 3),
        quiet=12,
        talk=[
            Say("Oma Riet", "Mijn radio uit 1962 doet het weer. Ik huilde een beetje."),
            Say("Handige Harrie", "Van de vijftig dingen konden we er 38 maken."),
            Say("Jordi", "Mag je ook komen om het te leren?", [Say("Karim repareert", "Juist dan.")]),
        ],
        story=[
            Step("doing", "Fleur", 66, "De lege winkel mag gebruikt worden.", "Elke tweede zaterdag."),
            Step(
                "done",
                "Sjaak legt lijntjes",
                18,
                "Zes zaterdagen, 211 dingen gered. Het gaat door zonder ons.",
                "Loop binnen.",
            ),
        ],
    ),
    Idea(
        "Speelveld Vliedberg",
        by="Meester Pim",
        village="Vliedberg",
        place="het veld achter de flat",
        days=39,
        could="Kinderen kunnen zelf tekenen wat er op het veld komt. Ze kennen het beter dan wij. Wij zorgen dat het "
        "stevig wordt.",
        there="Een veld\nVierentwintig tekeningen van groep 5",
        needed="Iemand die tekeningen kan omzetten in palen",
        part="join",
        support=33,
        need=(24, 3, 2),
        talk=[
            Say("Mandy", "Mijn dochter tekende een vulkaan met een glijbaan. Doen."),
            Say("Roos bouwt", "Een heuvel met een glijbaan kan. De lava wordt lastig."),
            Say("Fleur", "We vragen de kinderen om te kiezen met stickers."),
        ],
        story=[
            Step("talking", "Roos bouwt", 30, "Er zijn 24 tekeningen.", "De kinderen kiezen er drie."),
            Step("meeting", "Roos bouwt", 8, "Drie tekeningen zijn over.", "We bouwen ze na op schaal, samen.", on=13),
        ],
    ),
    Idea(
        "Verhalenwandeling in de vesting Heusden",
        by="Vestingwandelaar",
        village="Heusden",
        place="van poort tot poort",
        days=29,
        could="Oudere bewoners kennen bij elke poort een verhaal. Wie kent ze straks nog? Met een wandeling en een "
        "telefoon om te luisteren blijven ze bestaan.",
        there="Negen vertellers\nEen rondje van drie kilometer",
        needed="Iemand die kan opnemen\nPaaltjes met een nummer",
        part="join",
        support=28,
        need=(19, 1, 4),
        talk=[
            Say("Oma Riet", "Over de kat in de toren weet alleen ik nog hoe het ging."),
            Say("Gitaar Guus", "Ik heb een goede microfoon. En geduld."),
            Say("Jolanda", "Vergeet de mensen niet die niet kunnen lopen. Een bankje met een knop kan ook."),
        ],
        help=[("Gitaar Guus", "things", "Mijn microfoon en mijn oren.")],
        story=[Step("talking", "Sjaak legt lijntjes", 22, "Negen mensen willen vertellen.", "Twee proefopnames.")],
    ),
    Idea(
        "Deelbakfiets Haarsteeg",
        by="Bakfietsmoeder",
        village="Haarsteeg",
        days=55,
        could="Eén bakfiets kan veel korte autoritten vervangen. Boodschappen, kinderen, een hond. Niemand heeft hem "
        "elke dag nodig.",
        there="Negen gezinnen die mee willen betalen",
        needed="Een overdekte plek\nEen slot dat iedereen open krijgt",
        part="join",
        support=23,
        need=(15, 5, 4),
        talk=[
            Say(
                "Ferry",
                "Wie betaalt als hij stuk is?",
                [Say("Bakfietsmoeder", "We leggen elke maand drie euro in een pot.")],
            ),
            Say("Karim repareert", "Onderhoud doe ik. Dat kost een appeltaart."),
        ],
        story=[
            Step(
                "waiting", "Bas", 21, "De plek onder de luifel is van de gemeente.", "Bas zoekt uit of dat mag.", on=9
            ),
        ],
    ),
    Idea(
        "Rustpunt voor fietsers in Elshout",
        by="Zeven fietsers",
        village="Elshout",
        place="bij de splitsing",
        days=18,
        could="Met een kraan en een bank stoppen fietsers hier graag. Er komen er op zondag honderden langs. Ze "
        "drinken water en horen dat het dorp bestaat.",
        part="maybe",
        support=19,
        need=(13, 2, 3),
        talk=[
            Say("Els van het plein", "Zet er een fietspomp bij."),
            Say("Bas", "De waterleiding loopt daar al. Dat scheelt."),
        ],
        story=[
            Step("talking", "Sjaak legt lijntjes", 9, "Er is water en er is plek.", "We vragen wie het schoonhoudt.")
        ],
    ),
    Idea(
        "Muziekles van buren in Oudheusden",
        by="Gitaar Guus",
        village="Oudheusden",
        place="het buurthuis",
        days=77,
        could="Er liggen gitaren op zolder, en kinderen die willen leren. Een uur per week, in groepjes van vier. "
        "Wie oefent, mag de gitaar mee naar huis nemen.",
        there="Elf gitaren\nTwee buren die les geven",
        needed="Snaren\nEen derde leraar",
        part="join",
        support=26,
        need=(18, 1, 2),
        talk=[
            Say("Mandy", "Mijn zoon slaapt ermee."),
            Say("Fleur", "Snaren kunnen uit het potje voor buurten. Stuur mij de rekening."),
            Say("Meester Pim", "Ik kan drummen. Telt dat?", [Say("Gitaar Guus", "Als de buren het goed vinden wel.")]),
        ],
        story=[Step("doing", "Fleur", 50, "Negentien kinderen hebben les.", "In mei is er een concert.")],
    ),
    Idea(
        "Schaduw in het centrum van Drunen",
        by="De schaduwzoeker",
        village="Drunen",
        place="het plein",
        days=33,
        was="Met bomen in bakken proberen we wat werkt.",
        could="Met bomen in bakken proberen we één zomer wat werkt. Op warme dagen is het plein nu 41 graden. Bakken "
        "kun je verplaatsen, dus een foute keuze is niet erg.",
        there="Metingen van vorige zomer\nDrie tekeningen van Roos",
        needed="Tien bakken\nMensen die in juli water geven",
        part="join",
        support=58,
        need=(39, 7, 5),
        talk=[
            Say("Els van het plein", "Mijn terras is in augustus leeg. Iedereen zit binnen."),
            Say("Ferry", "Denk aan de markt. De kramen moeten erlangs."),
            Say("Roos bouwt", "Daar hield ik rekening mee. In beeld twee blijft vier meter vrij."),
            Say("Wethouder Wouter", "De gemeente wil dit graag proberen. Bas geeft het antwoord, niet ik."),
            Say(
                "Jordi",
                "Koop je bakken bij mij, het goedkoopst van Brabant. Bel nu.",
                hidden=(
                    "Nel leest mee",
                    "advertising",
                    "Zeg erbij dat je eraan verdient, dan kan het gesprek verder.",
                ),
            ),
            Say("Oma Riet", "Ik geef de bak voor mijn deur elke avond water."),
        ],
        help=[("Oma Riet", "time", "Ik geef één bak elke avond water.")],
        story=[
            Step("talking", "Roos bouwt", 26, "Er liggen drie tekeningen.", "Kijk ernaar in de lege winkel."),
            Step(
                "meeting",
                "Roos bouwt",
                12,
                "Er is nog niet gekozen.",
                "We vergelijken de drie beelden samen.",
                on=20,
                weekday=3,
            ),
        ],
    ),
]
