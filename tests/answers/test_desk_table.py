"""How the rows of the desk are marked up."""

import re

import pytest

from tests.answers.test_desk import desk, owe

pytestmark = pytest.mark.django_db


def test_the_title_is_the_header_of_its_row(anna, chaima, fleur):
    idea = owe(anna, chaima, "Eerst").idea
    [header] = re.findall(r'<th scope="row">(.*?)</th>', desk(fleur, "?wie=alles").text, re.DOTALL)
    assert f">{idea.title}</bdi>" in header
