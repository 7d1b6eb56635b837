"""The charter and the house rules with which every example lab begins."""

from demo.shapes import Place

CHARTER = """\
Dit lab is voor iedereen die hier woont, werkt of graag komt. Soms is het een zaal, soms een kar, soms alleen deze \
website.

We beginnen bij wat kan. Een plan hoeft niet af te zijn. Eén zin is genoeg.

In het gesprek is iedereen gelijk. Je ziet altijd in welke rol iemand praat. De gemeente doet mee als een van de \
deelnemers.

Een probleem is nooit van één persoon. Daarom vragen we steeds: wie brengt wat?

De gemeente geeft antwoord. Je ziet wie dat doet en wanneer. Lukt het niet op tijd? Dan zie je de reden en een nieuwe \
datum. Soms is het antwoord nee. Dan leggen we uit waarom.

Steun is geen verkiezing. Veel steun helpt, maar beslist niet alles. Bij elke vraag staat wie beslist.

Wat je op papier schrijft of hardop zegt, telt net zo goed mee.

Niets verdwijnt stil. Verbergen we iets, dan staat erbij waarom.

We proberen dingen uit. Lukt iets niet? Dan schrijven we op wat we leerden."""

HOUSE_RULES = """\
Praat over het idee, niet over de persoon.
Niet schelden, niet dreigen, niet discrimineren.
Zet geen namen, adressen of foto's van anderen online zonder dat zij dat willen.
Maak geen reclame. Verdien je er zelf aan? Zeg dat erbij.
Ben je het niet eens? Vertel waarom, en wat er wel kan.
Laat ruimte voor anderen. Eén keer zeggen is genoeg."""

ONLINE = Place(
    "Online lab",
    kind="online",
    rooms=[("online", 100)],
    words={
        "about": "Je doet mee vanaf je eigen keukentafel.",
        "access_words": "De ondertiteling staat aan.\nJe kunt ook bellen met een gewone telefoon.",
        "link": "https://lab.voorbeeld.invalid/",
    },
)
