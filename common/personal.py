"""Find a phone number, a mail address or a house address in a text, to ask its writer whether everybody may read it.

It asks too little rather than too often: dates, amounts, opening hours, a street without a number, and the numbers and
mailboxes of organisations (0800, 14 077, info@) are not found.
"""

import re
from collections.abc import Iterator
from enum import StrEnum


class Personal(StrEnum):
    PHONE = "phone"
    MAIL = "mail"
    ADDRESS = "address"


IBAN = re.compile(r"\b[A-Z]{2}\d{2} ?[A-Z]{4}(?: ?\d){10}\b")
DATE = re.compile(r"\b\d{1,2}([-/. ])\d{1,2}\1(?:19|20)\d\d\b")
LINK = re.compile(r"\bhttps?://\S+", re.IGNORECASE)

# 06-12345678, 06 12 34 56 78, 0478-123456, 077 123 45 67, +31 (0)6 1234 5678. After the first part the digits stand
# in groups of two or more with one kind of sign between them, so "06.00-12.00 18" is no phone number.
AREA = r"(?:\(?0[1-57]\d{1,2}\)?|\(?06\)?|(?:\+|\b00)31[ -]?(?:\(0\))?[ -]?(?:6|[1-57]\d{1,2}))"
GROUPS = r"\d{6,8}|\d{2,4}(?:([ .-])\d{2,4})(?:\4\d{2,4}){0,2}"
PHONE = re.compile(rf"(?<![\w.,+/-])({AREA})([ -]{{0,3}}|\.)({GROUPS})(?![\w/-]|[.,]\d)")
ABROAD = re.compile(r"(?<![\w+])(?:\+|00)(?!31)[1-9]\d{0,2}(?:[ -]?\d){8,11}(?![\w-])")
DIGITS = 10  # of a Dutch number, with its zero

AT = r"(?:@| ?[\[(] ?(?:at|apenstaartje) ?[\])] ?)"
MAIL = re.compile(rf"(?<![\w.+-])([\w.+-]{{1,64}}){AT}[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,4}}", re.IGNORECASE)
OF_ORGANISATIONS = {"info", "contact", "gemeente", "post", "bestuur", "secretariaat", "redactie", "administratie"}
OF_ORGANISATIONS |= {"aanmelden", "receptie", "kantoor", "noreply", "no-reply", "hallo", "welkom", "vragen"}

# "Kerkstraat 12", "kerkstraat 12a", "Burgemeester Janssenlaan nr. 3": a number that counts nothing. The text
# ends after it, or a small word follows; not "Kerkstraat 2 bankjes", "Kerkstraat 30 km" or "Kerkstraat 10-12 uur".
KINDS = "straat|laan|weg|plein|pad|dijk|kade|singel|gracht|hof|steeg|dreef|plantsoen|park|wal|markt|ring|akker|veld"
PLAIN = "fiets|wandel|voet|zand|bos|snel|spoor|school|speel|winkel|achter|voor|sport|skate|moes|pluk|rivier|rijks|zee"
NO_STREET = rf"(?:{PLAIN})(?:weg|plein|pad|dijk|hof|veld|park|akker|markt|wal|kade)\b"
STREET = rf"\b(?!{NO_STREET})[a-zà-ÿ]{{3,40}}(?:{KINDS}|str\.?)"
SMALL_WORDS = "en|in|te|is|was|staat|staan|woont|wonen|bij|of|om|aan|op|met|naar|waar|voor|heeft|ligt|zit|moet|kan|die"
HOUSE = re.compile(
    rf"{STREET}(?:,? (?:nr\.?|nummer|huisnummer))? (\d{{1,4}})(?: ?[a-h]\b| ?-? ?(?:bis|hs|[ivx]+)\b)?"
    rf"(?=\s*$|[;!?)(\"\n]| \(|[.,:](?!\d)|/\d{{1,4}}\b| (?:{SMALL_WORDS})\b(?! \d)| \d{{4}} ?[a-z]{{2}}\b)",
    re.IGNORECASE | re.MULTILINE,
)
POSTCODE = re.compile(
    r"\b\d{1,4} ?[a-h]?,? {1,2}[1-9]\d{3} ?[A-Z]{2}\b"
    r"|\b[1-9]\d{3} ?[A-Z]{2},? (?:nr\.? |nummer |huisnummer )?\d{1,4}\b"
)
DOOR = re.compile(
    r"\bhuis(?:nummer|nr\.?) \d"
    r"|\b(?:buur\w{0,8}|bewoners?|mevrouw|meneer|familie|gezin) (?:\w{1,20} )?(?:van|op|uit) "
    r"(?:nr\.?|nummer) ?\d{1,4}\b|\b(?:nr\.?|nummer) ?\d{1,4} ?[a-h]? (?:woont|wonen)\b",
    re.IGNORECASE,
)


def personal_in(text: str) -> set[Personal]:
    """Return which kinds of personal details the text seems to hold. It takes a time that grows with its length."""
    text = " ".join(re.split(r"[ \t\u00a0]+", text.replace("\u2011", "-").replace("–", "-")))
    return set(_found(text))


def _found(text: str) -> Iterator[Personal]:
    if any(_is_of_a_person(found[1]) for found in MAIL.finditer(text)):
        yield Personal.MAIL
    bare = LINK.sub(" ", DATE.sub(" ; ", IBAN.sub(" ", text)))
    if ABROAD.search(bare) or any(map(_has_all_digits, PHONE.finditer(bare))):
        yield Personal.PHONE
    houses = (found for found in HOUSE.finditer(bare) if not 1900 <= int(found[1]) < 2100)
    if next(houses, None) or POSTCODE.search(bare) or DOOR.search(bare):
        yield Personal.ADDRESS


def _is_of_a_person(mailbox: str) -> bool:
    return mailbox.casefold() not in OF_ORGANISATIONS


def _has_all_digits(found: re.Match[str]) -> bool:
    area = re.sub(r"\D", "", found[1].replace("(0)", ""))
    area = re.sub(r"^(?:00)?31", "0", area)
    return len(area + re.sub(r"\D", "", found[3])) == DIGITS
