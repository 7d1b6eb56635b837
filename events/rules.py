"""Who may do what to gatherings, now: plain functions of (member, thing). They never raise.

They ask `gathering.organisers`, which is no query when it was prefetched (`with_page`).
"""

from datetime import datetime

from events.models import Attendance, Entry, Gathering, State
from labs.models import Membership, Visitor

Someone = Membership | Visitor


def can_read(member: Someone, gathering: Gathering) -> bool:
    return member.facilitates or not gathering.is_draft


# Making gatherings: stadmakers, connectors and staff. What they make is changed by its organisers and the lab_admin


def can_make(member: Someone) -> bool:
    return member.facilitates


def can_copy(member: Someone, gathering: Gathering) -> bool:
    return member.facilitates


def organises(member: Someone, gathering: Gathering) -> bool:
    """One of its organisers, as long as they may make gatherings, or who runs the lab (decision 0036)."""
    is_organiser = member.pk is not None and any(one.pk == member.pk for one in gathering.organisers.all())
    return member.is_admin or (is_organiser and member.facilitates)


def can_change(member: Someone, gathering: Gathering, now: datetime) -> bool:
    """Words, time, place, seats, and what lies on the table; until it is over. A draft can get another day."""
    is_open = gathering.state in (State.DRAFT, State.DATES, State.PUBLISHED)
    return organises(member, gathering) and is_open and (gathering.is_draft or not gathering.is_over(now))


def can_change_seats(member: Someone, gathering: Gathering, now: datetime) -> bool:
    """Where people just walk in there are none to count, so nobody comes to wait."""
    return gathering.entry == Entry.SIGN_UP and can_change(member, gathering, now)


def can_publish(member: Someone, gathering: Gathering, now: datetime) -> bool:
    return organises(member, gathering) and gathering.is_draft and not gathering.is_over(now)


def can_ask_dates(member: Someone, gathering: Gathering) -> bool:
    """Also other dates, and choosing one of them once they were asked."""
    return organises(member, gathering) and gathering.state in (State.DRAFT, State.DATES)


def can_choose_date(member: Someone, gathering: Gathering) -> bool:
    return organises(member, gathering) and gathering.state == State.DATES


def can_cancel(member: Someone, gathering: Gathering, now: datetime) -> bool:
    return (
        organises(member, gathering)
        and gathering.state in (State.DATES, State.PUBLISHED)
        and not gathering.is_over(now)
    )


def can_throw_away(member: Someone, gathering: Gathering) -> bool:
    return organises(member, gathering) and gathering.is_draft


def can_tell_outcome(member: Someone, gathering: Gathering, now: datetime) -> bool:
    """What came of it, and of each idea on the table: from the moment it begins."""
    has_happened = gathering.state in (State.PUBLISHED, State.CLOSED) and gathering.has_begun(now)
    return organises(member, gathering) and has_happened


# Names, needs, who was entered: its organisers and the lab_admin


def can_see_names(member: Someone, gathering: Gathering) -> bool:
    """Who comes, what they need, how they are reached."""
    return organises(member, gathering)


def can_set_organisers(member: Someone, gathering: Gathering) -> bool:
    """Whoever is one sees names: so only they let others in."""
    return can_see_names(member, gathering)


def can_enter(member: Someone, gathering: Gathering, now: datetime) -> bool:
    """Write someone down who called; take them off again; give them seats before others in the line."""
    return can_see_names(member, gathering) and gathering.takes_entries(now)


# Coming


def can_sign_up(member: Someone, gathering: Gathering, now: datetime) -> bool:
    """Everybody, with an account or without."""
    return gathering.takes_sign_up(now)


def can_withdraw(member: Someone, party: Attendance, now: datetime) -> bool:
    """Their own party (ask `gathering.party_of`); for a guest the secret in the address decides instead of this."""
    is_theirs = member.pk is not None and party.person_id == member.pk
    return is_theirs and not party.gathering.is_over(now)


def can_answer_dates(member: Someone, gathering: Gathering) -> bool:
    return gathering.state == State.DATES
