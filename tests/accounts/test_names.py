"""People can read a name, tell it apart, and not mistake it for an office."""

from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from accounts.alike import look, looks
from accounts.models import User, name_key
from accounts.names import clean_name
from accounts.offices import is_in_use
from events.forms.signing_up import GuestForm
from tests.factories import make_lab, make_member, make_user

ORDINARY = [name for name in Path("tests/data/names.txt").read_text("utf-8").splitlines() if not name.startswith("#")]
OFFICES = (
    "Gemeente Horst|gemeentehorst|G e m e e n t e|gem.eente|gem33nte|G€m€€nt€|Ge meente|ge me en te|"
    "gemeeeente|Team Gemeente|wethouder Jan|w3thouder|vvethouder|Wet houder|wet_houder|m0derator|"
    "M0D3R4T0R|rnoderator|moder-ator|beheer|Beheerder|sitebeheer|b.e.h.e.e.r|dorpsraad Lottum|Dorps raad|"
    "college|c0llege|co11ege|College B&W|Het College|griffie|Griffier Els|ambtenaar7|Raads lid|raads1id|"
    "burgerneester|gem1eente|gem2eente|admin|4dmin|Admin Jan|ad.min|vice-burgemeester|"
    "ɢᴇᴍᴇᴇɴᴛᴇ|ᴍᴏᴅᴇʀᴀᴛᴏʀ Jan|ᴮᴱᴴᴱᴱᴿ|Beheer🅳er|Weth. Jan|Gem. Horst|Beh eerder|B&W|B & W|b en w|Ｂ＆Ｗ|College van B&W|"
    "Stadhuis|Stad huis|Raadhuis|Team Stadhuis|Ons College|Col lege|gemeentetuinbeheer|Gemeentelijk|"
    "Gem.Zaandorp|Weth.Jansen|admin-jan|Admin_Zaandorp|Stadhuis-Zaandorp|Helpdesk.Horst|BenW|benw|wethou∂er|wɘthouder|"
    "GemZaandorp|WethJansen|JanAdmin|JAN/ADMIN|gem|Gem|Gem1Horst|jan.4dmin|College van Zaandorp|"
    "College.van.Zaandorp|CollegeVanZaandorp|gemeenteparkeer|Gemeentetuinman|bǝheer|𝗀em~horst|Anne-Gemeente-Marie|"
    "A.D.M.I.N.|G.E.M.E.E.N.T.E.|J.P. Gem. Horst|G.E.M. Jansen, weth. Horst|Ge m Horst|GEM Horst|G3M Horst|"
    "Weth.Jansen-Veth|Weth. Jansen|Vveth. Jansen|VVeth.Jansen|Wweth Jansen|wethouder|vvethouder Veth"
).split("|")
TWINS = [
    ("Merel", "MereI"),
    ("Merel", "Mere1"),
    ("Merel", "Mere|"),
    ("Marnix", "Mamix"),
    ("Jan 10", "Jan lO"),
    ("Mo", "Мо"),
    ("Kees", "Кееѕ"),
    ("Bouwens", "Bouvvens"),
    ("Merel", "ｍｅｒｅｌ"),
    ("Ali", "AIi"),
    ("O'Brien", "O`Brien"),
    ("Anna", "ᗅnna"),
    ("Merel", "Mᴇrel"),
    ("Merel", "ᴍᴇʀᴇʟ"),
    ("Merel", "Merel."),
    ("Merel", "🌱Merel"),
    ("Merel", "Merel ✓"),
    ("Merel", "M3rel"),
    ("Merel", "M̂erel"),
    ("Merel", "“Merel”"),
    ("Eva", "3va"),
    ("Merel Smit", "Merel, Smit!"),
    ("Ali", "A1i"),
    ("Els", "E1s"),
    ("Ilse", "1lse"),
    ("Ilse", "I1se"),
    ("Ilse", "lIse"),
    ("Ilse", "ILSE."),
    ("Willem", "Wi1lem"),
    ("Iris", "ɪris"),
    ("Piet", "PIET."),
    ("Lisa", "LISA!"),
    ("Jos", "Jo5"),
    ("Anne", "Ann3"),
    ("Piet", "PlET"),
    ("Mila", "MlLA"),
    ("Ilse", "ɪʟsᴇ"),
    ("Merel", "Merelǃ"),
    ("Merel", "Merelꜝ"),
    ("Kees-Iris", "Kees-lris"),
    ("Emiel", "EMlEL!"),
    ("Lisa", "L1SA"),
    ("Merel", "Mere∣"),
]
READINGS = [
    ("Merel", "Mere!"),
    ("Piet", "P1et"),
    ("Piet", "P!et"),
    ("Willem", "WI1lem"),
    ("Ilse", "!lse"),
    ("Anna", "@nna"),
    ("Lisa", "L|sa"),
    ("Ali", "Al!"),
    ("Ali", "A!!"),
    ("Merel", "Mereǃ"),
    ("Jos", "Jo$"),
]
TWO_NAMES = (
    "Ali Ail|Mila Milia|Ilse Lise|Lia Ila|Ella Elia|Maria Marla|Lisa Ilsa|Merel6 Merel8|Merel1 Merel2|Jan6 Jan8|"
    "Kees3 Kees4|Piet1 Piet11|Ria Rla|Mia Mai|Lina Ilna|Iris Isis|Emilia Emilla|Wil Will|Kai Kal|Jos Jo|Anna Ann"
).split("|")  # fmt: skip


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
        ("Oma Beheersmans", "Oma Beheersmans"),
        ("College Dendron", "College Dendron"),
        ("Gemeentetuin", "Gemeentetuin"),
        ("Raadhuisplein 4", "Raadhuisplein 4"),
        ("Ben W.", "Ben W."),
        ("Anne-Marie", "Anne-Marie"),
        ("van den Berg-de Wit", "van den Berg-de Wit"),
        ("O'Neil", "O'Neil"),
        ("McDonald", "McDonald"),
        ("Gemma-Els", "Gemma-Els"),
        ("Gemeentetuin-Noord", "Gemeentetuin-Noord"),
        ("Gemeentepleinen", "Gemeentepleinen"),
        ("Adéṣọ́lá", "Adéṣọ́lá"),
        ("حُسَيْن", "حُسَيْن"),
        ("山田たろう", "山田たろう"),
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
        ("M\u0337erel", "gewone letters"),
        ("M\u20ddrel", "gewone letters"),
        ("M\u0302\u0303rel", "gewone letters"),
        ("\ufdfa" * 30, "gewone letters"),
        ("...!", "minstens één letter of cijfer"),
        ("Gemeente Horst", "Dit lijkt op een rol."),
        ("moderator", "Dit lijkt op een rol."),
        ("MO-MODERATOR", "Dit lijkt op een rol."),
        ("ｗｅｔｈｏｕｄｅｒ Jan", "Dit lijkt op een rol."),
        ("Dé Béhéerder", "Dit lijkt op een rol."),
        ("oud-deelnemer", "Dit lijkt op een rol."),
        ("Oud Deelnemer", "Dit lijkt op een rol."),
        ("Гemeente", "één soort letters"),
        ("Аnna", "één soort letters"),
        ("Annα", "één soort letters"),
        ("Anna 李", "één soort letters"),
        ("Jan\u0663 7", "één soort letters"),
        ("Horst · Groen", "de stip in het midden"),
        ("Horst • Groen", "de stip in het midden"),
        ("Horst ・ Groen", "de stip in het midden"),
        ("Horst ⋅ Groen", "de stip in het midden"),
        *((f"Horst {dot} Groen", "de stip in het midden") for dot in "⸳●▪˙∙•・･‣⁃◦○∘⚬⦁⏺⬤■▫◾⚫ꞏ᛫⸰⸱"),
        *((f"Horst{dot}Groen", "de stip in het midden") for dot in "⸳●▪˙∙•・"),
        ("x" * 2_000_000, "Kies een naam van 2 tot 40 tekens."),
    ],
)
def test_name_is_refused_with_what_to_do(typed, words):
    with pytest.raises(ValidationError, match=words):
        clean_name(typed)


