"""The forms of lab admins: the change is made and logged, and an error keeps the typed text."""

import pytest
from django.db import connection
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEntry, Pseudonym
from labs.models import Lab, Membership, Neighbourhood, Role
from realtime.models import NameChange
from tests.factories import make_idea, make_lab, make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lab():
    return make_lab()


@pytest.fixture
def desk(client, lab):
    """The client of Mo, who runs the lab."""
    client.force_login(make_member(lab, "Mo", "lab_admin").user)
    return client


def to(name, lab, **args):
    return reverse(name, kwargs={"lab_slug": lab.slug, **args})


def notes():
    entries = list(AuditEntry.objects.order_by("pk"))
    names = Pseudonym.objects.names(entry.object_id for entry in entries)
    return [(entry.kind, entry.subject(names), entry.change or entry.reason) for entry in entries]


# Roles


def give(desk, lab, **fields):
    return desk.post(to("lab_role_give", lab), {"kind": "stadmaker", "label": "", "reason": "Trekt iets."} | fields)


@pytest.mark.parametrize("who", ["Bram", "  bram ", "BRAM", "bram@example.org", "Bram+lab@Example.org"])
def test_a_role_is_given_by_name_or_whole_address(desk, lab, who):
    bram = make_member(lab, "Bram")
    response = give(desk, lab, who=who)
    assert response.status_code == 302
    assert [role.kind for role in bram.roles.all()] == ["stadmaker"]
    assert notes() == [("give_role", "Bram: stadmaker", "Trekt iets.")]


def test_whose_name_it_is_in_is_not_called_optional(desk, lab):
    page = desk.get(to("lab_role_give", lab)).text
    assert "Nodig bij namens" in page
    assert "(hoeft niet)" not in page, "for a body it is needed"


def test_someone_who_never_was_here_is_reached_by_address_only(desk, lab):
    make_user("Chaima")
    assert give(desk, lab, who="Chaima").status_code == 422
    assert give(desk, lab, who="chaima@example.org").status_code == 302
    assert Membership.objects.get(lab=lab, user__name="Chaima").has_role("stadmaker")


def test_a_name_from_another_lab_is_nobody_here(desk, lab):
    make_member(make_lab("elders"), "Bram")
    response = give(desk, lab, who="Bram")
    assert response.status_code == 422
    assert "Niemand die hier meedeed heet zo." in response.text


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"who": "Bra"}, "Bedoel je een van deze: Bram?"),
        ({"who": "niemand@example.org"}, "Met dit adres heeft nog niemand ingelogd."),
        ({"who": ""}, "Vul dit nog in."),
        ({"reason": " "}, "Schrijf in één of twee zinnen waarom."),
        ({"kind": ""}, "Kies een rol."),
        ({"kind": "resident"}, "Kies iets uit de lijst."),
        ({"kind": "superuser"}, "Kies iets uit de lijst."),
        ({"kind": "body"}, "Vul in namens wie diegene praat."),
        ({"label": "x" * 61, "kind": "body"}, "Maak dit korter: hoogstens 60 tekens. Nu zijn het er 61."),
        ({"label": "\u202egroen", "kind": "body"}, "Er zit een teken in dat niemand ziet."),
        ({"label": "g\u0301\u0302\u0303\u0304roen", "kind": "body"}, "Kies een naam met gewone letters."),
        ({"label": "team\0Groen", "kind": "body"}, "Er zit een teken in dat niemand ziet."),
        ({"kind": "zzz"}, "Kies iets uit de lijst. zzz staat er niet in."),
        ({"reason": "x" * 501}, "500"),
        ({"who": "nul\0"}, "Er zit een teken in dat niemand ziet."),
    ],
)
def test_a_mistake_keeps_what_was_typed(desk, lab, fields, error):
    make_member(lab, "Bram")
    typed = {"who": "Bram", "reason": "Omdat het kan."} | fields
    response = give(desk, lab, **typed)
    assert response.status_code == 422
    assert error.lower() in response.text.lower()
    assert Role.objects.count() == 1
    if typed["reason"] == "Omdat het kan.":
        assert "Omdat het kan." in response.text


