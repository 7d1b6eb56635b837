"""The pages of signing in and of the account keep the menu of the lab that somebody came from."""

import pytest
from django.urls import reverse

from accounts.models import SignInCode, User
from accounts.signing_in import AFTER
from tests.factories import make_idea, make_lab, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def lab():
    return make_lab()


def has_menu(page, lab):
    """Does the page have the main menu of this lab?"""
    assert page.status_code in (200, 422)
    return f'href="{reverse("idea_list", kwargs={"lab_slug": lab.slug})}"' in page.text.partition("<main")[0]


def test_signing_in_keeps_it_until_the_name_is_there(client, lab):
    where = f"{lab.get_absolute_url()}ideeen/"
    assert has_menu(client.get("/inloggen/", {"next": where}), lab)
    page = client.post(f"/inloggen/?next={where}", {"email": "nieuw@example.org"}, follow=True)
    assert page.request["PATH_INFO"] == "/inloggen/code/"
    assert has_menu(page, lab)
    assert has_menu(client.post("/inloggen/code/", {"token": SignInCode.objects.get().token, "code": "x"}), lab)
    newcomer = User.objects.find_or_make("nieuw@example.org", language="nl", theme="")
    client.force_login(newcomer)
    session = client.session
    session[AFTER] = SignInCode.objects.get().token
    session.save()
    assert has_menu(client.get("/inloggen/naam/"), lab)
    assert has_menu(client.post("/inloggen/naam/", {"name": ""}), lab)


@pytest.mark.parametrize("slug", ["Buurtlab_2", "-lab", "x" * 50])
def test_any_slug_that_a_lab_may_have_keeps_it(client, slug):
    lab = make_lab(slug)
    assert has_menu(client.get("/inloggen/", {"next": f"/{slug}/ideeen/"}), lab)


def test_an_act_that_waits_keeps_it_too(client, lab):
    idea = make_idea(make_member(lab, "Anna"))
    page = client.post(f"{idea.get_absolute_url()}steun/", follow=True)
    assert page.request["PATH_INFO"] == "/inloggen/"
    assert has_menu(page, lab)


def test_the_account_keeps_it_also_after_another_name(client, lab):
    client.force_login(make_member(lab, "Anna").user)
    home = client.get(lab.get_absolute_url()).text
    mine, address = (f"{path}?next=/{lab.slug}/" for path in ("/van-mij/", "/account/"))
    assert f'href="{mine}"' in home.replace("%2F", "/")
    page = client.get(mine)
    assert has_menu(page, lab)
    assert f'href="{address}"' in page.text.replace("%2F", "/")
    assert has_menu(client.get(address), lab)
    page = client.post(address, {"name": "Anna van hier"}, follow=True)
    assert "Anna van hier" in page.text
    assert has_menu(page, lab)


@pytest.mark.parametrize(
    "path",
    ["", "/", "/agenda/", "//elders.example/", "https://elders.example/proefdorp/", "/a\0b/", "/" + 99 * "x" + "/"],
)
def test_from_elsewhere_there_is_no_menu(client, lab, path):
    assert not has_menu(client.get("/inloggen/", {"next": path}), lab)
    client.force_login(make_member(lab, "Anna").user)
    assert not has_menu(client.get("/account/", {"next": path}), lab)
