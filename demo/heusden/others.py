"""More ideas, and what became of them."""

from demo.shapes import Idea, Say, Step

IDEAS = [
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
