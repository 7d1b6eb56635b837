"""Page headers and footers are rendered once for equal readers: never with another's name, lab, URL or language."""

import pytest
from django.test import Client

from labs.models import Lab
from tests.factories import make_lab, make_member
from tests.ideas.conftest import browser

pytestmark = pytest.mark.django_db


def rim(page, tag):
    return page[page.index(f'<{tag} class="site-') : page.index(f"</{tag}>", page.index(f'<{tag} class="site-'))]


def seen(client, address, **headers):
    return client.get(address, headers=headers).content.decode()


def test_each_reader_lab_address_and_language_has_its_own(settings):
    settings.LANGUAGE_CODE = "nl"
    lab = make_lab(name="Proefdorp", contact_phone="077 123 45 67")
    make_lab("buurdorp", name="Buurdorp")
    readers = {
        "Anna": browser(make_member(lab, "Anna")),
        "Bram": browser(make_member(lab, "Bram")),
        "beheer": browser(make_member(lab, "Bea", "lab_admin")),
        "nobody": Client(),
    }
    pages = {
        (who, address, language): seen(client, address, **{"accept-language": language})
        for _again in range(2)
        for who, client in readers.items()
        for address in ("/proefdorp/mensen/", "/proefdorp/huisregels/", "/buurdorp/mensen/")
        for language in ("nl", "en")
    }
    for (who, address, language), page in pages.items():
        head, foot = rim(page, "header"), rim(page, "footer")
        assert ("Anna" in head, "Bram" in head) == (who == "Anna", who == "Bram")
        assert ("Beheer" in head or "Manage" in head) == (who == "beheer" and address.startswith("/proefdorp"))
        assert ("/inloggen/" in head) == (who == "nobody")
        assert ("Proefdorp" in head) == address.startswith("/proefdorp")
        assert ("077 123 45 67" in foot) == address.startswith("/proefdorp")
        assert f"next={address.replace('/', '%2F')}" in foot
        assert ("Huisregels" in foot) == (language == "nl")
        assert (f'href="{address}" aria-current="page"' in head) == address.endswith("mensen/")


def test_a_lab_that_changes_is_drawn_again():
    make_lab(name="Proefdorp")
    assert "Proefdorp" in rim(seen(Client(), "/proefdorp/mensen/"), "header")
    Lab.objects.update(name="Anders", contact_phone="077 000 00 00")
    page = seen(Client(), "/proefdorp/mensen/")
    assert "Anders" in rim(page, "header")
    assert "077 000 00 00" in rim(page, "footer")
