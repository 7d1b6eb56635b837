"""A name is what people can read, tell apart, and not mistake for an office."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import name_key
from accounts.names import clean_name


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Merel", "Merel"),
        ("  Jo   van de tuin ", "Jo van de tuin"),
        ("Fietser77", "Fietser77"),
        ("Zoe\u0308", "Zoë"),
        ("Nguyễn Thị Ánh", "Nguyễn Thị Ánh"),
        ("שָׁלוֹם", "שָׁלוֹם"),
        ("محمد", "محمد"),
        ("สมชาย", "สมชาย"),
        ("李雷", "李雷"),
        ("Bloem 🌷", "Bloem 🌷"),
        ("O'Brien-Smit", "O'Brien-Smit"),
        ("x" * 40, "x" * 40),
        ("Moderato", "Moderato"),
    ],
)
def test_name_stands_as_typed(typed, shown):
    assert clean_name(typed) == shown


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("a", "Kies een naam van 2 tot 40 tekens."),
        ("", "Kies een naam van 2 tot 40 tekens."),
        ("x" * 41, "Kies een naam van 2 tot 40 tekens."),
        ("e\u0301", "Kies een naam van 2 tot 40 tekens."),
        ("Me\u200brel", "teken in dat niemand ziet"),
        ("\u202elereM", "teken in dat niemand ziet"),
        ("Me\u00adrel", "teken in dat niemand ziet"),
        ("Me\u0000rel", "teken in dat niemand ziet"),
        ("Me\nrel", "teken in dat niemand ziet"),
        ("\u3164\u3164", "teken in dat niemand ziet"),
        ("\u2800\u2800\u2800", "teken in dat niemand ziet"),
        ("Merel\ufe0f", "teken in dat niemand ziet"),
        ("Merel \u2764\ufe0f", "en zonder plaatjes"),
        ("\U000e0041Merel", "teken in dat niemand ziet"),
        ("\ud800Merel", "teken in dat niemand ziet"),
        ("M\u0301\u0302\u0303\u0304erel", "gewone letters"),
        ("\u0301\u0301ab", "gewone letters"),
        ("\ufdfa" * 30, "gewone letters"),
        ("...!", "minstens één letter of cijfer"),
        ("Gemeente Horst", "Dit lijkt op een rol."),
        ("moderator", "Dit lijkt op een rol."),
        ("MO-MODERATOR", "Dit lijkt op een rol."),
        ("ｗｅｔｈｏｕｄｅｒ Jan", "Dit lijkt op een rol."),
        ("Dé Béhéerder", "Dit lijkt op een rol."),
        ("oud-deelnemer", "Dit lijkt op een rol."),
        ("Oud Deelnemer", "Dit lijkt op een rol."),
    ],
)
def test_name_is_refused_with_what_to_do(typed, words):
    with pytest.raises(ValidationError, match=words):
        clean_name(typed)


@pytest.mark.parametrize("twin", ["merel", "MEREL", "Ｍｅｒｅｌ", " merel ", "ｍeʳel"])
def test_names_that_look_the_same_are_one(twin):
    assert name_key(twin) == name_key("Merel")