@pytest.mark.parametrize("label", ["team Groen", "x" * 61, "team\0Groen"])
def test_a_team_that_was_typed_before_another_role_was_chosen_does_not_count(desk, lab, label):
    bram = make_member(lab, "Bram")
    assert give(desk, lab, who="Bram", kind="moderator", label=label).status_code == 302
    assert [(role.kind, role.label) for role in bram.roles.all()] == [("moderator", "")]


def test_extra_fields_change_nothing(desk, lab):
    bram = make_member(lab, "Bram")
    other = make_lab("elders")
    fields = {"who": "Bram", "kind": "stadmaker", "reason": "Trekt iets."}
    more = {"lab": other.pk, "membership": 1, "user": 1, "is_staff": "on", "given_at": "2020-01-01"}
    assert desk.post(to("lab_role_give", lab), fields | more).status_code == 302
    assert bram.roles.count() == 1
    assert not User.objects.filter(is_staff=True).exists()
    assert not Role.objects.filter(membership__lab=other).exists()


def test_finding_someone_by_part_of_their_name(desk, lab):
    for name in ("Merel", "Merel H", "Bram"):
        make_member(lab, name)
    text = desk.get(to("lab_roles", lab), {"wie": "MEREL"}).text
    assert text.count("?wie=Merel") == 2
    assert "?wie=Bram" not in text
    assert desk.get(to("lab_roles", lab), {"wie": "nul\0"}).status_code == 200


def test_a_role_is_taken_with_a_reason(desk, lab):
    role = make_member(lab, "Bram", "moderator").roles.get()
    page = to("lab_role_take", lab, pk=role.pk)
    assert desk.post(page, {"reason": ""}).status_code == 422
    assert desk.post(page, {"reason": "Verhuisd."}).status_code == 302
    assert not Role.objects.filter(pk=role.pk).exists()
    assert notes() == [("take_role", "Bram: moderator", "Verhuisd.")]


def test_a_role_taken_twice_lands_in_the_same_place_and_is_noted_once(desk, lab):
    role = make_member(lab, "Bram", "moderator").roles.get()
    page = to("lab_role_take", lab, pk=role.pk)
    assert desk.get(page).status_code == 200
    desk.post(page, {"reason": "Verhuisd."})
    for again in (desk.post(page, {"reason": "Verhuisd."}, follow=True), desk.get(page, follow=True)):
        assert again.redirect_chain == [(to("lab_roles", lab), 302)]
        assert "Deze rol was al teruggenomen." in again.text
    assert notes() == [("take_role", "Bram: moderator", "Verhuisd.")]


def test_a_role_elsewhere_is_not_there_and_one_that_is_gone_is_no_matter_of_others(desk, lab, client):
    role = make_member(make_lab("elders"), "Bram", "moderator").roles.get()
    page = to("lab_role_take", lab, pk=role.pk)
    assert desk.post(page, {"reason": "Verhuisd."}).status_code == 404
    role.delete()
    client.force_login(make_member(lab, "Chaima", "moderator").user)
    assert client.post(page, {"reason": "Verhuisd."}).status_code == 403


def test_the_last_admin_is_told_why_not(desk, lab):
    role = Role.objects.get(kind="lab_admin")
    response = desk.post(to("lab_role_take", lab, pk=role.pk), {"reason": "Ik ben moe."})
    assert response.status_code == 422
    assert "Dit is de laatste beheerder van dit lab." in response.text
    assert "Ik ben moe." in response.text
    assert Role.objects.filter(pk=role.pk).exists()


def test_stepping_down_leads_to_the_home(desk, lab):
    make_member(lab, "Chaima", "lab_admin")
    role = Role.objects.get(kind="lab_admin", membership__user__name="Mo")
    response = desk.post(to("lab_role_take", lab, pk=role.pk), {"reason": "Ik ben moe."})
    assert response["Location"] == lab.get_absolute_url()
    assert desk.get(to("lab_roles", lab)).status_code == 403


