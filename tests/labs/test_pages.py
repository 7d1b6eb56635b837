"""The pages of a lab: access, texts, and no cookie for a reader."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from labs.models import Neighbourhood, Role
from tests.factories import make_lab, make_member, make_user

pytestmark = pytest.mark.django_db

PUBLIC = ["lab_home", "lab_people", "lab_charter", "lab_rules", "lab_accessibility", "lab_privacy"]
DESK = ["lab_manage", "lab_roles", "lab_role_give", "lab_texts", "lab_villages", "lab_log"]
OF_A_THING = ["lab_role_take", "lab_village", "lab_village_remove"]
OTHERS = [
    "nobody yet",
    "resident",
    "stadmaker",
    "connector",
    "civil_servant",
    "moderator",
    "alderman",
    "admin elsewhere",
]


@pytest.fixture
def lab():
    return make_lab()


def address(name, lab):
    """Return the address of the page, with a role or village of this lab if it needs one."""
    args = {"lab_slug": lab.slug}
    if name == "lab_role_take":
        args["pk"] = Role.objects.filter(membership__lab=lab).last().pk
    elif name in OF_A_THING:
        args["pk"] = Neighbourhood.objects.filter(lab=lab).first().pk
    return reverse(name, kwargs=args)


def someone(kind, lab):
    """Return a person of this kind; each lab has an admin."""
    make_member(lab, "Mo", "lab_admin")
    if kind == "nobody yet":
        return make_user("Bram")
    if kind == "admin elsewhere":
        return make_member(make_lab("elders"), "Bram", "lab_admin", "moderator").user
    return make_member(lab, "Bram", *([] if kind == "resident" else [kind])).user


def answers(client, lab, names, *methods):
    """Return each page's status for each method."""
    return {
        (name, method): getattr(client, method)(address(name, lab)).status_code for name in names for method in methods
    }


@pytest.mark.parametrize("kind", ["signed out", *OTHERS, "lab_admin"])
def test_everybody_reads(client, lab, kind):
    if kind != "signed out":
        client.force_login(someone(kind, lab))
    assert set(answers(client, lab, PUBLIC, "get").values()) == {200}
    assert set(answers(client, lab, PUBLIC, "post", "put", "delete").values()) == {405}


@pytest.mark.parametrize("name", PUBLIC)
def test_reading_sets_no_cookie(client, lab, name):
    response = client.get(address(name, lab))
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.text


@pytest.mark.parametrize("name", [*PUBLIC, *DESK])
def test_an_unknown_lab_is_not_there(client, name):
    assert client.get(reverse(name, kwargs={"lab_slug": "nergens"})).status_code == 404


@pytest.mark.parametrize("kind", OTHERS)
def test_the_desk_is_for_those_who_run_this_lab(client, lab, kind):
    client.force_login(someone(kind, lab))
    before = Role.objects.count(), Neighbourhood.objects.count(), lab.memberships.count()
    found = answers(client, lab, [*DESK, *OF_A_THING], "get", "post")
    reading_only = {(name, "post"): 405 for name in ("lab_manage", "lab_roles", "lab_log")}
    assert found == dict.fromkeys(found, 403) | reading_only
    assert (Role.objects.count(), Neighbourhood.objects.count(), lab.memberships.count()) == before


def test_who_runs_the_lab_opens_the_desk(client, lab):
    client.force_login(make_member(lab, "Mo", "lab_admin").user)
    assert set(answers(client, lab, [*DESK, *OF_A_THING], "get").values()) == {200}


def test_the_desk_explains_everything_that_its_menu_leads_to(client, lab):
    client.force_login(make_member(lab, "Mo", "lab_admin").user)
    page = client.get(address("lab_manage", lab)).text
    menu, explained = (
        re.search(found, page, re.DOTALL)[0] for found in (r'<nav class="switch.*?</nav>', "<dl.*?</dl>")
    )
    assert re.findall('href="([^"]*)"', menu) == re.findall('href="([^"]*)"', explained)


def test_signed_out_the_desk_asks_who_you_are(client, lab):
    make_member(lab, "Mo", "lab_admin")
    for name in [*DESK, *OF_A_THING]:
        response = client.get(address(name, lab))
        assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("sign_in")), name


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", OF_A_THING)
def test_what_belongs_to_another_lab_is_not_there(client, lab, name, method):
    """Mo runs both labs, but can't reach things of one through the other."""
    other = make_lab("elders")
    make_member(other, "Chaima", "stadmaker")
    for one in (lab, other):
        make_member(one, "Mo", "lab_admin")
    client.force_login(make_user("Mo"))
    theirs = address(name, other)
    assert client.get(theirs).status_code == 200
    through_ours = theirs.replace(f"/{other.slug}/", f"/{lab.slug}/")
    assert getattr(client, method)(through_ours, {"reason": "x", "name": "x"}).status_code == 404
    assert Neighbourhood.objects.filter(lab=other).count() == 2
    assert Role.objects.filter(membership__lab=other).count() == 2


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    ("name", "dutch", "english"),
    [
        ("lab_charter", "Een probleem is nooit van één persoon.", "A problem never belongs to one person."),
        ("lab_rules", "Laat ruimte voor anderen. Eén keer zeggen is genoeg.", "Saying it once is enough."),
        ("lab_privacy", "Privacy", "Privacy"),
        ("lab_accessibility", "Je kunt alles doen met alleen een toetsenbord.", "keyboard"),
        ("lab_people", "Je brengt mensen bij elkaar", "You bring people together"),
    ],
)
def test_without_words_of_its_own_a_lab_has_ours(client, lab, name, dutch, english, language):
    response = client.get(address(name, lab), headers={"Accept-Language": language})
    main = response.text.split("<main")[1].split("</main>")[0]
    assert (dutch if language == "nl" else english) in main
    if dutch != english:
        assert (english if language == "nl" else dutch) not in main


