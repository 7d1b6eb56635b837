"""Meerssen: a lab that has only just begun."""

from functools import partial

from demo.shapes import Gathering, Idea, Lab, Person, Place, Say, Step
from demo.texts import ONLINE

coffee = partial(
    Gathering,
    by="Mia brengt samen",
    starts="10:00",
    ends="11:30",
    place="Keet bij het station",
    about="De koffie is klaar. Kom vertellen wat er bij het station zou kunnen.",
    table={"Ontmoetingsplek bij station Bunde": ""},
)

LAB = Lab(
    slug="meerssen",
    municipality="Meerssen",
    intro="Ons dorpslab is net begonnen. Er liggen vier ideeën, en er is nog veel ruimte. Vertel wat hier zou kunnen.",
    contact=("Cis van het lab", "043 000 00 00", "woensdag van 10 tot 16 uur"),
    words={"lab_word": "dorpslab", "maker_word": "dorpsmaker"},
    crowd=8,
    host="Cis van het lab",
    places=[
        Place(
            "Keet bij het station",
            kind="temporary",
            rooms=[("keet", 15)],
            hours=[(2, "10:00", "16:00")],
            stops=[(-10, 20, "op het plein voor station Bunde", "Bunde")],
            words={
                "step_free": "no",
                "access_words": "Twee treden: bel, dan komen we naar buiten.",
                "host": "Cis van het lab",
                "phone": "043 000 00 00",
            },
        ),
        ONLINE,
    ],
    gatherings=[
        coffee("Eerste koffie in Bunde", on=-7, entry="walk_in", off="Storm. We zoeken een nieuwe datum."),
        coffee("Eerste koffie in Bunde, opnieuw", on=0, dates=[8, 10, 15], capacity=15),
    ],
    people=[
        Person("Mia brengt samen", (("connector", ""),)),
        Person("Leon maakt", (("stadmaker", ""),)),
        Person("Esther", (("civil_servant", "team Dorpen"),)),
        Person("Huub leest mee", (("moderator", ""),)),
        Person("Cis van het lab", (("lab_admin", ""),)),
        Person("Treinreiziger"),
        Person("Appelvrouw"),
        Person("Helling 12"),
        Person("Wiel van Rothem"),
    ],
    ideas=[
        Idea(
            "Ontmoetingsplek bij station Bunde",
            by="Treinreiziger",
            village="Bunde",
            place="op het plein voor het station",
            days=12,
            could="Hier komt elke dag het halve dorp langs. Toch staat iedereen alleen op de trein te wachten. Met "
            "een lange tafel en een kast met boeken wordt wachten een praatje.",
            there="Een droog stuk onder de luifel\nLeon heeft hout liggen",
            needed="Mogen we daar een tafel neerzetten?\nIemand die de boekenkast bijhoudt",
            part="join",
            support=11,
            need=(9, 1, 2),
            talk=[
                Say(
                    "Leon maakt",
                    "Ik heb eikenhout van een oude schuur. Daar kan een tafel van acht meter uit.",
                    [Say("Treinreiziger", "Wat mooi. Ik kan helpen schuren, op zaterdag.")],
                ),
                Say(
                    "Esther",
                    "Het plein is deels van de gemeente en deels van het spoor. Ik zoek uit waar de grens ligt.",
                ),
            ],
            help=[("Leon maakt", "things", "Ik breng het hout en mijn gereedschap.")],
            story=[
                Step(
                    "talking",
                    "Mia brengt samen",
                    4,
                    "Drie mensen willen samen een tafel bouwen. We zoeken uit waar hij mag staan.",
                    "Esther vertelt volgende week van wie de grond is.",
                )
            ],
        ),
        Idea(
            "Fruit van oude bomen in Geulle",
            by="Appelvrouw",
            village="Geulle",
            place="de boomgaarden langs de helling",
            days=6,
            could="Elk najaar ligt het gras vol appels en peren. Het fruit dat nu blijft liggen, kunnen we samen "
            "persen. Dan drinkt het hele dorp sap van eigen bomen.",
            there="Vier eigenaren vinden het goed dat we rapen",
            needed="Een pers voor één dag\nLege flessen",
            part="join",
            support=7,
            need=(5, 0, 1),
            talk=[Say("Helling 12", "Bij mij staan twee oude perenbomen. Kom maar rapen.")],
        ),
        Idea(
            "Water vasthouden in Ulestraten",
            by="Helling 12",
            village="Ulestraten",
            days=2,
            could="Na een stortbui komt het water de helling af. Met regentonnen en groen loopt er minder naar "
            "beneden. Als twintig huizen meedoen, merkt de hele straat het.",
            needed="Weten welke tonnen goed zijn\nSamen inkopen scheelt geld",
            part="maybe",
            support=3,
            need=(3, 0, 0),
        ),
        Idea(
            "Huiskamer van Rothem",
            by="Leon maakt",
            behalf="Wiel van Rothem",
            village="Rothem",
            days=0.3,
            could="Een vaste middag per week geeft mensen een plek om binnen te lopen. Koffie, een krant en iemand "
            "die luistert. Meer hoeft het niet te zijn.",
            there="Een lokaal dat op donderdag leeg staat",
            support=1,
        ),
    ],
)
