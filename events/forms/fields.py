"""Choices of rooms, ideas and people."""

from common.fields import PublicChoiceField, SomeField
from common.languages import Theirs
from ideas.models import Idea
from labs.models import Membership
from places.models import Room


class RoomField(PublicChoiceField):
    def label_from_instance(self, room: Room) -> str:
        return f"{room.place.name}: {room.name} ({room.capacity})"


class IdeasField(SomeField):
    def label_from_instance(self, idea: Idea) -> str:
        return Theirs(idea.title)


class PeopleField(SomeField):
    def label_from_instance(self, person: Membership) -> str:
        return person.name
