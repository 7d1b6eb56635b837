from events.models.aloud import Aloud, Fate, NotWaiting
from events.models.attendance import MOST_GUESTS, Attendance
from events.models.booking import Booking
from events.models.calendar import PersonalCalendar
from events.models.coming import Coming
from events.models.dates import DateAnswer, DateOption, DatesClosed, Suits
from events.models.effects import Effect
from events.models.fitting import must_fit
from events.models.gathering import Gathering
from events.models.hidden import GatheringHiding
from events.models.moves import Move
from events.models.posted import GatheringSubscription
from events.models.seats import SignedUp
from events.models.states import Admission, AttendanceState, GatheringGone, RoomTaken, SeatsTaken, SignUpClosed, State
from events.models.table import TableIdea

__all__ = [
    "MOST_GUESTS",
    "Admission",
    "Aloud",
    "Attendance",
    "AttendanceState",
    "Booking",
    "Coming",
    "DateAnswer",
    "DateOption",
    "DatesClosed",
    "Effect",
    "Fate",
    "Gathering",
    "GatheringGone",
    "GatheringHiding",
    "GatheringSubscription",
    "Move",
    "NotWaiting",
    "PersonalCalendar",
    "RoomTaken",
    "SeatsTaken",
    "SignUpClosed",
    "SignedUp",
    "State",
    "Suits",
    "TableIdea",
    "must_fit",
]
