"""Permissions for gatherings: plain functions of (member, thing). They never raise.

They read `gathering.organisers`, which is no query if prefetched (`with_page`).
"""

from datetime import datetime

from answers import rules as answers
from events.models import Admission, Aloud, Attendance, Gathering, State
from labs.models import Membership, RoleKind, Visitor

Someone = Membership | Visitor


def can_read(member: Someone, gathering: Gathering) -> bool:
    """A draft is for people who organise gatherings; a hidden one for moderators and its organisers."""
    if gathering.is_hidden:
        return member.moderates or is_organiser(member, gathering)
    return member.facilitates or not gathering.is_draft


def can_hide(member: Someone, gathering: Gathering) -> bool:
    """Nobody hides what they organise, or puts it back. The verb asks for roles elsewhere as well."""
    return member.decides and not gathering.is_draft and not is_organiser(member, gathering)


def can_ask_again(member: Someone, gathering: Gathering) -> bool:
    """May ask a moderator to review what was hidden."""
    return gathering.is_hidden and is_organiser(member, gathering)


def can_share(gathering: Gathering) -> bool:
    return not (gathering.is_draft or gathering.is_hidden)


def is_organiser(member: Someone, gathering: Gathering) -> bool:
    return member.pk is not None and any(one.pk == member.pk for one in gathering.organisers.all())


# Stadmakers, connectors and staff create gatherings. Organisers and the lab_admin change them


def can_make(member: Someone) -> bool:
    return member.facilitates


def can_copy(member: Someone, gathering: Gathering) -> bool:
    return member.facilitates and not gathering.is_hidden


def organises(member: Someone, gathering: Gathering) -> bool:
    """Is the member an organiser who may still create gatherings, or a lab_admin (decision 0036)?"""
    return member.is_admin or (is_organiser(member, gathering) and member.facilitates)


def can_change(member: Someone, gathering: Gathering, now: datetime) -> bool:
    """May change words, time, place, seats and the table, until it is over. A past draft may get another day."""
    is_open = gathering.state in (State.DRAFT, State.DATES, State.PUBLISHED) and not gathering.is_hidden
    return organises(member, gathering) and is_open and (gathering.is_draft or not gathering.is_over(now))


def can_change_seats(member: Someone, gathering: Gathering, now: datetime) -> bool:
    """May change the seats: only with sign-up, because a walk-in gathering has no seats."""
    return gathering.entry == Admission.SIGN_UP and can_change(member, gathering, now)


def can_publish(member: Someone, gathering: Gathering, now: datetime) -> bool:
    return organises(member, gathering) and gathering.is_draft and not gathering.is_over(now)


def can_ask_dates(member: Someone, gathering: Gathering) -> bool:
    """May ask which dates suit people, change those dates, and choose one of them."""
    is_open = gathering.state in (State.DRAFT, State.DATES) and not gathering.is_hidden
    return organises(member, gathering) and is_open


def can_choose_date(member: Someone, gathering: Gathering) -> bool:
    return organises(member, gathering) and gathering.state == State.DATES and not gathering.is_hidden


def can_cancel(member: Someone, gathering: Gathering, now: datetime) -> bool:
    return (
        organises(member, gathering)
        and gathering.state in (State.DATES, State.PUBLISHED)
        and not gathering.is_over(now)
    )


def can_throw_away(member: Someone, gathering: Gathering) -> bool:
    return organises(member, gathering) and gathering.is_draft


def can_note_outcome(member: Someone, gathering: Gathering, now: datetime) -> bool:
    """May store the outcome, also of each idea on the table, once it has begun."""
    return organises(member, gathering) and has_happened(gathering, now)


def has_happened(gathering: Gathering, now: datetime) -> bool:
    """Has it begun, and is it neither cancelled nor hidden?"""
    went_on = gathering.state in (State.PUBLISHED, State.CLOSED) and not gathering.is_hidden
    return went_on and gathering.has_begun(now)


# What was said aloud


def can_note_aloud(member: Someone, gathering: Gathering, now: datetime) -> bool:
    """May note what somebody said in the name of the municipality: organisers and stadmakers, once it has begun."""
    may = organises(member, gathering) or member.has_role(RoleKind.STADMAKER)
    return may and has_happened(gathering, now)


def can_settle(member: Someone, aloud: Aloud) -> bool:
    """May confirm or deny it: civil servants alone, while it waits (decision 0037)."""
    return aloud.is_waiting and answers.can_speak(member, aloud.idea)


def can_take_back(member: Someone, aloud: Aloud) -> bool:
    return aloud.is_waiting and member.pk is not None and aloud.noted_by_id == member.pk


# Names, needs, entered people: for its organisers and the lab_admin


def can_see_names(member: Someone, gathering: Gathering) -> bool:
    """May see who attends, their needs and their contact data."""
    return organises(member, gathering)


def can_set_organisers(member: Someone, gathering: Gathering) -> bool:
    """Only organisers and the lab_admin may change the organisers, because an organiser sees the attendees' names."""
    return can_see_names(member, gathering) and not gathering.is_hidden


def can_enter(member: Someone, gathering: Gathering, now: datetime) -> bool:
    """May enter somebody who called, remove them, and give them seats before others."""
    return can_see_names(member, gathering) and gathering.takes_entries(now)


# Attending


def can_sign_up(member: Someone, gathering: Gathering, now: datetime) -> bool:
    """Everybody may sign up, with or without an account."""
    return not member.is_paused and gathering.takes_sign_up(now)


def can_withdraw(member: Someone, party: Attendance, now: datetime) -> bool:
    """May withdraw their own party (`gathering.party_of`). For a guest the secret in the URL decides instead."""
    is_theirs = member.pk is not None and party.person_id == member.pk
    return is_theirs and not party.gathering.is_over(now)


def can_answer_dates(member: Someone, gathering: Gathering) -> bool:
    return gathering.state == State.DATES and not (gathering.is_hidden or member.is_paused)
