"""A kind of ticket for tests: a party at a gathering, until it withdraws; and a topic for holders of these only."""

from django.conf import settings
from django.http import HttpResponse

from events.models import Attendance, Gathering
from realtime import tickets
from realtime.tickets import Ticket
from realtime.topics import Part


class Guests:
    name = "guest"

    def __init__(self):
        self.asked = []  # the ids of each call

    def valid(self, ids):
        self.asked.append(ids)
        return set(Attendance.objects.counted().filter(pk__in=ids).values_list("pk", flat=True))


class Room:
    """What guests of a gathering read along with."""

    name = "room"
    views = ("page",)

    def heads(self, ids):
        return dict(Gathering.objects.filter(pk__in=ids).values_list("pk", "revision"))

    def may_follow(self, wishes):
        parties = {who.id for who, _ in wishes if isinstance(who, Ticket) and who.kind == "guest"}
        there = set(Attendance.objects.filter(pk__in=parties).values_list("pk", "gathering"))
        return {(who, id) for who, id in wishes if isinstance(who, Ticket) and (who.id, id) in there}

    def parts(self, id, view, after):
        revision = self.heads([id])[id]
        words = f'<li id="room-{id}" data-revision="{revision}">Stap {revision}</li>'
        return [Part(f"room-{id}", revision, lambda: words)] if revision > after else []


def cookies_of(party, kind="guest"):
    """Return the cookies of a browser that was given the ticket of this party."""
    response = HttpResponse()
    tickets.give(response, Ticket(kind, party.pk), 3600)
    return {settings.TICKET_COOKIE_NAME: response.cookies[settings.TICKET_COOKIE_NAME].value}


def in_header(cookies):
    return "; ".join(f"{name}={value}" for name, value in cookies.items())