def test_a_lab_says_it_in_its_own_words(client, lab):
    type(lab).objects.filter(pk=lab.pk).update(
        charter="Wij doen het samen.\n\nSoms <b>anders</b>.", house_rules="Wees aardig.\n\nRuim op.", privacy="Niets."
    )
    charter = client.get(address("lab_charter", lab)).text
    assert "<p>Wij doen het samen.</p>" in charter
    assert "Soms &lt;b&gt;anders&lt;/b&gt;." in charter
    assert "Een probleem is nooit van één persoon. Daarom" not in charter
    assert "<li>Wees aardig.</li><li>Ruim op.</li>" in client.get(address("lab_rules", lab)).text
    assert "<p>Niets.</p>" in client.get(address("lab_privacy", lab)).text


def test_people_stand_with_their_role_in_words(client, lab):
    make_member(lab, "Ingrid", "civil_servant", label="team Groen")
    make_member(lab, "Jo", "body", label="dorpsraad Oost")
    make_member(lab, "Bram")
    text = client.get(address("lab_people", lab)).text
    assert "Gemeente · team Groen" in text
    assert "namens dorpsraad Oost" in text
    assert "Bram" not in text
    assert "Wethouder" not in text  # a badge that nobody has needs no explanation


def test_who_wants_a_role_is_asked_to_tell_only_where_someone_can_be_called(client, lab):
    def asked():
        return client.get(address("lab_people", lab)).text.count("Is dit iets voor jou? Laat het weten.")

    lab.contact_phone = ""
    lab.save()
    assert asked() == 0
    lab.contact_phone = "077 000 00 00"
    lab.save()
    assert asked() == 4  # a stadmaker, connector, moderator, admin; the municipality sends its own people


def test_who_never_signed_in_or_left_is_not_among_the_people(client, lab):
    gone = make_member(lab, "Weg", "stadmaker")
    gone.user.is_active = False
    gone.user.save()
    nameless = make_member(lab, "Later", "stadmaker")
    nameless.user.name = ""
    nameless.user.save()
    text = client.get(address("lab_people", lab)).text
    assert "Weg" not in text
    assert "nog geen naam" not in text


def test_a_village_lab_has_no_stadmaker(client):
    lab = make_lab("dorp", lab_word="dorpslab", maker_word="dorpsmaker")
    make_member(lab, "Kees", "stadmaker")
    for name in PUBLIC:
        text = client.get(address(name, lab)).text
        assert "stadmaker" not in text.replace("role--stadmaker", "").replace("rol-stadmaker", "")
    with translation.override("nl"):
        assert "dorpsmaker" in client.get(address("lab_people", lab)).text


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize("name", ["lab_people", "lab_roles", "lab_villages", "lab_log"])
def test_the_number_of_questions_does_not_grow(client, lab, name, rows, django_assert_max_num_queries):
    admin = make_member(lab, "Mo", "lab_admin")
    for number in range(rows):
        make_member(lab, f"Maker {number}").give_role("stadmaker", "", admin, "Trekt iets.")
        lab.neighbourhoods.create(name=f"Dorp {number}")
    client.force_login(admin.user)
    with django_assert_max_num_queries(9):
        assert client.get(address(name, lab)).status_code == 200


NAMES = {
    "charter": "lab_charter",
    "house_rules": "lab_rules",
    "privacy": "lab_privacy",
    "accessibility": "lab_accessibility",
}


@pytest.mark.parametrize("text", ["intro", *NAMES])
def test_a_reader_of_english_gets_the_labs_english_or_is_told_that_it_is_only_in_dutch(client, lab, text):
    page = address(NAMES[text], lab) if text in NAMES else lab.get_absolute_url()

    def read(language):
        response = client.get(page, headers={"Accept-Language": language})
        return " ".join(response.text.partition("<main")[2].split())

    told = "The lab wrote this in Dutch only."
    assert told not in read("en")
    type(lab).objects.filter(pk=lab.pk).update(**{text: "Onze woorden."})
    assert told in read("en")
    before, _found, _after = read("en").partition("Onze woorden.")
    assert 'lang="nl"' in before[-80:]
    assert "alleen in het Nederlands" not in read("nl")
    type(lab).objects.filter(pk=lab.pk).update(**{f"{text}_en": "Our words."})
    assert "Onze woorden." not in read("en")
    assert told not in read("en")
    assert 'lang="nl"' not in read("en").partition("Our words.")[0][-80:]
    assert "Onze woorden." in read("nl")
    assert "Our words." not in read("nl")
