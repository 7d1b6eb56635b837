"""Places moved from `events` to an app of their own: the data stay the same, with their constraints."""

import uuid
from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from events.models import Booking, Gathering
from places.models import OpeningHours, Place, Room, Stop
from tests.events.factories import utc
from tests.factories import make_lab, make_member
from tests.migrating import migrate, migrate_to_now

BEFORE = [("places", None), ("events", "0011_move_from_place")]
# Columns that came after the move; the models of now need all of them
LATER = {"reminded_for", "aloud_revision", "is_hidden", "restored_revision"}
MODELS = ["openinghours", "place", "room", "stop"]
EVENING = utc(2031, 3, 4, 19)


def rows(*models):
    def names(model):
        return [field.attname for field in model._meta.concrete_fields if field.name not in LATER]

    return {model.__name__: list(model.objects.order_by("pk").values(*names(model))) for model in models}


def app_of_types():
    with connection.cursor() as cursor:
        names = ", ".join(f"'{name}'" for name in MODELS)
        cursor.execute(f"SELECT app_label, model FROM django_content_type WHERE model IN ({names}) ORDER BY model")
        return cursor.fetchall()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_places_filled_before_the_move_are_all_there_after_it_and_guarded(back_to_now):
    anna = make_member(make_lab(), "Anna", "stadmaker")
    village = anna.lab.neighbourhoods.create(name="America")
    old = migrate(BEFORE)
    assert app_of_types() == [("events", name) for name in MODELS]
    models = [
        old.get_model("events", name) for name in ("Place", "Room", "OpeningHours", "Stop", "Gathering", "Booking")
    ]
    old_place, old_room, old_hours, old_stop, old_gathering, old_booking = models
    cart = old_place.objects.create(
        lab_id=anna.lab_id, name="Kar", kind="temporary", neighbourhood_id=village.pk, words_revision=7
    )
    room = old_room.objects.create(place=cart, name="Voorkant", capacity=12)
    old_hours.objects.create(place=cart, weekday=1, opens=time(13), closes=time(17))
    old_stop.objects.create(place=cart, first_day=date(2031, 3, 1), last_day=date(2031, 3, 9), address="Kerkplein")
    until = EVENING + timedelta(hours=2)
    said = {"lab_id": anna.lab_id, "state": "published", "starts_at": EVENING, "ends_at": until}
    evening = old_gathering.objects.create(title="Avond", place=cart, **said)
    other = old_gathering.objects.create(title="Een andere", place=cart, uid=uuid.uuid4(), **said)
    old_booking.objects.create(gathering=evening, room=room, starts_at=EVENING, ends_at=until)
    before = rows(*models)

    migrate_to_now()

    assert app_of_types() == [("places", name) for name in MODELS]
    assert rows(Place, Room, OpeningHours, Stop, Gathering, Booking) == before
    assert all(before.values())
    there = Gathering.objects.get(title="Avond")
    assert (there.place.name, there.booking.room.name) == ("Kar", "Voorkant")
    assert [stop.address for stop in there.place.stops.all()] == ["Kerkplein"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.create(gathering_id=other.pk, room_id=room.pk, starts_at=EVENING, ends_at=until)
    with pytest.raises(ProtectedError):
        Room.objects.get().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.create(lab_id=anna.lab_id, name="Kar")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_code_of_before_reads_and_writes_what_the_code_of_after_migrated(back_to_now):
    """During a rolling update, a process with older code still runs on the newer schema."""
    anna = make_member(make_lab(), "Anna", "stadmaker")
    old_place = migrate(BEFORE).get_model("events", "Place")
    migrate_to_now()
    Place.make(anna, name="Huiskamer")
    old_place.objects.create(lab_id=anna.lab_id, name="Schuur")
    assert sorted(old_place.objects.values_list("name", flat=True)) == ["Huiskamer", "Schuur"]
    assert sorted(Place.objects.values_list("name", flat=True)) == ["Huiskamer", "Schuur"]
