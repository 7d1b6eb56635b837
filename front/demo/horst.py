"""Horst aan de Maas: a lab in full swing, with every status and every role."""

from front.demo.horst_villages import IDEAS as IN_THE_VILLAGES
from front.demo.shapes import Idea, Lab, Person, Say, Step

PEOPLE = [
    Person("Merel"),
    Person("Anna van overal", (("connector", ""),)),
    Person("Chaima tekent", (("stadmaker", ""),)),
    Person("Mo met de aanhanger", (("stadmaker", ""),)),
    Person("Ingrid", (("civil_servant", "team Groen"),)),
    Person("Thijs", (("civil_servant", "team Verkeer"),)),
    Person("Hilde", (("civil_servant", "team Samenleving"),)),
    Person("Samira leest mee", (("moderator", ""),)),
    Person("Bea van het lab", (("lab_admin", ""), ("moderator", ""))),
    Person("Wethouder Marloes", (("alderman", ""),)),
    Person("Trainer Teun", (("councillor", ""), ("body", "de voetbalclub"))),
    Person("Wim van America", (("body", "dorpsraad America"),)),
    Person("Truus van de fanfare", (("body", "fanfare Sevenum"),)),
    Person("Jo van de tuin"),
    Person("Fietser77"),
    Person("Opa Giel"),
    Person("Lotte uit Lottum"),
    Person("Nachtuil"),
    Person("Bakker Bep"),
    Person("Juf Noor"),
    Person("Ravi"),
    Person("Yara"),
    Person("Tante Sjaan"),
    Person("Kim en Koen"),
    Person("Wandelaar Wiel"),
    Person("Hanneke"),
    Person("Amira kookt"),
    Person("Piet Snoeischaar"),
    Person("Els met de hond"),
    Person("Sjoerd op de fiets"),
    Person("Oma Toos"),
    Person("Lege Accu"),
    Person("Broer van Pim"),
    Person("De twee van nummer 9"),
    Person("Mies"),
    Person("Dirk Duurzaam"),
    Person("Groene Vingers"),
    Person("Saar, zestien"),
    Person("Timmerman Ton"),
    Person("Forens"),
]

