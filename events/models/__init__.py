from events.models.attendance import MOST_GUESTS, Attendance
from events.models.booking import Booking
from events.models.calendar import PersonalCalendar
from events.models.coming import Coming
from events.models.dates import DateAnswer, DateOption, DatesClosed, Suits
from events.models.effects import Effect
from events.models.fitting import must_fit
from events.models.gathering import Gathering
from events.models.moves import Move
from events.models.place import Opening, OpeningHours, Place, PlaceKind, Room, RoomRow, StepFree, Stop
from events.models.seats import SignedUp
from events.models.states import (
    AttendanceState,
    Entry,
    GatheringGone,
    RoomInUse,
    RoomTaken,
    SeatsTaken,
    SignUpClosed,
    State,
)
from events.models.table import TableIdea
from events.models.use import Concerns

__all__ = [
    "MOST_GUESTS",
    "Attendance",
    "AttendanceState",
    "Booking",
    "Coming",
    "Concerns",
    "DateAnswer",
    "DateOption",
    "DatesClosed",
    "Effect",
    "Entry",
    "Gathering",
    "GatheringGone",
    "Move",
    "Opening",
    "OpeningHours",
    "PersonalCalendar",
    "Place",
    "PlaceKind",
    "Room",
    "RoomInUse",
    "RoomRow",
    "RoomTaken",
    "SeatsTaken",
    "SignUpClosed",
    "SignedUp",
    "State",
    "StepFree",
    "Stop",
    "Suits",
    "TableIdea",
    "must_fit",
]
