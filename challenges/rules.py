"""Permissions for questions: plain functions of (member, thing). They never query and never raise.

The author of a question of the neighbourhood keeps it; of one of the municipality, each civil servant of the lab.
"""

from challenges.models import Challenge, State
from challenges.models.states import KEEPERS
from ideas import rules as idea_rules
from ideas.models import Idea
from labs.models import Membership, RoleKind, Visitor

Someone = Membership | Visitor


def is_author(member: Someone, challenge: Challenge) -> bool:
    return member.pk is not None and challenge.author_id == member.pk


def can_read(member: Someone, challenge: Challenge) -> bool:
    return not challenge.is_hidden or member.moderates or is_author(member, challenge)


def can_ask(member: Someone) -> bool:
    """May ask a question of the neighbourhood. Nobody approves it."""
    return member.is_person


def can_ask_for_municipality(member: Someone) -> bool:
    return member.has_role(RoleKind.CIVIL_SERVANT)


def keeps(member: Someone, challenge: Challenge) -> bool:
    """May this member change, close and report it?

    When the author of a question of the neighbourhood has left, the stadmakers and connectors keep it.
    """
    if member.is_paused:
        return False
    if challenge.is_municipal:
        return can_ask_for_municipality(member)
    if challenge.author is None or challenge.author.user_id is None:
        return any(member.has_role(kind) for kind in KEEPERS)
    return is_author(member, challenge)


def can_change(member: Someone, challenge: Challenge) -> bool:
    """May change its words, until it is closed."""
    return keeps(member, challenge) and not challenge.is_hidden and not challenge.is_over


def can_publish(member: Someone, challenge: Challenge) -> bool:
    return challenge.is_draft and keeps(member, challenge) and not challenge.is_hidden


def can_lengthen(member: Someone, challenge: Challenge) -> bool:
    """May leave it open for longer, or open it again, until what came of it is told."""
    is_ours = keeps(member, challenge) and not challenge.is_hidden
    return is_ours and not challenge.is_draft and challenge.reported_at is None


def can_close(member: Someone, challenge: Challenge) -> bool:
    is_ours = keeps(member, challenge) and not challenge.is_hidden
    return is_ours and not challenge.is_draft and not challenge.is_over


def can_report(member: Someone, challenge: Challenge) -> bool:
    """May say what came of it, and correct that."""
    return keeps(member, challenge) and not challenge.is_hidden and challenge.is_over


def can_withdraw(member: Someone, challenge: Challenge) -> bool:
    """May withdraw it; only while no idea answers it, which the verb checks."""
    is_ours = challenge.is_municipal or is_author(member, challenge)
    return keeps(member, challenge) and is_ours and not challenge.is_hidden and not challenge.is_over


def can_take_stance(member: Someone, challenge: Challenge) -> bool:
    """May say what the municipality does at a question of the neighbourhood (decision 0037)."""
    return can_ask_for_municipality(member) and not challenge.is_municipal and not challenge.is_hidden


def can_hide(member: Someone, challenge: Challenge) -> bool:
    """Nobody hides their own words or puts them back. The verb asks for roles elsewhere as well."""
    return member.decides and not challenge.is_draft and not is_author(member, challenge)


def can_ask_again(member: Someone, challenge: Challenge) -> bool:
    """May ask a moderator to review what was hidden."""
    return challenge.is_hidden and is_author(member, challenge)


def can_attach(member: Someone, idea: Idea) -> bool:
    """May say which question this idea answers: its author while it is open, and staff."""
    return idea_rules.can_edit_idea(member, idea) or (member.is_staff and not idea.is_hidden and idea.is_open)


def takes_ideas(challenge: Challenge) -> bool:
    return challenge.is_open


def can_follow(challenge: Challenge) -> bool:
    """Can something still become of it? After the report nothing does: a correction tells nobody."""
    return not (challenge.is_draft or challenge.is_hidden or challenge.reported_at)


def can_share(challenge: Challenge) -> bool:
    return not challenge.is_hidden and challenge.state != State.DRAFT
