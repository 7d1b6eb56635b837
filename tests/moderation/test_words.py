"""Insults are found; titles of ideas, names of places and ordinary words are not."""

import csv
import os
from pathlib import Path

import pytest

from labs.villages import known
from moderation.words import WordList, default_list, list_of

ROUNDS = sorted(Path(os.environ.get("PABULIB_DIR", "/nowhere")).glob("*.pb"))
NAMES = sorted(Path(os.environ.get("GEO_NL_DIR", "/nowhere")).glob("derived_*.csv"))
NOT_OURS = "{} names no folder with the real data: it is not ours to ship"

INSULTS = """klootzak|klootzakken|hufter|kutwijf|hoer|slet|trut|lul|rotzak|klojo|oetlul|mongool|debiel|randdebiel
imbeciel|kankerlijer|tyfuslijer|teringlijer|pleurislijer|kankerhoer|kankerhond|kutmongool|rothoer|droogkloot
kontenlikker|etterbak|kutmarokkaan|nikker|geitenneuker|kankerjood|spleetoog|motherfucker|bitch|graftak
matennaaier|smeerlap|gluiperd"""

SENTENCES = """Wat een eikel ben jij.|Vieze flikker!|Jij idioot|domme teef, ga weg|Flikker op naar je eigen dorp
HOU JE BEK|Krijg de tering met je bankje|Ik weet waar je woont|ik sla je in elkaar
stelletje idioten van de gemeente"""

DISGUISED = {
    "KLOOTZAK!": "klootzak",
    "klóótzak": "klootzak",
    "kloot\u200bzak": "klootzak",
    "kloot\u00adzak": "klootzak",
    "kl00tzak": "klootzak",
    "kloooootzak": "klootzak",
    "ｋｌｏｏｔｚａｋ": "klootzak",
    "kut-wijf": "kutwijf",
    "k*twijf": "kutwijf",
    "h0er": "hoer",
    "**hoer**": "hoer",
    "hou\n je  bek": "hou je bek",
}

ORDINARY = """Wat schaft de pot|Potten en pannen ruilen|Poot een bol in het plantsoen|Een hondenpoot in het cement
Aan de beurt|Een grote beurt voor het speelveld|Opknapbeurt Dorpsstraat|Foto's uit de oude doos
Dozen vol boeken|Flikkerlicht bij de school|De lamp op het plein flikkert
Er is geen flikker te doen voor jongeren|Mof en buis: leer loodgieten|Handschoenen en een mof|Negerzoenen eten
Zoen in plaats van negerzoen|Wandelen van Delden naar Goor|Verhalen over de del|Pikmeeuwen voeren, nee
Pik een picknick|Pik een terrasje|Geilenkirchen, onze buren|Eikels rapen|Van eikel tot eik
Kloten gooien: klootschieten in Twente|Een kluit en een kloot|Zakken afval|Zak chips|Kip aan het spit
Kippen op het plein|Een gleuf voor brieven|Reetje de ree|Ballen in het veld|De ballen van de kegelclub
Stoot je hoofd niet|Neef en nicht feest|Nichtjesdag|Loopse teef op het losloopveld|Mutsen breien
Oude wijven, oud brood|Asbakken bij de bushalte|ASO naast de havo|Bekken van de beek|De hond uitlaten
Gras maaien met een zeis|Gat in de weg|Een gedoogzone voor paaldansers|Naaien voor beginners|Naaicafé
Naakt zwemmen in de plas|Palen langs de Maas|Pijpen van het orgel|Poep op de stoep|Hondenpoep
Drollen op de stoep|Watjes tellen|Wippen in de speeltuin|Een wip voor peuters|Zaadjes ruilen|Plant een zaadje
Brandweer laat kinderen spuiten|Hol in de dijk|Een toeter op de bakfiets|Een standje op de markt
Yoga op een matje|Balen stro|Penoze, een film|Griet en Hans|Anita's bloemen|Kont tegen de krib
Schijtlijster op het dak|Buffelen en blazen|Rukwind|Stront aan de knikker|Hufterproof bankjes
Hufter-proof speeltoestel|Een hufter proof bankje|Geen anti-hufter bankje|Tering naar de nering zetten
Tyfus in 1890|Samen tegen kanker|Kanker op jonge leeftijd|Inloophuis na kanker|Krijg ik kanker van asbest?
Mongools eten|Turkse bakker|Marokkaanse thee|Joodse begraafplaats|Poolse buren|De Homo Sapiens route|Kuttingen
Hoera, het is feest|Hoerenzangers|Hoeree|Kutná Hora, zusterstad|Scunthorpe|Middelburg|Maasoever
Fuck Up Night Horst|Sletjesbaard|Lullaby in de kerk|Lulofs lezen|Trutenboom|Houd je bekken recht
Hou je bekerhouder schoon|Ik weet waar je kunt eten|Het bankje rot op de hoek|Donder op zondag|Lokaal LU1
Zaal H3R|Route K1T|5961 AB|Kerk & kroeg|Bewoner*innen|1 + 1 = 2|K*n dit?"""


