"""The other ideas that many people know."""

from demo.shapes import Idea, Say, Step

IDEAS = [
    Idea(
        "Maasrondje Grubbenvorst",
        by="Wandelaar Wiel",
        village="Grubbenvorst",
        place="het pad langs de Maas",
        days=74,
        could="Met vier bankjes wordt het pad langs de Maas een rondje voor iedereen. Nu kom je tot de bocht en dan "
        "moet je terug. Wie slecht loopt, durft er niet aan te beginnen.",
        there="Een pad dat het hele jaar droog is\nEén bank, beloofd door de wandelvereniging",
        needed="Nog drie banken\nEen bord met de afstand",
        part="join",
        support=39,
        need=(27, 2, 3),
        talk=[
            Say("Els met de hond", "Zet er een bij de oude boom. Daar staat altijd wind in de rug."),
            Say(
                "Oma Toos",
                "Om de driehonderd meter is voor mij precies goed.",
                [Say("Wandelaar Wiel", "Dan worden het er vier. Ik heb het nagemeten.")],
            ),
            Say("Ingrid", "Bij hoog water staat het laagste stuk onder. Kies palen die dat kunnen hebben."),
            Say("Timmerman Ton", "Robinia. Dat gaat dertig jaar mee."),
            Say("Wandelaar Wiel", "Op het rondje door de buurt kozen we drie plekken. De eerste bank staat."),
        ],
        help=[("Timmerman Ton", "time", "Ik zet de palen.")],
        story=[
            Step(
                "talking",
                "Anna van overal",
                60,
                "Veel mensen lopen hier, en stoppen bij de bocht.",
                "We lopen het samen.",
            ),
            Step(
                "meeting",
                "Anna van overal",
                35,
                "We lopen het rondje met een groep.",
                "Iedereen kiest drie plekken voor een bank.",
                on=-21,
            ),
            Step(
                "doing",
                "Ingrid",
                19,
                "Drie plekken zijn gekozen. Banken mogen daar staan.",
                "In het voorjaar komt de rest.",
            ),
        ],
    ),
    Idea(
        "Rozenpad voor kinderen in Lottum",
        by="Lotte uit Lottum",
        village="Lottum",
        days=1.2,
        could="De kwekers willen laten zien hoe een roos groeit. Kinderen volgen een pad langs vijf velden, van stek "
        "tot bloem. Bij elk veld mag je iets doen: ruiken, snoeien of tellen.",
        there="Drie kwekers die meedoen",
        needed="Vijf borden op kinderhoogte",
        part="join",
        support=4,
        need=(3, 0, 1),
        talk=[
            Say("Juf Noor", "Wij komen kijken met groep 4. Wanneer bloeien ze?"),
            Say("Lotte uit Lottum", "Vanaf half juni. In mei zie je de knoppen, dat is ook mooi."),
            Say("Piet Snoeischaar", "Snoeien met kinderen kan, met de goede scharen. Ik heb er tien."),
            Say("Opa Giel", "Mijn vader was rozenkweker. Ik vertel graag hoe het toen ging."),
        ],
    ),
    Idea(
        "Groene wachtplek bij station Horst-Sevenum",
        by="Forens",
        village="Sevenum",
        place="naast de fietsenstalling van het station",
        days=9,
        could="Wie op de trein wacht, kan tussen planten zitten. Nu staan er zestig mensen op tegels in de wind. Een "
        "haag, twee banken en een boom zijn genoeg.",
        there="Een stuk van zes bij tien meter dat leeg ligt",
        needed="Weten van wie de grond is\nMensen die in de zomer water geven",
        part="maybe",
        support=34,
        need=(22, 3, 2),
        talk=[
            Say("Groene Vingers", "Kies planten die tegen droogte kunnen. Dan is het water geven zo klaar."),
            Say(
                "Ingrid",
                "De helft is van het spoor. Ik ken daar iemand en vraag het na.",
                [Say("Forens", "Daar zijn we blij mee.")],
            ),
            Say("Lege Accu", "Komt er ook een plek waar je een fiets kunt opladen?"),
            Say("Nachtuil", "Licht graag. In de winter is het er om zes uur aardedonker."),
            Say("Chaima tekent", "Morgenvroeg zit ik er een uur te tekenen. Kom erbij."),
            Say("Merel", "Ik kwam en zat tussen zes vreemden. Daarna kenden we elkaar."),
        ],
        story=[
            Step(
                "talking",
                "Chaima tekent",
                5,
                "Er zijn veel wensen. We tekenen eerst wat er past.",
                "Chaima zet volgende week een schets bij dit idee.",
            )
        ],
    ),
    Idea(
        "Proefwinkel in Horst-Centrum",
        by="Mo met de aanhanger",
        village="Horst",
        place="de lege winkel aan het plein",
        days=28,
        could="In een lege winkel kunnen makers drie maanden uitproberen of hun plan werkt. Huur betaal je van wat je "
        "verkoopt. Werkt het niet, dan heb je iets geleerd en geen schuld.",
        there="Een eigenaar die mee wil doen\nVier makers op de lijst",
        needed="Rekken en een toonbank\nIemand die weet hoe je een kassa doet",
        part="join",
        support=43,
        need=(26, 6, 7),
        talk=[
            Say("Yara", "Ik naai tassen van oude tenten. Drie maanden zou precies genoeg zijn."),
            Say(
                "Bakker Bep",
                "Let op de openingstijden. Op maandag loopt hier niemand.",
                [Say("Mo met de aanhanger", "Goede tip. We doen donderdag tot en met zaterdag.")],
            ),
            Say("Timmerman Ton", "Rekken kun je lenen uit de schuur van mijn broer."),
            Say(
                "Wethouder Marloes",
                "De regels voor tijdelijk gebruik zijn dit jaar eenvoudiger. Hilde kan ze uitleggen.",
            ),
            Say("Hilde", "Dat doe ik. Eén bladzijde, geen jurist nodig."),
        ],
        help=[("Yara", "time", "Ik sta op vrijdag in de winkel.")],
        story=[
            Step(
                "meeting",
                "Mo met de aanhanger",
                7,
                "De eigenaar wil weten of er genoeg makers zijn.",
                "Op de avond Kansen ophalen leggen we de lijst op tafel.",
                on=9,
            )
        ],
    ),
    Idea(
        "Samen rijden vanuit Swolgen en Tienray",
        by="Oma Toos",
        village="Swolgen",
        days=0.2,
        could="Wie al naar het ziekenhuis rijdt, kan een buur meenemen. De bus gaat twee keer per dag en dan moet je "
        "nog overstappen. Een lijst met namen en dagen is genoeg om te beginnen.",
        needed="Mensen die rijden\nIemand bij wie je kunt bellen",
        part="maybe",
        support=2,
        talk=[Say("Forens", "Ik rijd elke dinsdag en donderdag om half acht. Twee plekken vrij.")],
    ),
    Idea(
        "Sterren kijken in Griendtsveen",
        by="Nachtuil",
        village="Griendtsveen",
        place="aan de rand van de Peel",
        days=15,
        could="Het is hier 's nachts zo donker dat je de Melkweg kunt zien. Dat vind je bijna nergens meer. Met een "
        "bank om achterover te liggen en een goede avond komt de rest vanzelf.",
        there="Eén kijker, en iemand die ermee om kan gaan",
        needed="Een plek waar auto's kunnen staan zonder licht",
        part="join",
        support=26,
        need=(17, 4, 2),
        talk=[
            Say("Ravi", "Mijn dochter wil astronaut worden. Wij brengen warme chocola."),
            Say(
                "Ingrid",
                "Let op de vogels. In het voorjaar broeden ze vlak langs het pad. Najaar en winter zijn prima.",
                [Say("Nachtuil", "Dan beginnen we in oktober. Dan is het ook vroeger donker.")],
            ),
            Say("Opa Giel", "In 1957 stond ik daar naar de eerste kunstmaan te kijken."),
        ],
        story=[
            Step(
                "talking", "Anna van overal", 10, "De plek en de tijd van het jaar vragen overleg.", "We kiezen data."
            )
        ],
    ),
]