@pytest.mark.parametrize("twin", ["merel", "MEREL", "Ｍｅｒｅｌ", " merel ", "ｍeʳel"])
def test_names_that_look_the_same_are_one(twin):
    assert name_key(twin) == name_key("Merel")


def test_five_hundred_ordinary_names_are_free_to_choose_and_no_two_look_the_same():
    assert len(ORDINARY) > 500
    shown = [clean_name(name) for name in ORDINARY]
    assert len(set(map(look, shown))) == len(set(map(name_key, shown))) == len(ORDINARY)


@pytest.mark.parametrize("name", OFFICES)
def test_office_is_seen_however_it_is_drawn_or_broken_up(name):
    with pytest.raises(ValidationError, match="Dit lijkt op een rol"):
        clean_name(name)


@pytest.mark.parametrize(("first", "second"), TWINS)
def test_names_that_are_drawn_alike_go_to_one_person(db, first, second):
    make_user(first)
    other = User.objects.create_user("ander@post.example")
    assert User.objects.alike(second).count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        other.choose_first_name(second)
    with pytest.raises(IntegrityError), transaction.atomic():
        other.choose_name(second)


@pytest.mark.parametrize(("first", "second"), READINGS)
def test_name_that_can_be_read_as_that_of_another_is_refused(client, db, first, second):
    make_user(first)
    client.force_login(make_user("Bram"))
    response = client.post("/account/", {"name": second})
    assert (response.status_code, "Iemand anders heeft deze naam al." in response.text) == (422, True)


