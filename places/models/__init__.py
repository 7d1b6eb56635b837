from places.models.hours import Opening, OpeningHours
from places.models.place import Place, PlaceKind, StepFree, places_in
from places.models.posted import PlaceSubscription
from places.models.room import Room, RoomInUse, RoomRow
from places.models.stop import Stop
from places.models.use import USED_BY, Concerns, Effect, Use

__all__ = [
    "USED_BY",
    "Concerns",
    "Effect",
    "Opening",
    "OpeningHours",
    "Place",
    "PlaceKind",
    "PlaceSubscription",
    "Room",
    "RoomInUse",
    "RoomRow",
    "StepFree",
    "Stop",
    "Use",
    "places_in",
]
