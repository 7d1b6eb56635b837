"""manage.py create_lab: a lab and its first admin; a second run changes nothing; it refuses reserved addresses."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from accounts.models import User
from audit.models import AuditEntry
from labs import villages
from labs.models import RESERVED_SLUGS, Lab, Membership, Neighbourhood, Role
from tests.factories import make_lab

NOT_DJANGOS = {"live", "static", "media"}  # answered before the URLconf: the socket, and files


def create(slug="heusden", municipality="Heusden", admin="Admin@Example.org", **options):
    call_command("create_lab", slug, municipality=municipality, admin=admin, **options)


@pytest.mark.django_db
def test_it_makes_the_lab_and_its_first_administrator(capsys):
    create(name="Heusden en dorpen")
    lab = Lab.objects.get()
    member = Membership.objects.get()
    assert (lab.slug, lab.name, lab.municipality.name) == ("heusden", "Heusden en dorpen", "Heusden")
    assert member.user == User.objects.by_mail("admin@example.org")
    assert (member.is_admin, member.user.name, member.name) == (True, "", "nog geen naam")
    assert [entry.kind for entry in AuditEntry.objects.all()] == ["give_role", "found_lab"]
    assert capsys.readouterr().out == "/heusden/ is gemaakt. Admin@Example.org is de beheerder.\n"


@pytest.mark.django_db
def test_again_it_changes_nothing(capsys):
    create(villages=True)
    create(villages=True)
    assert (Lab.objects.count(), User.objects.count(), Role.objects.count()) == (1, 1, 1)
    assert Neighbourhood.objects.count() == 13
    assert AuditEntry.objects.count() == 2
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "Dorpen toegevoegd: 0. Bron: CBS/Kadaster (CC BY 4.0).",
        "/heusden/ was er al. Admin@Example.org is de beheerder.",
    ]


@pytest.mark.django_db
def test_someone_with_an_account_keeps_it():
    merel = User.objects.create_user("merel@example.org", "Merel")
    create(admin="merel@example.org")
    assert Membership.objects.get().user == merel


@pytest.mark.django_db
@pytest.mark.parametrize(
    "slug",
    ["live", "inloggen", "beheer", "toegankelijkheid", "met spatie", "a/b", "", "Horst", "a_b", "-a", "é", "a" * 51],
)
def test_reserved_and_impossible_addresses_are_refused(slug):
    with pytest.raises(CommandError):
        create(slug=slug)
    assert not Lab.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("options", [{"admin": "geen adres"}, {"municipality": "Nergens", "villages": True}])
def test_what_is_wrong_leaves_nothing_behind(options):
    with pytest.raises(CommandError):
        create(**options)
    assert not Lab.objects.exists()
    assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "words"),
    [
        (
            {"slug": "Horst"},
            "“Horst” kan geen adres zijn. Gebruik kleine letters, cijfers en streepjes, zoals horst-aan-de-maas.",
        ),
        ({"slug": "live"}, "Dit adres gebruikt de website zelf. Kies een ander."),
        ({"admin": "geen adres"}, "“geen adres” is geen mailadres."),
        (
            {"municipality": "Nergens", "villages": True},
            "We hebben geen dorpen van Nergens, alleen van Horst aan de Maas, Heusden, Meerssen.",
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_language(options, words):
    with pytest.raises(CommandError) as refused:
        create(**options)
    assert str(refused.value) == words


@pytest.mark.django_db
def test_a_lab_of_another_municipality_is_not_taken_over():
    make_lab("heusden", municipality="Drunen")
    with pytest.raises(CommandError, match="Drunen"):
        create()
    assert not Role.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
def test_the_model_refuses_reserved_addresses_too(slug):
    with pytest.raises(ValidationError):
        Lab.found(slug, "Heusden")


def first_words(patterns):
    """Yield the fixed first segment of every URL."""
    for pattern in patterns:
        route = str(pattern.pattern)
        head = route.split("/")[0]
        if head and "<" not in head and not head.startswith("^"):
            yield head
        elif not isinstance(pattern, URLPattern) and not route:
            yield from first_words(pattern.url_patterns)


def test_every_address_of_ours_is_reserved(settings):
    found = set(first_words(get_resolver().url_patterns))
    assert {"toegankelijkheid", "weergave"} <= found  # the test does find segments
    assert (found | NOT_DJANGOS | {"ontwikkel"}) - RESERVED_SLUGS == set()


def test_villages_have_the_names_people_use():
    known = {name: [village["name"] for village in found] for name, found in villages.known().items()}
    assert len(known["Horst aan de Maas"]) == 16
    assert {"Evertsoord", "Broekhuizen", "Broekhuizenvorst"} <= set(known["Horst aan de Maas"])
    assert {"Hedikhuizen", "Venne", "Vliedberg"} <= set(known["Heusden"])
    assert {"Bunde", "Geulle", "Rothem", "Ulestraten"} <= set(known["Meerssen"])
    for names in known.values():
        assert len(names) == len(set(names))
        assert not [name for name in names if name.startswith(("Wijk", "Verspreide"))]


@pytest.mark.django_db
def test_loading_again_keeps_what_was_renamed_and_completes_what_was_typed():
    lab = make_lab()
    typed = lab.neighbourhoods.create(name="Bunde")
    assert villages.load(lab, "Meerssen") == 11
    typed.refresh_from_db()
    assert typed.code
    lab.neighbourhoods.filter(name="Rothem").update(name="Rothem-Noord")
    assert villages.load(lab, "Meerssen") == 0
    assert lab.neighbourhoods.filter(name__startswith="Rothem").count() == 1
