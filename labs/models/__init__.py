from labs.models.hidden_name import MemberName, NameChanged, NameHiding
from labs.models.impartial import MayNotDecide
from labs.models.lab import RESERVED_SLUGS, Lab, Municipality, NameTaken, Neighbourhood, not_reserved
from labs.models.moderation import Hiding
from labs.models.pauses import Pause, Paused
from labs.models.people import LastAdmin, Membership, Role, Visitor
from labs.models.posted import LabSubscription
from labs.models.reasons import HidingReason
from labs.models.stance import Stance
from labs.models.subscriptions import Subscription
from labs.models.voiced import Voiced
from labs.models.voices import (
    FACILITATORS,
    OF_MUNICIPALITY,
    RESIDENT_VOICE,
    STAFF,
    RoleKind,
    Voice,
    voice_words,
)

__all__ = [
    "FACILITATORS",
    "Hiding",
    "HidingReason",
    "MayNotDecide",
    "Lab",
    "LabSubscription",
    "LastAdmin",
    "Membership",
    "MemberName",
    "Municipality",
    "NameChanged",
    "NameHiding",
    "NameTaken",
    "Neighbourhood",
    "OF_MUNICIPALITY",
    "Pause",
    "Paused",
    "RESERVED_SLUGS",
    "RESIDENT_VOICE",
    "Role",
    "RoleKind",
    "STAFF",
    "Stance",
    "Subscription",
    "Visitor",
    "Voice",
    "Voiced",
    "not_reserved",
    "voice_words",
]
