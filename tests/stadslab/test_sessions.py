"""A cookie may hold any session key: only a valid one reaches the database."""

import pytest
from django.conf import settings

from tests.factories import make_lab, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "odd", [r'"\000bcdefghijk"', r'"\377\355\240\200bcdefg"', "x" * 5000, "short", "../../etc", "é" * 10]
)
def test_odd_session_key_is_no_session(client, odd):
    make_lab()
    cookie = {"cookie": f"{settings.SESSION_COOKIE_NAME}={odd}"}
    assert client.get("/proefdorp/", headers=cookie).status_code == 200
    response = client.get("/account/", headers=cookie)
    assert (response.status_code, response["Location"]) == (302, "/inloggen/?next=%2Faccount%2F")


def test_real_session_key_is_one(client):
    client.force_login(make_user("Anna"))
    assert client.get("/account/").status_code == 200
