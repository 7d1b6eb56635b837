"""Ideas that have come far."""

from demo.shapes import Idea, Say, Step

IDEAS = [
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
]
