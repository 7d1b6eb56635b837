"""A phone number, a mail address and a house address are found; numbers of every day are not."""

import pytest

from common.personal import Personal, personal_in

PHONES = """Bel 06-12345678|06 12 34 56 78|0612345678.|06 1234 5678|0478-123456|(0478) 12 34 56|077-1234567
077 - 123 45 67|+31 6 12345678|+31612345678|+31 (0)6 1234 5678|0031 6 12345678|+49 2832 123456
Mijn nummer is 06-1234 5678, bel me|tel:0612345678"""
MAILS = """Mail jan.jansen@voorbeeld.nl|JAN@VOORBEELD.NL|jan+lab@post.voorbeeld.nl.|jan [at] voorbeeld.nl
jan(at)voorbeeld.nl"""
HOUSES = """Kerkstraat 12|Ik woon op kerkstraat 12a.|In de Kerkstraat 12 woont Jan
Burgemeester Janssenlaan nr. 3, Horst|Op Stationsweg 7 is het stil|Venloseweg 110 B|Molenveld 3, 5961 AB
5961 AB 12|5961AB, 12|De buurvrouw van nummer 12|Mevrouw Janssen op nr. 8|Op nummer 14 woont een man
huisnummer 12|huisnr. 12|Kerkstr. 12|Nieuwstraat, nr 12|Hoofdstraat 12: daar|Hoofdstraat 12/14|"Hoofdstraat 12"
In Hoofdstraat 12 (hoek Molenweg)|Schoolstraat 5 in Horst|Kerkstraat 12 5961 AB Horst|Kerkplein 4"""
ORDINARY = """In de Kerkstraat is het druk|Kerkstraat 2 bankjes erbij|Kerkstraat 30 km per uur
De Dorpsstraat 10-12 uur afsluiten|Open van 10.00 tot 12.00 uur|06.00-12.00 18.00
di 9.00-12.00 uur, do 13.30-17.00 uur|01-02-2026 10.00 uur|06-07-2026 20.00|6 december 2026|€ 2.500
1.250.000 euro|Het kost 1200,50|0900-1234|0800 1234 567|14 077|Bel 112|N270|A73 bij Horst|5961 mensen
In 2026 1000 bomen|Kerkstraat 2026|Kerkstraat, 12 bomen|fietspad 3 meter breed|Een wandelpad 2, nee
sportpark 2 velden|Het park 10 bankjes|dijk 4|Plein 3 is klaar|Stationsweg 14.00 uur|Stationsstraat 5,50 euro
Kerkstraat 50%|Kerkstraat 12 december|Op zaterdag 12 december|info@voorbeeld.nl|gemeente@voorbeeld.nl
Zie https://voorbeeld.nl/0612345678|@horst is leuk|Wij zijn met z'n 12en|NL91 ABNA 0417 1643 00
Rekening NL91ABNA0417164300|Idee nummer 12|Op nummer 1 staat een speeltuin|Bus 60 van 8.05|3 x 4 = 12
Om de week 1 uur|Vak 0123456789012|1234567890|Route 12-34-56|Knooppunt 12 34 56 78 90|Van 0478 naar 077
Kamer 12 in de school|Wie woont er op de Kerkstraat?|50/50|10 tot 12 jaar|Postcode 5961|Artikel 5961 BW
2x per jaar|06|1e prijs|Kerkstraat 1e deel"""


def pieces(text):
    return [piece for line in text.splitlines() for piece in line.split("|")]


@pytest.mark.parametrize("text", pieces(PHONES))
def test_a_phone_number_is_found(text):
    assert personal_in(text) == {Personal.PHONE}


@pytest.mark.parametrize("text", pieces(MAILS))
def test_a_mail_address_is_found(text):
    assert personal_in(text) == {Personal.MAIL}


@pytest.mark.parametrize("text", pieces(HOUSES))
def test_a_house_address_is_found(text):
    assert personal_in(text) == {Personal.ADDRESS}


def test_numbers_of_every_day_are_not_found():
    assert {text: found for text in pieces(ORDINARY) if (found := personal_in(text))} == {}


def test_all_kinds_are_found_in_one_text():
    text = "Jan woont op\nKerkstraat 12\nen belt graag:\n06\u00a012345678 of jan@voorbeeld.nl"
    assert personal_in(text) == set(Personal)


@pytest.mark.parametrize(
    "text", ["06 " * 20_000, "a" * 50_000 + "@", "a." * 25_000, "0" * 50_000, "straat " * 8_000, "+31 " * 12_000]
)
def test_a_text_made_to_be_slow_is_read_to_its_end(text):
    assert Personal.PHONE in personal_in(f"{text}; 06-12345678")