@pytest.mark.parametrize("pair", TWO_NAMES)
def test_two_ordinary_names_of_nearly_the_same_letters_are_two(db, pair):
    first, second = pair.split()
    make_user(first)
    assert not User.objects.alike(second).exists()
    make_user(second)
    assert not User.objects.alike(first).filter(name=second).exists()


def test_readings_of_a_name_are_bounded():
    assert 1 < len(looks("a" + "1!I|" * 9 + "a")) <= 64


@pytest.mark.parametrize("other", ["Mereĺ", "Mérel", "Merel 2", "Merels", "Mer el"])
def test_own_letters_and_other_words_make_a_name_of_its_own(db, other):
    make_user("Merel")
    assert not User.objects.alike(other).exists()


@pytest.mark.parametrize(
    "name",
    [
        "Team Groen",
        "Ingrid team Groen",
        "ᴛeam Gr0en",
        "Proefdorp",
        "Proef.dorp!",
        "College Proefdorp",
        "Zorg",
        "College.Proefdorp",
        "CollegeProefdorp",
        "Ingrid-team-Groen",
        "TeamGroen",
    ],
)
def test_what_a_badge_says_now_and_the_name_of_a_lab_are_refused_to_members_and_guests(client, db, name):
    lab = make_lab()
    make_member(lab, "Ingrid", "civil_servant").give_role("civil_servant", "team Groen", None, "")
    make_member(lab, "Wil").give_role("body", "Zorg", None, "")
    client.force_login(make_user("Bram"))
    response = client.post("/account/", {"name": name})
    assert (response.status_code, "Dit lijkt op een rol." in response.text) == (422, True)
    form = GuestForm({"name": name, "email": "gast@post.example", "seats": "1"}, lab=lab)
    assert form.errors["name"] == ["Dit lijkt op een rol. Vul alleen je eigen naam in."]


@pytest.mark.parametrize("name", ["Team Zon", "Jan Groen", "Groen", "Jan Zorg", "Wil uit Proefdorp"])
def test_other_teams_and_part_of_a_badge_are_free(db, name):
    make_member(make_lab(), "Ingrid").give_role("civil_servant", "team Groen", None, "")
    make_member(make_lab("elders"), "Wil").give_role("body", "Zorg", None, "")
    assert not is_in_use(name)


def test_control_without_the_look_both_would_be_theirs(db):
    make_user("Merel")
    assert not User.objects.filter(name_key=name_key("MereI")).exists()


def test_person_is_told_at_the_field_that_a_name_is_taken_by_one_that_looks_like_it(client, db):
    make_user("Merel")
    client.force_login(make_user("Bram"))
    response = client.post("/account/", {"name": "MereI"})
    assert response.status_code == 422
    assert "Iemand anders heeft deze naam al." in response.text


@pytest.mark.parametrize(("older", "newer", "third"), [("Merel", "MereI", "Mere1"), ("Piet", "PlET", "PIET.")])
def test_people_who_looked_alike_before_keep_their_names_and_no_third_comes(client, db, older, newer, third):
    make_user(older)
    second = make_user("Bram")
    User.objects.filter(pk=second.pk).update(name=newer, name_key=name_key(newer), name_look="an older look")
    fill = import_module("accounts.migrations.0009_draw_upright_strokes").fill
    for _again in range(2):
        fill(apps, SimpleNamespace(connection=connection))
        assert list(User.objects.order_by("pk").values_list("name", "name_look")) == [
            (older, look(older)), (newer, None),
        ]  # fmt: skip
    client.force_login(User.objects.get(pk=second.pk))
    assert client.post("/account/", {"name": newer}).status_code == 302, "who saves their own name keeps it"
    client.force_login(make_user("Chaima"))
    assert client.post("/account/", {"name": third}).status_code == 422


def test_the_copy_of_the_look_in_the_migration_is_the_same():
    frozen = import_module("accounts.migrations.0009_draw_upright_strokes").look
    names = [*ORDINARY, *(name for pair in TWINS + READINGS for name in pair), *OFFICES]
    assert [name for name in names if frozen(name) != look(name)] == []


def test_name_from_before_these_rules_stays_when_it_is_saved_again(client, db):
    anna = make_user("Anna")
    User.objects.filter(pk=anna.pk).update(name="Griffie Anna", name_key="griffie anna")
    client.force_login(User.objects.get(pk=anna.pk))
    assert client.post("/account/", {"name": "Griffie Anna"}).status_code == 302
    assert client.post("/account/", {"name": "Griffie Bea"}).status_code == 422


def test_guest_may_not_look_like_a_member(db):
    member = make_member(make_lab(), "Merel")
    form = GuestForm({"name": "MereI", "email": "gast@post.example", "seats": "1"}, lab=member.lab)
    assert form.errors["name"] == ["Zo heet hier al iemand. Ben jij dat? Log dan in. Zet er anders je achternaam bij."]
