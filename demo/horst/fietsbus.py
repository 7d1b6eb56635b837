"""The busiest idea: more comments than fit on a page."""

from demo.shapes import Idea, Say, Step

TALK = [
    Say("Juf Noor", "Op school zien we elke ochtend dertig auto's voor de deur. Dit zou zoveel rust geven."),
    Say(
        "Broer van Pim",
        "Ik fiets op maandag toch al die kant op. Er kunnen vier kinderen mee.",
        [
            Say("Fietser77", "Dan is de maandag rond. Wie kan op dinsdag?"),
            Say("Mies", "Dinsdag kan ik. En om de week ook donderdag."),
        ],
    ),
    Say("Oma Toos", "Mijn kleinzoon is zes. Is dat niet te jong voor zo'n stuk?"),
    Say(
        "Kim en Koen",
        "Onze dochter is ook zes. Zij fietst het met zijwind tegen en al. Met een groep gaat het beter.",
        [Say("Oma Toos", "Dat stelt me gerust. Dan rijd ik de eerste week mee.")],
    ),
    Say(
        "Thijs",
        "Ik kijk met jullie mee naar de route. Bij de oversteek aan de rand van het dorp telden we vorig jaar 2.100 "
        "auto's per dag.",
        [
            Say("Fietser77", "Goed om te weten. Is daar een middeneiland mogelijk?"),
            Say("Thijs", "Dat zoek ik uit. Het komt in het antwoord te staan."),
            Say("Forens", "Ik rijd daar elke dag met de auto. Een middeneiland zou mij ook helpen."),
        ],
    ),
    Say("Lege Accu", "Mag een elektrische fiets ook mee? Dan houd ik het tempo van de kinderen aan."),
    Say("Juf Noor", "Wij kunnen de namen en telefoonnummers bewaren op school. Dan staan ze nergens online."),
    Say(
        "Tante Sjaan",
        "Wie past er op als het glad is?",
        [
            Say("Fietser77", "Dan rijden we niet. Om zeven uur sturen we een bericht naar de groep."),
            Say(
                "Juf Noor", "En wie toch met de auto komt, zet de kinderen af bij de kerk. Dat stukje lopen we samen."
            ),
        ],
    ),
    Say("Sjoerd op de fiets", "Ik heb nog acht hesjes van een fietstocht. Die geef ik graag."),
    Say("Ravi", "Wij zijn hier net komen wonen. Onze kinderen kennen nog niemand. Zo wel."),
    Say(
        "Trainer Teun",
        "Ik breng dit in bij de raad als er geld voor de oversteek nodig is. Eerst wil ik het antwoord afwachten.",
        [Say("Mies", "Fijn dat je meeleest.")],
    ),
    Say("Els met de hond", "Ik loop elke ochtend om acht uur langs de oversteek. Ik wil best helpen oversteken."),
    Say(
        "Nachtuil",
        "Half acht is vroeg. Kan er ook een tweede groep om acht uur?",
        [Say("Broer van Pim", "Als we met genoeg zijn, ja. Nu beginnen we met één groep.")],
    ),
    Say("Yara", "Hoe herkennen kinderen uit groep 3 de groep? Een vlag op de eerste fiets zou helpen."),
    Say("Chaima tekent", "Ik teken een vlag. Mogen de kinderen kiezen wat erop komt?"),
    Say("Juf Noor", "Groep 5 heeft gekozen. Het wordt een zwaluw."),
    Say(
        "Forens",
        "Is er verzekering nodig als je andermans kinderen meeneemt?",
        [
            Say("Thijs", "Je bent niet meer aansprakelijk dan anders. Ik zet uitleg bij het antwoord."),
            Say("Forens", "Dank je. Dan doe ik op vrijdag mee."),
        ],
    ),
    Say("Opa Giel", "Vroeger fietsten we allemaal samen. Niemand noemde dat een bus."),
    Say("Mies", "Dinsdag is nu ook rond. We zijn met drie volwassenen."),
    Say("Kim en Koen", "Woensdag kan bij ons. Het is een korte dag, dus de terugweg doen we ook."),
    Say(
        "Wethouder Marloes",
        "Ik fietste vanmorgen een stuk mee, als buurvrouw. Het was de vrolijkste vergadering van de week.",
        [Say("Juf Noor", "De kinderen vonden dat je best hard fietst.")],
    ),
    Say("Dirk Duurzaam", "Dertig auto's minder is veel. Ik wil wel bijhouden hoeveel ritten het scheelt."),
    Say("Saar, zestien", "Ik fiets naar de middelbare en kom er langs. Tel ik als begeleider?"),
    Say(
        "Fietser77",
        "Met iemand van achttien erbij: graag. Twee voor en twee achter is ons plan.",
        [Say("Saar, zestien", "Top. Dan neem ik mijn broertje ook mee.")],
    ),
    Say("Hanneke", "In Sevenum willen we dit afkijken. Mogen jullie afspraken op papier?"),
    Say(
        "Fietser77",
        "Natuurlijk. Zes regels, op één bladzijde. Ik leg ze in het lab aan het plein.",
        [Say("Hanneke", "Opgehaald. Dank je wel.")],
    ),
    Say(
        "Nachtuil",
        "Ik vind het maar niks.",
        [Say("Broer van Pim", "Wat zou het voor jou beter maken?"), Say("Nachtuil", "Weinig. Ik was moe. Laat maar.")],
        removed=True,
    ),
    Say("Groene Vingers", "Bij regen staan ze straks te druipen in de klas. Zijn er haakjes genoeg?"),
    Say("Juf Noor", "Vijftig haakjes. Dat is nog nooit geteld."),
    Say("Forens", "Donderdag ontbreekt nog iemand voor de terugweg.", [Say("Ravi", "Dat kan ik doen.")]),
    Say("Broer van Pim", "Eerste proefweek gehad: elf kinderen, nul huilbuien, één lekke band."),
    Say("Sjoerd op de fiets", "Ik plak die band. En ik controleer zaterdag alle remmen, gratis."),
    Say("Tante Sjaan", "Mijn buurkinderen praten nergens anders meer over."),
    Say(
        "Thijs",
        "Het antwoord komt later dan beloofd. De telling bij de oversteek moest over. Je leest het hier vóór de "
        "nieuwe datum.",
        [
            Say("Fietser77", "Jammer, maar fijn dat je het zegt."),
            Say("Juf Noor", "Wij fietsen gewoon door."),
        ],
    ),
    Say("Oma Toos", "Ik zou één week meerijden. Het zijn er nu vier."),
    Say("Wandelaar Wiel", "Ik heb de route gelopen. Bij de bocht hangt een tak laag."),
    Say("Mo met de aanhanger", "Die tak is eraf."),
    Say("Dirk Duurzaam", "Geteld: 214 autoritten minder in drie weken."),
]