def test_a_page_before_the_first_is_the_first(desk, lab):
    bram = make_member(lab, "Bram")
    Role.objects.bulk_create(Role(membership=bram, kind="body", label=f"dorpsraad {n}") for n in range(101))
    asked = {
        number: desk.get(f"{to('lab_roles', lab)}?pagina={number}").context["page"].number for number in (-1, 0, 2, 9)
    }
    assert asked == {-1: 1, 0: 1, 2: 2, 9: 2}


# Texts and house style


def texts(desk, lab, **changed):
    form = desk.get(to("lab_texts", lab)).context["form"]
    fields = {name: form[name].value() or "" for name in form.fields}
    return desk.post(to("lab_texts", lab), fields | changed)


def test_texts_change_and_are_noted(desk, lab):
    long = "Wij doen het samen. " * 20
    response = texts(desk, lab, maker_word="dorpsmaker", charter=long, theme="maaslicht")
    assert response.status_code == 302
    lab = Lab.objects.select_related("municipality").get()
    assert (lab.maker_word, lab.charter, lab.municipality.theme) == ("dorpsmaker", long.strip(), "maaslicht")
    assert notes() == [
        ("change_text", "maker_word", "stadmaker → dorpsmaker"),
        ("change_text", "charter", ""),
        ("change_theme", "Proefstad", "stadslab → maaslicht"),
    ]
    assert "thema-maaslicht" in desk.get(lab.get_absolute_url()).text


@pytest.mark.parametrize("text", ["contact_name", "contact_phone", "contact_hours"])
def test_of_who_can_be_called_only_stands_that_it_changed(desk, lab, text):
    """Nothing could remove a name or number from the log later."""
    assert texts(desk, lab, **{text: "Jo 077 12"}).status_code == 302
    assert notes() == [("change_text", text, "")]
    assert "077 12" not in str(list(AuditEntry.objects.values()))


@pytest.mark.parametrize(("text", "told"), [("maker_word", 1), ("lab_word", 1), ("intro", 0)])
def test_pages_that_are_open_are_told_what_stands_on_all_of_them(desk, lab, text, told):
    assert texts(desk, lab, **{text: "dorpswoord"}).status_code == 302
    assert NameChange.objects.filter(kind="lab", thing_id=lab.pk).count() == told


def test_saving_the_same_is_no_change(desk, lab):
    assert texts(desk, lab).status_code == 302
    assert notes() == []


def test_changing_texts_leaves_the_revision_alone(desk, lab):
    """Saving the whole row would restore the revision that was read with the form."""
    with_idea = make_idea(make_member(lab, "Anna"))
    assert texts(desk, lab, intro="Hallo.").status_code == 302
    assert Lab.objects.get().revision == with_idea.lab_revision == 1


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"name": ""}, "Vul dit nog in."),
        ({"maker_word": "<b>maker</b>"}, "Gebruik alleen letters."),
        ({"lab_word": ""}, "Vul dit nog in."),
        ({"lab_word": "-1"}, "Begin met een letter."),
        ({"maker_word": "1maker"}, "Begin met een letter."),
        ({"theme": "roze"}, "Kies iets uit de lijst. roze staat er niet in."),
        ({"name": "x" * 81}, "Maak dit korter: hoogstens 80 tekens. Nu zijn het er 81."),
    ],
)
def test_a_wrong_text_keeps_the_others(desk, lab, fields, error):
    response = texts(desk, lab, **({"charter": "Wij doen het samen."} | fields))
    assert response.status_code == 422
    assert error in response.text
    assert "Wij doen het samen." in response.text
    assert Lab.objects.get().charter == ""
    assert "Proefdorp" in response.text.split("<main")[0]  # the bar on top shows the stored name, not the typed one


def test_two_who_change_texts_at_once_are_told(desk, lab):
    seen = desk.get(to("lab_texts", lab)).context["form"]
    fields = {name: seen[name].value() or "" for name in seen.fields}
    assert texts(desk, lab, intro="Van Chaima.").status_code == 302
    response = desk.post(to("lab_texts", lab), fields | {"intro": "Van Mo."})
    assert response.status_code == 422
    assert "Deze teksten zijn intussen aangepast, misschien in een ander tabblad." in response.text
    assert "Van Mo." in response.text
    assert Lab.objects.get().intro == "Van Chaima."
    again = {name: response.context["form"][name].value() or "" for name in seen.fields}
    assert desk.post(to("lab_texts", lab), again).status_code == 302
    assert Lab.objects.get().intro == "Van Mo."