def pieces(text):
    return [piece for line in text.splitlines() for piece in line.split("|")]


@pytest.mark.parametrize("text", pieces(INSULTS) + pieces(SENTENCES))
def test_an_insult_is_found(text):
    assert default_list().found_in(f"Zeg, {text}, ja jij.")


@pytest.mark.parametrize(("text", "entry"), DISGUISED.items())
def test_an_insult_is_found_however_it_is_written(text, entry):
    assert default_list().found_in(text) == [entry]


def test_no_ordinary_title_is_found():
    assert {title: found for title in pieces(ORDINARY) if (found := default_list().found_in(title))} == {}


def test_no_village_of_ours_is_found():
    assert default_list().found_in(*(village["name"] for villages in known().values() for village in villages)) == []


@pytest.mark.skipif(not NAMES, reason=NOT_OURS.format("GEO_NL_DIR"))
def test_no_municipality_district_or_neighbourhood_of_the_netherlands_is_found():
    names = []
    for path in NAMES:
        with path.open(encoding="utf-8") as file:
            names += [row.get("statnaam") or row["gemeentenaam"] for row in csv.DictReader(file)]
    assert len(names) > 10_000
    assert {name: found for name in names if (found := default_list().found_in(name))} == {}


@pytest.mark.skipif(not ROUNDS, reason=NOT_OURS.format("PABULIB_DIR"))
@pytest.mark.parametrize("path", ROUNDS, ids=lambda path: path.stem)
def test_no_title_of_a_real_round_is_found(path):
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    projects = csv.DictReader(lines[lines.index("PROJECTS") + 1 : lines.index("VOTES")], delimiter=";")
    titles = [project["name"] for project in projects]
    assert titles
    assert {title: found for title in titles if (found := default_list().found_in(title))} == {}


def test_a_found_word_is_named_once_in_the_order_of_the_texts():
    words = WordList(["hoer", "trut"])
    assert words.found_in("Een trut en een hoer", "Nog een trut") == ["trut", "hoer"]


def test_a_phrase_is_found_only_whole_and_in_order():
    words = WordList(["vieze doos"])
    assert words.found_in("Wat een vieze doos.") == ["vieze doos"]
    assert words.found_in("Een doos, een vieze", "vieze", "doos") == []


def test_an_ordinary_phrase_excuses_its_words_there_and_nowhere_else():
    words = WordList(["hufter", "!hufter proof"])
    assert words.found_in("Een hufter proof bankje") == []
    assert words.found_in("Een hufter proof bankje, hufter") == ["hufter"]


def test_a_lab_adds_words_and_leaves_words_out():
    words = list_of("# ons dorp\nsufkop\n\n!trut hola", "hoer\nTRUT")
    assert words.found_in("sufkop", "klootzak", "hoer", "trut") == ["sufkop", "klootzak"]
    assert default_list().found_in("sufkop", "klootzak", "hoer", "trut") == ["klootzak", "hoer", "trut"]


def test_nothing_is_found_in_an_empty_text_or_by_an_empty_list():
    assert default_list().found_in("", "   ", "!!! ???") == []
    assert WordList([]).found_in("klootzak") == []


@pytest.mark.parametrize("text", ["ab" * 25_000 + "1", "a" + "*" * 50_000, "-'" * 25_000, "a" * 50_000])
def test_a_text_made_to_be_slow_is_read_to_its_end(text):
    assert default_list().found_in(text, "klootzak") == ["klootzak"]
