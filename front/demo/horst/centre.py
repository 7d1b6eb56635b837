"""More ideas in Horst itself."""

from front.demo.shapes import Idea, Say, Step

IDEAS = [
    Idea(
        "Geveltuinen in de Nieuwstraat",
        by="Groene Vingers",
        village="Horst",
        place="Nieuwstraat",
        days=58,
        could="Eén tegel eruit en een klimroos erin. Als de hele straat dat doet, is het hier in de zomer drie "
        "graden koeler. De eerste zes huizen doen al mee.",
        there="Zes huizen\nTwintig klimplanten van een kweker",
        needed="Een zaterdag met scheppen\nAfvoer van de tegels",
        part="join",
        support=33,
        need=(21, 4, 1),
        talk=[
            Say("De twee van nummer 9", "Wij zijn slecht ter been. Kan iemand onze tegel lichten?"),
            Say("Mo met de aanhanger", "Dat doe ik. En de tegels neem ik mee."),
            Say("Ingrid", "De tegels mag je bij ons brengen. Je krijgt er een plant voor terug."),
        ],
        help=[("Mo met de aanhanger", "time", "Ik licht tegels en rijd ze weg.")],
        story=[
            Step("talking", "Anna van overal", 52, "Zes huizen willen meedoen.", "We kiezen een dag."),
            Step(
                "doing",
                "Ingrid",
                25,
                "Een strook van dertig centimeter mag overal.",
                "Elke eerste zaterdag doen we vijf huizen.",
            ),
        ],
    ),
    Idea(
        "Speelstraat op woensdagmiddag",
        by="Kim en Koen",
        village="Horst",
        place="de straat achter de basisschool",
        days=41,
        could="Op woensdagmiddag gaat de straat drie uur dicht voor auto's. Kinderen krijten, skaten en bouwen. Wie "
        "er woont, kan stapvoets naar huis.",
        there="Veertien gezinnen in de straat\nTwee hekken van de avondvierdaagse",
        needed="Toestemming om de straat af te sluiten",
        part="join",
        support=31,
        need=(19, 9, 4),
        talk=[
            Say("Forens", "Ik werk thuis. Drie uur lawaai vind ik veel, eerlijk gezegd."),
            Say(
                "Kim en Koen",
                "Wat zou je helpen? Korter, of een ander stuk van de straat?",
                [Say("Forens", "Twee uur, en niet onder mijn raam. Dan doe ik mee met krijten.")],
            ),
            Say("Yara", "Wij hebben geen tuin. Voor mijn kinderen is dit de tuin."),
            Say("Trainer Teun", "In de zomer kan de voetbalclub doeltjes uitlenen."),
        ],
        story=[
            Step(
                "talking",
                "Anna van overal",
                36,
                "Niet iedereen is het eens. Er komt een straatgesprek.",
                "Koffie op de stoep.",
            ),
            Step(
                "waiting",
                "Thijs",
                17,
                "De straat werd het eens over twee uur. Afsluiten vraagt een besluit over het verkeer.",
                "Thijs legt de aanvraag voor en antwoordt hier.",
                on=20,
            ),
        ],
    ),
    Idea(
        "Makersmarkt op de tweede zaterdag",
        by="Yara",
        village="Horst",
        place="het plein",
        days=19,
        could="Twintig kleine kramen met dingen die hier gemaakt zijn. Geen markt zoals op dinsdag, maar een plek om "
        "te laten zien wat je kunt. Een kraam kost een taart.",
        there="Negen makers\nKramen van de fanfare",
        part="join",
        support=29,
        need=(17, 2, 5),
        talk=[
            Say("Truus van de fanfare", "De kramen mogen weg op zaterdag. Wij spelen er graag bij."),
            Say("Lege Accu", "Is er stroom? Ik laat graag zien hoe je een lamp repareert."),
            Say("Bakker Bep", "Een taart per kraam. Dat kan ik verdubbelen."),
        ],
        story=[
            Step(
                "talking",
                "Mo met de aanhanger",
                12,
                "Genoeg makers om te beginnen.",
                "We zoeken een datum in de lente.",
            )
        ],
    ),
    Idea(
        "Boekenruil in de bushokjes",
        by="Mies",
        village="Horst",
        days=4,
        could="Een plank met tien boeken in elk bushokje. Je neemt er een mee en zet er een terug. Wachten duurt dan "
        "altijd te kort.",
        there="Drie dozen boeken op zolder",
        needed="Weten of er een plank mag hangen",
        part="maybe",
        support=8,
        need=(6, 1, 1),
        talk=[Say("Tante Sjaan", "Doe er ook boeken met grote letters bij.")],
    ),
    Idea(
        "Muurschildering in de fietstunnel",
        by="Chaima tekent",
        village="Horst",
        place="de tunnel onder het spoor",
        days=118,
        could="De tunnel is grijs en je loopt er liever snel doorheen. Met een lange tekening van de zestien dorpen "
        "wordt het een plek om te kijken. Iedereen mag een stuk kleuren.",
        there="Een muur van veertig meter",
        part="join",
        support=52,
        need=(33, 5, 4),
        quiet=15,
        talk=[
            Say("Saar, zestien", "Wij deden Meerlo. Het hert is van mij."),
            Say("Nachtuil", "Met licht erbij voelt de tunnel nu 's avonds anders."),
            Say("Opa Giel", "Ik sta erop, met pet. Dat heb ik nooit gevraagd en vind ik toch mooi."),
        ],
        story=[
            Step("talking", "Anna van overal", 110, "Zestien dorpen willen een stuk.", "Elk dorp kiest een tekenaar."),
            Step("doing", "Thijs", 70, "De tunnel mag beschilderd worden.", "Drie weekenden schilderen."),
            Step("done", "Chaima tekent", 22, "Veertig meter is af. Er werkten 63 mensen aan mee.", "Ga kijken."),
        ],
    ),
    Idea(
        "Dakterras op de bibliotheek",
        by="Dirk Duurzaam",
        village="Horst",
        place="het platte dak",
        days=79,
        could="Boven op de bibliotheek kun je tot de Maas kijken. Een terras met planten geeft een leesplek in de "
        "zon. Het groen houdt ook regen vast.",
        part="idea_only",
        support=24,
        need=(14, 7, 5),
        quiet=16,
        talk=[
            Say("Oma Toos", "Is er een lift? Anders is het niet voor mij."),
            Say("Hilde", "Die vraag nemen we mee. Een lift is het duurste stuk."),
        ],
        story=[
            Step(
                "waiting",
                "Hilde",
                60,
                "Het dak is van de gemeente.",
                "We laten uitzoeken wat het dak kan dragen.",
                on=-20,
            ),
            Step(
                "not_now",
                "Hilde",
                18,
                "Het dak kan een terras niet dragen. Over een jaar wordt het vernieuwd. Dan kan het wel.",
                "We nemen het idee mee in het plan voor het nieuwe dak.",
                on=330,
            ),
        ],
    ),
    Idea(
        "Het plein autovrij op zaterdag",
        by="Sjoerd op de fiets",
        village="Horst",
        place="het plein",
        days=95,
        could="Op zaterdag is het plein van mensen. Terrassen worden groter en kinderen kunnen rennen. Parkeren kan "
        "op vijf minuten lopen.",
        part="maybe",
        support=37,
        need=(20, 19, 3),
        quiet=12,
        talk=[
            Say("Bakker Bep", "De helft van mijn klanten komt met de auto. Ik ben er niet voor."),
            Say(
                "Sjoerd op de fiets",
                "Dat begrijp ik. Zou één zaterdag per maand kunnen?",
                [Say("Bakker Bep", "Dat wil ik best een keer proberen.")],
            ),
            Say("Tante Sjaan", "Ik loop niet ver. Waar stap ik dan uit?"),
            Say("Trainer Teun", "De raad sprak hier twee jaar geleden over. Ik leg uit wat toen de bezwaren waren."),
            Say("Forens", "Jammer. Wel fijn dat we lezen waarom."),
        ],
        story=[
            Step(
                "talking",
                "Anna van overal",
                90,
                "Voor- en tegenstanders willen met elkaar praten.",
                "Een avond in het lab.",
            ),
            Step(
                "waiting",
                "Thijs",
                60,
                "De gemeente beslist over de weg.",
                "Thijs vraagt de hulpdiensten om advies.",
                on=-15,
            ),
            Step(
                "rejected",
                "Thijs",
                14,
                "De ambulance rijdt op zaterdag over het plein. Een andere route kost zes minuten meer. Dat vinden "
                "we te veel.",
                "Wat wel kan: een paar keer per jaar, met verkeersregelaars. Daar is een nieuw idee voor welkom.",
            ),
        ],
    ),
    Idea(
        "Reuzenrad op de markt",
        by="Broer van Pim",
        village="Horst",
        days=50,
        could="Eén weekend per jaar een reuzenrad. Dan zie je alle zestien dorpen in één keer.",
        part="idea_only",
        support=13,
        need=(6, 8, 2),
        quiet=24,
        talk=[Say("Mies", "Ik heb hoogtevrees, maar ik zou erin gaan."), Say("Lege Accu", "Wat kost zoiets?")],
        story=[
            Step(
                "withdrawn",
                "Broer van Pim",
                23,
                "Ik heb het nagevraagd. Het kost meer dan de hele kermis. Ik denk liever mee over de makersmarkt.",
            )
        ],
    ),
]