IDEAS = [
    Idea(
        "Fietsbus Melderslo",
        by="Fietser77",
        village="Melderslo",
        place="van de kerk naar de school, 2,4 kilometer",
        days=68,
        could="Als ouders om de beurt meefietsen, kan elk kind op de fiets naar school. We vertrekken om half acht "
        "bij de kerk. Onderweg sluiten kinderen aan, net als bij een bus.",
        there="Elf kinderen doen al mee\nEen vaste groep op maandag en dinsdag\nAcht hesjes",
        needed="Een veilige oversteek aan de rand van het dorp\nBegeleiders voor donderdag",
        part="join",
        support=142,
        need=(88, 11, 14),
        talk=TALK,
        help=[
            ("Sjoerd op de fiets", "knowledge", "Ik controleer elke maand alle remmen en banden."),
            ("Mies", "time", "Ik fiets op dinsdag mee, en om de week op donderdag."),
            ("Els met de hond", "time", "Ik help elke ochtend om acht uur oversteken."),
            ("Sjoerd op de fiets", "things", "Ik geef acht hesjes."),
        ],
        story=[
            Step(
                "talking",
                "Anna van overal",
                61,
                "Twaalf ouders reageerden in één week. De school denkt mee.",
                "Er komt een proefweek met één groep.",
            ),
            Step(
                "waiting",
                "Thijs",
                40,
                "De oversteek is een weg van de gemeente. Wij moeten zeggen wat daar kan.",
                "Thijs telt het verkeer en antwoordt hier.",
                on=-6,
            ),
            Step(
                "waiting",
                "Thijs",
                5,
                "Het antwoord is te laat. De telling moest over, omdat er wegwerkzaamheden waren.",
                "Je leest het antwoord hier, en op de avond in het online lab.",
                on=12,
            ),
        ],
    ),
]