# Villages


def test_villages_are_added_renamed_and_removed_and_their_ideas_stay(desk, lab):
    anna = make_member(lab, "Anna")
    assert desk.post(to("lab_villages", lab), {"name": "Zuid"}).status_code == 302
    zuid = Neighbourhood.objects.get(name="Zuid")
    idea = make_idea(anna, neighbourhood=zuid)
    assert desk.post(to("lab_village", lab, pk=zuid.pk), {"name": "Zuiderkwartier"}).status_code == 302
    assert desk.post(to("lab_village_remove", lab, pk=zuid.pk)).status_code == 302
    idea.refresh_from_db()
    assert idea.neighbourhood is None
    assert notes() == [
        ("add_village", "Zuid", ""),
        ("rename_village", "Zuiderkwartier", "Zuid → Zuiderkwartier"),
        ("remove_village", "Zuiderkwartier", ""),
    ]


@pytest.mark.parametrize("name", ["West", "  wEsT ", "", "x" * 81])
def test_a_name_that_is_there_already_or_none_is_refused(desk, lab, name):
    oost = Neighbourhood.objects.get(name="Oost")
    for page in (to("lab_villages", lab), to("lab_village", lab, pk=oost.pk)):
        assert desk.post(page, {"name": name}).status_code == 422
    assert sorted(Neighbourhood.objects.values_list("name", flat=True)) == ["Oost", "West"]


def test_a_village_may_get_another_case(desk, lab):
    oost = Neighbourhood.objects.get(name="Oost")
    assert desk.post(to("lab_village", lab, pk=oost.pk), {"name": "OOST"}).status_code == 302
    assert Neighbourhood.objects.filter(name="OOST").exists()


def test_village_removed_twice_ends_where_the_first_press_did(desk, lab):
    page = to("lab_village_remove", lab, pk=Neighbourhood.objects.get(name="Oost").pk)
    first, second = desk.post(page), desk.post(page, follow=True)
    assert first.headers["Location"] == second.redirect_chain[0][0]
    assert "Dit dorp stond al niet meer in de lijst." in second.text
    assert desk.get(page).status_code == 404
    elsewhere = Neighbourhood.objects.create(lab=make_lab("anders"), name="Ver")
    assert desk.post(to("lab_village_remove", lab, pk=elsewhere.pk)).status_code == 404


def test_a_village_that_goes_while_it_gets_another_name_ends_in_the_list(desk, lab):
    oost = Neighbourhood.objects.get(name="Oost")

    def let_it_go_first(execute, sql, *more):
        if sql.startswith('SELECT "labs_neighbourhood"."name"'):
            Neighbourhood.objects.filter(pk=oost.pk).delete()
        return execute(sql, *more)

    with connection.execute_wrapper(let_it_go_first):
        response = desk.post(to("lab_village", lab, pk=oost.pk), {"name": "Noord"}, follow=True)
    assert response.redirect_chain[0][0] == to("lab_villages", lab)
    assert "Dit dorp stond al niet meer in de lijst." in response.text


def test_looking_at_removing_removes_nothing(desk, lab):
    oost = Neighbourhood.objects.get(name="Oost")
    assert desk.get(to("lab_village_remove", lab, pk=oost.pk)).status_code == 200
    assert Neighbourhood.objects.filter(pk=oost.pk).exists()


def test_texts_in_english_are_kept_and_logged(desk, lab):
    assert texts(desk, lab, intro="Ons lab.", intro_en="Our lab.").status_code == 302
    stored = Lab.objects.get()
    assert (stored.intro, stored.intro_en) == ("Ons lab.", "Our lab.")
    assert set(AuditEntry.objects.filter(kind="change_text").values_list("object_id", flat=True)) == {
        "intro",
        "intro_en",
    }
