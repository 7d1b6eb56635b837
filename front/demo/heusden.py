"""Heusden: another municipality, another house style, other people."""

from front.demo.shapes import Idea, Lab, Person, Say, Step

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
                "meeting", "Roos bouwt", 12, "Er is nog niet gekozen.", "We vergelijken de drie beelden samen.", on=20
            ),
        ],
    ),
    Idea(
        "Zondag samen lezen",
        by="Ans",
        village="Drunen",
        days=3,
        could="Een uur stil lezen met anderen, en daarna thee. Je hoeft het boek niet uit te hebben. Je hoeft er ook "
        "niets over te zeggen.",
        part="join",
        support=6,
        need=(4, 1, 0),
        talk=[Say("Els van het plein", "Eindelijk iets waarbij ik mijn mond mag houden.")],
    ),
    Idea(
        "Ruilmarkt voor kinderkleren",
        by="Mandy",
        village="Vlijmen",
        days=10,
        could="Kinderen groeien sneller dan je kunt kopen. Twee keer per jaar een zaal vol rekken, op maat. Je "
        "brengt tien stuks en neemt er tien mee.",
        there="Rekken van de lege winkel",
        part="join",
        support=17,
        need=(12, 0, 1),
        talk=[Say("Bakfietsmoeder", "Ik sorteer. Ik vind dat leuk, echt.")],
    ),
    Idea(
        "Rustige rondweg voor trekkers",
        by="Tinus",
        village="Nieuwkuijk",
        days=88,
        could="In de oogsttijd rijden er tachtig trekkers per dag door het dorp. Met een route buitenom is het stil "
        "en veiliger. De boeren zijn er ook blij mee.",
        support=29,
        need=(22, 2, 4),
        quiet=20,
        talk=[Say("Ferry", "Ik rijd zo'n trekker. Graag."), Say("Bas", "Een deel van de weg is van het waterschap.")],
        story=[
            Step(
                "forwarded",
                "Bas",
                22,
                "De weg over de dijk is van het waterschap.",
                "Het waterschap praat in het voorjaar met de boeren. Tinus en Ferry schuiven aan.",
                to="het waterschap",
            )
        ],
    ),
    Idea(
        "Kermis zonder geluid op dinsdag",
        by="Ans",
        village="Drunen",
        days=70,
        could="Eén middag zonder muziek en zonder flitsen. Dan kunnen kinderen die niet tegen drukte kunnen ook "
        "komen.",
        support=22,
        need=(14, 5, 6),
        quiet=25,
        talk=[Say("Mandy", "Mijn neefje zou voor het eerst kunnen."), Say("Fleur", "We vroegen het de exploitanten.")],
        story=[
            Step("waiting", "Fleur", 52, "De gemeente maakt afspraken met de kermis.", "Fleur vraagt het.", on=-28),
            Step(
                "not_now",
                "Fleur",
                28,
                "De afspraken voor dit jaar liggen vast. Twee exploitanten willen het volgend jaar proberen.",
                "We nemen het op in de nieuwe afspraken.",
                on=150,
            ),
        ],
    ),
    Idea(
        "Hondenstrand aan de plas",
        by="Ferry",
        village="Heesbeen",
        days=60,
        could="Een stuk oever waar honden mogen zwemmen. Dan is de rest van de oever voor mensen.",
        support=20,
        need=(11, 10, 2),
        quiet=12,
        talk=[
            Say("Vestingwandelaar", "Daar broeden futen."),
            Say("Ferry", "Dat wist ik niet. Is er een ander stuk?"),
            Say("Bas", "Verder naar het zuiden broedt niets. Dat is een nieuw idee waard."),
        ],
        story=[
            Step(
                "rejected",
                "Bas",
                13,
                "Op deze oever broeden beschermde vogels. Daar mag geen hond los.",
                "Wat wel kan: het stuk ten zuiden van de steiger. Bas loopt het graag met je na.",
            )
        ],
    ),
    Idea(
        "Dorpsomroep Herpt",
        by="Jordi",
        village="Herpt",
        days=81,
        could="Elke vrijdag een half uur nieuws uit het dorp, als podcast. Met twee microfoons en een keukentafel.",
        support=9,
        need=(6, 3, 2),
        quiet=16,
        talk=[
            Say("Oma Riet", "Ik luisterde. Het geluid was zacht."),
            Say("Jordi", "Het waren er zes. Ik leerde er veel van."),
        ],
        story=[
            Step("doing", "Sjaak legt lijntjes", 64, "De eerste aflevering is er.", "Elke week een."),
            Step(
                "stopped",
                "Sjaak legt lijntjes",
                17,
                "Elke week was te vaak. We leerden: maak er eerst vier, dan zie je wat je volhoudt.",
                "De microfoons liggen in het lab, te leen.",
            ),
        ],
    ),
    Idea(
        "Lichtjes in de Hedikhuizense dijk",
        by="Vestingwandelaar",
        village="Hedikhuizen",
        days=44,
        could="Kleine lampjes langs de dijk, alleen aan als er iemand loopt.",
        support=8,
        need=(3, 7, 3),
        quiet=26,
        talk=[Say("Tinus", "Denk aan de vleermuizen."), Say("Vestingwandelaar", "Daar had ik niet aan gedacht.")],
        story=[
            Step(
                "withdrawn",
                "Vestingwandelaar",
                25,
                "Tinus heeft gelijk. Donker is daar beter. Ik trek dit idee terug.",
            )
        ],
    ),
    Idea(
        "Soep op maandag",
        by="Sjaak legt lijntjes",
        behalf="",
        village="Oudheusden",
        place="het buurthuis",
        days=5,
        could="Op maandag is alles dicht en duurt de dag lang. Een pan soep in het buurthuis is genoeg. Ik kan "
        "snijden, dat deed ik dertig jaar.",
        there="Een pan van twintig liter",
        needed="Iemand die de deur opendoet",
        part="join",
        support=12,
        need=(10, 0, 1),
        talk=[Say("Fleur", "De sleutel regel ik.")],
    ),
    Idea(
        "Bijenveld in Doeveren",
        by="Ans",
        village="Doeveren",
        days=1,
        could="De berm wordt vier keer per jaar gemaaid. Met twee keer en het goede zaad staat hij vol bloemen. "
        "Minder werk, meer bijen.",
        part="maybe",
        support=4,
        need=(3, 0, 0),
    ),
    Idea(
        "Spullen halen voor wie vast zit",
        by="Handige Harrie",
        village="Vlijmen",
        days=0.4,
        could="Soms heb je één schroefje nodig en geen auto. Ik rijd elke dag langs de bouwmarkt. Een lijst op de "
        "deur van het lab is genoeg.",
        part="join",
        support=1,
    ),
    Idea(
        "Zonnepanelen met korting voor heel Heusden",
        by="Jordi",
        village="Heusden",
        days=14,
        could="Bestel via mij en krijg korting op twaalf panelen. Alleen deze week.",
        support=1,
        hidden=(
            "Nel leest mee",
            "advertising",
            "Vertel wat de buurt eraan heeft en dat je eraan verdient. Dan kan het terug.",
        ),
    ),
]

LAB = Lab(
    slug="heusden",
    municipality="Heusden",
    intro="Van de vesting tot de Vliedberg: hier maken buren samen hun plek. Lees mee, of vertel wat er zou kunnen.",
    contact=("Gijs van het lab", "0416 00 00 00", "maandag en vrijdag van 9 tot 17 uur"),
    theme="maaslicht",
    people=PEOPLE,
    crowd=50,
    ideas=IDEAS,
)