FIETSBUS_TALK = [
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

WELL_KNOWN = [
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
        talk=FIETSBUS_TALK,
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
    Idea(
        "Pluktuin Meterik",
        by="Jo van de tuin",
        village="Meterik",
        place="de strook gras langs de rand van het dorp",
        days=53,
        was="Een strook gras kan fruit geven voor het hele dorp.",
        could="Aan de rand van het dorp ligt een strook gras van 400 meter. De zon staat er de hele dag op. Iedereen "
        "fietst erlangs, niemand gebruikt hem.\n\nEen strook gras kan fruit geven voor het hele dorp. We kunnen er "
        "bessen, noten en appels planten. Wie langskomt, mag plukken. De basisschool wil er graag buitenles geven.",
        there="Twee kwekers geven 60 struiken\nGroep 7 van de basisschool wil helpen planten\nMo met de aanhanger "
        "brengt tuinaarde in",
        needed="De strook mogen gebruiken\nZes mensen die in het voorjaar water geven\nEen kraantje buiten",
        part="join",
        support=86,
        need=(53, 9, 6),
        talk=[
            Say("Piet Snoeischaar", "Bessen snoei je elk jaar. Wie doet dat over vijf jaar nog?"),
            Say(
                "Juf Noor",
                "Groep 7 heeft een plantplan getekend. Er staat ook een hut in van wilgentenen.",
                [Say("Jo van de tuin", "Die hut komt er. Wilgen groeien vanzelf.")],
            ),
            Say("Els met de hond", "Komt er een stuk waar de hond niet mag? Ik zou dat begrijpen."),
            Say(
                "Groene Vingers",
                "Ik vermeerder zelf bessen. In maart heb ik dertig stekken over.",
                [Say("Jo van de tuin", "Die zijn welkom. Zet je je naam bij het helpen?")],
            ),
            Say(
                "Chaima tekent",
                "Maak ook een plek om te zitten. Ik heb drie banken uit het oude zwembad liggen. Die mogen naar de "
                "tuin.",
                [
                    Say("Jo van de tuin", "Graag. Ik kan ze zaterdag ophalen met de bus van de scouting."),
                    Say(
                        "Anna van overal",
                        "Praat even met Wim van America. Zijn groep deelt gereedschap. Scheppen hoef je dan niet te "
                        "kopen.",
                    ),
                ],
            ),
            Say(
                "Ingrid",
                "Goede vraag over het snoeien. Onze groenploeg kan het één keer per jaar voordoen. Dit is nog niet "
                "het antwoord van de gemeente. Dat komt op tijd.",
            ),
            Say(
                "Nachtuil",
                "Ik weet precies wie dat gras nu kapotrijdt. Hij woont op de hoek, en zijn nummer is bekend.",
                hidden=(
                    "Samira leest mee",
                    "privacy",
                    "Je kunt over het gras praten zonder te zeggen waar iemand woont.",
                ),
            ),
            Say("Opa Giel", "Vroeger stonden daar kersen. De oude bomen waren beroemd tot in Venlo."),
            Say(
                "Kim en Koen",
                "Wij hebben een allergie voor noten in huis. Kan er een bord bij?",
                [Say("Groene Vingers", "De noten kunnen aan het eind staan, ver van de school.")],
            ),
            Say(
                "Wim van America",
                "Wij probeerden dit een paar jaar terug. Tip: begin klein en zet een bord neer met wat je wanneer mag "
                "plukken. Verantwoordelijkheidsgevoel groeit vanzelf mee.",
                [Say("Jo van de tuin", "Dank je. We beginnen met honderd meter.")],
            ),
            Say("Mies", "Ik woon ertegenover. Ik hoopte op iets moois in plaats van een parkeerplaats. Dit is mooi."),
            Say(
                "Dirk Duurzaam",
                "Een regenton bij de school scheelt al veel kraanwater.",
                was="Een regenton scheelt water.",
            ),
            Say("Merel", "Ik werk bij de waterleiding. Ik kijk graag mee waar de leiding ligt."),
            Say(
                "Ingrid",
                "Heel graag, Merel. Ik mail je vandaag de tekening.",
                [Say("Merel", "Ik zie hem. Er is ruimte.")],
            ),
        ],
        help=[
            ("Fietser77", "time", "Ik geef op dinsdag water."),
            ("Chaima tekent", "things", "Drie banken uit het oude zwembad."),
            ("Wim van America", "things", "Scheppen uit onze kast."),
            ("Mo met de aanhanger", "things", "Ik breng een aanhanger tuinaarde."),
            ("Groene Vingers", "knowledge", "Ik laat zien hoe je stekt en snoeit."),
        ],
        story=[
            Step(
                "talking",
                "Anna van overal",
                51,
                "Jo zocht mensen die al eens een strook hadden beplant. Die zijn er.",
                "Jo en Wim bekijken samen de strook.",
            ),
            Step(
                "waiting",
                "Ingrid",
                32,
                "De grond is van de gemeente. Er ligt wel een waterleiding onder.",
                "We kijken samen waar je veilig kunt graven. Ingrid antwoordt hier, voor iedereen te lezen.",
                on=14,
            ),
        ],
    ),
    Idea(
        "Gereedschapskast in America",
        by="Wim van America",
        village="America",
        place="naast het dorpshuis",
        days=24,
        could="Eén goede kast met spullen is genoeg voor een hele straat. Een heggenschaar gebruik je twee keer per "
        "jaar. Als we delen, hoeft niet iedereen alles te kopen.",
        there="Een droge hoek naast het dorpshuis\nTwaalf stuks gereedschap van buren",
        needed="Een kast met een slot\nIemand die repareert wat kapot is\nEen lijst wie wat leent",
        part="join",
        support=61,
        need=(41, 7, 5),
        talk=[
            Say("Timmerman Ton", "Ik maak de kast. Geef me de maten en een zaterdag."),
            Say(
                "Tante Sjaan",
                "Wat als iemand iets niet terugbrengt?",
                [
                    Say(
                        "Wim van America",
                        "Dan vragen we het. Bij ons vorige probeersel raakte er in drie jaar één boor weg.",
                    ),
                    Say("Tante Sjaan", "Dat valt mee."),
                ],
            ),
            Say("Mo met de aanhanger", "Mijn aanhanger mag op de lijst. Wel even bellen."),
            Say("Yara", "Ik heb geen schuur. Voor mij zou dit veel schelen."),
            Say(
                "Dirk Duurzaam",
                "Maak een lijst die iedereen op zijn telefoon kan zien.",
                [Say("Oma Toos", "En een schrift. Niet iedereen heeft zo'n telefoon.")],
            ),
            Say("Broer van Pim", "Ik kan motorzagen slijpen. Uitlenen zou ik die niet doen, te gevaarlijk."),
            Say(
                "Wim van America",
                "Afgesproken. Alles met een motor lenen we alleen uit met uitleg erbij.",
                resident=True,
            ),
        ],
        help=[
            ("Timmerman Ton", "time", "Ik bouw de kast op een zaterdag."),
            ("Broer van Pim", "knowledge", "Ik slijp en repareer."),
        ],
        story=[
            Step(
                "talking",
                "Mo met de aanhanger",
                18,
                "Er zijn spullen en er is een plek. Nu praten we over afspraken.",
                "Wim maakt een lijst van een halve bladzijde. Die komt hier te staan.",
            )
        ],
    ),
    Idea(
        "Samen eten in Sevenum",
        by="Hanneke",
        village="Sevenum",
        place="de kleine zaal",
        days=34,
        could="Veel mensen eten alleen, en overdag is er een keuken vrij. In de kleine zaal staat een fornuis met zes "
        "pitten. Om de week samen koken kan snel beginnen. Wie niet kookt, dekt de tafel of wast af.",
        there="De keuken is op woensdag vrij\nVijf mensen die graag koken\nEen teler geeft groente die overblijft",
        needed="Iemand die de boodschappen regelt\nBorden en bestek voor 25 mensen\nVervoer voor wie niet meer fietst",
        part="join",
        support=57,
        need=(38, 4, 3),
        talk=[
            Say("Amira kookt", "Ik kook voor dertig mensen alsof het er vier zijn. Schrijf mij op."),
            Say(
                "Oma Toos",
                "Eten om half zes of om zes uur? Later wordt voor mij te laat.",
                [Say("Hanneke", "Half zes dan. Dan ben je voor het donker thuis.")],
            ),
            Say(
                "Truus van de fanfare",
                "Onze vereniging heeft veertig borden in de kast staan. Die worden drie keer per jaar gebruikt.",
                [
                    Say("Hanneke", "Dat scheelt ons het hele budget. Dank je."),
                    Say("Truus van de fanfare", "Als ze maar schoon terugkomen."),
                ],
            ),
            Say("Ravi", "Kan er ook een keer Indiaas gekookt worden? Mijn moeder komt in januari."),
            Say("Bakker Bep", "Brood van de vorige dag breng ik mee. Geroosterd is het beter dan vers."),
            Say(
                "Hilde",
                "Wie niet zelf kan komen: bel mij. Er is een busje van de gemeente dat op woensdag vrij is.",
                [
                    Say("Hanneke", "Voor hoeveel mensen?"),
                    Say("Hilde", "Acht, of zes met een rolstoel erbij."),
                ],
            ),
            Say(
                "Anna van overal",
                "Ik eet elke dag om vijf uur bij de televisie. Samen zou ik ook weer eens koken.",
                behalf="",
            ),
            Say("Tante Sjaan", "Vraag de jeugd om te bedienen. Mijn neefje wil wel."),
            Say("Saar, zestien", "Wij doen dat. Het telt ook nog voor school."),
            Say("Mo met de aanhanger", "Twee lange tafels haal ik op met de aanhanger."),
        ],
        help=[
            ("Amira kookt", "time", "Ik kook elke tweede woensdag."),
            ("Truus van de fanfare", "things", "Veertig borden en bestek."),
            ("Saar, zestien", "time", "Wij komen met drie man bedienen."),
        ],
        story=[
            Step(
                "talking",
                "Anna van overal",
                26,
                "Twaalf mensen willen mee-eten. De sleutel van de zaal is geregeld.",
                "Hanneke zoekt een vaste dag.",
            ),
            Step(
                "meeting",
                "Anna van overal",
                6,
                "Er is genoeg om een plan te maken.",
                "We kiezen samen de dag en het eerste menu.",
                on=16,
            ),
        ],
    ),
    Idea(
        "Jeugdplek Meerlo, zelf gebouwd",
        by="Saar, zestien",
        village="Meerlo",
        place="achter het sportveld",
        days=87,
        could="Jongeren willen bouwen, en een aannemer wil helpen. Geen hok van plaatstaal dat ergens wordt "
        "neergezet. Wel een plek die wij zelf maken, met een dak, een bank en een stopcontact.",
        there="Een aannemer die hout en tijd geeft\nNegen jongeren die op zaterdag kunnen\nEen stuk grond achter het "
        "veld",
        needed="Dakplaten\nIemand die weet hoe je een fundering maakt",
        part="join",
        support=48,
        need=(30, 8, 6),
        talk=[
            Say("Trainer Teun", "Wat is jullie plan met geluid na tien uur?", resident=True),
            Say(
                "Saar, zestien",
                "Na tien uur geen box. Dat hebben we zelf bedacht. De buren hebben mijn nummer.",
                [Say("De twee van nummer 9", "Dat klopt. We hebben één keer gebeld en het werd stil.")],
            ),
            Say("Timmerman Ton", "Fundering doe ik met jullie voor. Daarna kun je het zelf."),
            Say("Hilde", "De vergunning is klaar. Jullie mogen de grond vijf jaar gebruiken."),
            Say("Opa Giel", "Wij hadden een hooizolder. Dit is veiliger."),
            Say("Broer van Pim", "Zaterdag staat het geraamte. Wie brengt broodjes?", [Say("Bakker Bep", "Ik.")]),
            Say("Saar, zestien", "Het dak zit erop. Nu de banken nog."),
        ],
        help=[
            ("Timmerman Ton", "knowledge", "Ik leer jullie funderen en schaven."),
            ("Bakker Bep", "things", "Broodjes op elke bouwzaterdag."),
        ],
        story=[
            Step(
                "talking", "Chaima tekent", 80, "Negen jongeren kwamen kijken.", "Chaima tekent drie schetsen met hen."
            ),
            Step(
                "waiting",
                "Hilde",
                66,
                "Bouwen op deze grond mag met een lichte vergunning.",
                "Hilde vraagt die aan, samen met Saar.",
                on=-40,
            ),
            Step("doing", "Hilde", 38, "De vergunning is er.", "Elke zaterdag van tien tot drie wordt er gebouwd."),
        ],
    ),
    Idea(
        "Kook- en taalcafé in Horst",
        by="Amira kookt",
        village="Horst",
        place="Lab aan het plein",
        days=136,
        could="Nieuwe buren uit andere landen koken graag, en wij leren elkaar kennen. Samen koken is praten zonder "
        "dat het een les is. Na twee uur ken je tien woorden en drie namen.",
        there="De keuken van het lab\nZeven mensen uit vijf landen",
        needed="",
        part="join",
        support=45,
        need=(29, 3, 4),
        quiet=12,
        talk=[
            Say("Ravi", "Mijn Nederlands is beter geworden van aardappels schillen dan van het boek."),
            Say("Mies", "Ik kwam voor het eten en bleef voor de mensen."),
            Say(
                "Yara",
                "Kunnen de recepten ergens blijven staan?",
                [
                    Say("Amira kookt", "Er ligt een map in de keuken, met vlekken en al."),
                    Say("Chaima tekent", "Ik maak er tekeningen bij. Dan kun je ze lezen zonder woorden."),
                ],
            ),
            Say("Hilde", "We gebruiken dit als voorbeeld voor twee andere dorpen. Mag dat?"),
            Say("Amira kookt", "Graag. Zeg erbij dat de afwas het leukste is."),
            Say("Oma Toos", "Ik heb daar leren eten met mijn handen, op mijn tachtigste."),
        ],
        help=[("Mies", "time", "Ik doe de inkopen.")],
        story=[
            Step("talking", "Anna van overal", 130, "Amira zocht een keuken. Die is er.", "Eerste avond in het lab."),
            Step("doing", "Mo met de aanhanger", 118, "De eerste avond zat vol.", "Elke twee weken op vrijdag."),
            Step(
                "done",
                "Mo met de aanhanger",
                20,
                "Het café draait nu vijf maanden zonder hulp van het lab. Er is een vaste groep van veertien mensen.",
                "Kom op vrijdag gewoon binnenlopen.",
            ),
        ],
    ),
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

LAB = Lab(
    slug="horst-aan-de-maas",
    municipality="Horst aan de Maas",
    intro="In dit stadslab werken buren, makers en de gemeente samen aan hun eigen dorp. We beginnen bij wat kan. "
    "Eén zin is genoeg.",
    contact=("Bea van het lab", "077 000 00 00", "dinsdag en donderdag van 13 tot 21 uur"),
    people=PEOPLE,
    crowd=120,
    ideas=[*WELL_KNOWN, *IN_THE_VILLAGES],
)
