"""Two people change one place: the form that is behind is compared, and it locks nothing."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from places.models import Place
from tests.places.factories import make_place

READS = "SELECT", "DECLARE"  # a cursor of PostgreSQL
NO_ROWS = {f"{name}-{count}_FORMS": "0" for name in ("rooms", "hours", "stops") for count in ("TOTAL", "INITIAL")}


def change(client, place, seen):
    form = NO_ROWS | {"kind": "fixed", "address": "Raadhuisplein 2", "name": "Mijn naam", "seen": str(seen)}
    return client.post(f"{place.get_absolute_url()}bewerken/", form)


def test_a_form_that_is_behind_is_compared_without_a_lock(client, anna):
    client.force_login(anna.user)
    place = make_place(anna)
    seen = place.revision
    place.change(about="Van een ander")
    with CaptureQueriesContext(connection) as sent:
        response = change(client, place, seen)
    assert response.status_code == 409
    assert "Van een ander" in response.text
    assert [query["sql"] for query in sent if not query["sql"].startswith(READS)] == []


def test_a_change_in_the_same_moment_is_seen_before_anything_is_written(client, anna):
    client.force_login(anna.user)
    place, others = make_place(anna), []

    def change_first(execute, sql, *rest):
        if sql.startswith("SAVEPOINT") and not others:  # the verb begins
            others.append(place)
            Place.objects.get(pk=place.pk).change(about="Van een ander")
        return execute(sql, *rest)

    with connection.execute_wrapper(change_first):
        response = change(client, place, place.revision)
    assert (response.status_code, others) == (409, [place])
    assert "Van een ander" in response.text
    place.refresh_from_db()
    assert place.name == "Lab aan het plein"


def test_a_form_without_its_revision_is_compared_too(client, anna):
    client.force_login(anna.user)
    place = make_place(anna)
    assert change(client, place, "").status_code == 409
