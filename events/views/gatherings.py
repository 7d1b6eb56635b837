"""The page of one gathering."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common import clock
from events import rules, sharing
from events.forms.signing_up import SignUpForm
from events.hearing import hearing_of
from events.models import Attendance, Gathering, State
from events.models.hidden import hiding_of
from events.views.found import find_page
from ideas.models import Idea
from labs.decorators import LabRequest, lab_page
from labs.models import Membership, Visitor
from labs.models.moderation import page_for_writer
from realtime.topics import cursor


@require_safe
@lab_page
def gathering_detail(request: LabRequest, pk: int) -> HttpResponse:
    """Show one gathering, and this member's own situation. The cursor was read with the row, before the rest.

    Hidden: its tombstone, and the words only for its organisers and moderators. Who comes can still cancel that.
    """
    gathering = find_page(request, pk)
    member, now = request.member, clock.now()
    hiding = hiding_of(gathering)
    if not rules.can_read(member, gathering):
        context = {"hiding": hiding, "after": cursor(gathering)} | own_facts(request, gathering, now)
        return render(request, "events/gathering_hidden.html", context)
    set_own_support(member, [row.idea for row in gathering.ideas_on_table])
    context = {"gathering": gathering, "after": cursor(gathering)} | own_facts(request, gathering, now)
    context |= {"hearing": hearing_of(request, gathering), "hiding": hiding}
    asks_dates = rules.can_answer_dates(member, gathering)
    if gathering.state == State.DATES:
        context["options"] = gathering.date_options.with_counts()
    context |= {
        "asks_dates": asks_dates,
        # it may get its date while the page is open; a hidden one is in no calendar
        "with_date": not gathering.is_hidden and (asks_dates or gathering.starts_at is not None),
        "has_begun": gathering.has_begun(now),
        "tools": tools(member, gathering, now),
    }
    if rules.can_ask_again(member, gathering):
        context["decision_path"] = page_for_writer(gathering)
    if rules.can_share(gathering):
        context["shared"] = sharing.tags(gathering)
    return render(request, "events/gathering_detail.html", context)


def set_own_support(member: Membership | Visitor, ideas: list[Idea]) -> None:
    """Set on each idea whether this member supports it: one query, none for a visitor."""
    own = Idea.objects.filter(pk__in=[idea.pk for idea in ideas]).supported_by(member)
    supported = set(own.values_list("pk", flat=True))
    for idea in ideas:
        idea.i_support = idea.pk in supported


def own_facts(
    request: LabRequest, gathering: Gathering, now: Any, form: SignUpForm | None = None, told: str = ""
) -> dict[str, Any]:
    """Return this member's situation: party, buttons, form. At most two queries."""
    member = request.member
    party = gathering.party_of(member) if member.user else None
    if party:
        party.gathering = gathering
    comes = party if party and party.state != "withdrawn" else None
    stands = comes is not None and gathering.is_published and not gathering.is_over(now)
    return {
        "gathering": gathering,
        "party": comes,
        "stands": stands,
        "is_over": gathering.is_over(now),
        "place_in_line": comes.place_in_line if comes and comes.is_waiting else 0,
        "moves_up": gathering.moves_up(now),
        "can_take": comes is not None and not member.is_paused and gathering.can_take(comes, comes.seats, now),
        "link": link_for(member, gathering, comes),
        "may_sign_up": rules.can_sign_up(member, gathering, now),
        "may_withdraw": stands,
        "form": form or SignUpForm(party=party),
        "told": told,
    }


def link_for(member: Membership | Visitor, gathering: Gathering, party: Attendance | None) -> str:
    """Return the link to join online: for attendees and organisers; for everybody if it is walk-in."""
    if gathering.is_cancelled or gathering.is_hidden:
        return ""
    may_see = (party and party.is_going) or gathering.entry == "walk_in" or rules.can_see_names(member, gathering)
    return gathering.join_link if may_see else ""


def tools(member: Membership | Visitor, gathering: Gathering, now: Any) -> dict[str, bool]:
    """Return the buttons for organisers; the same rules check each request."""
    if not (member.facilitates or member.moderates or gathering.is_hidden):
        return {}
    return {
        "hide": rules.can_hide(member, gathering),
        "ask_again": rules.can_ask_again(member, gathering),
        "change": rules.can_change(member, gathering, now),
        "publish": rules.can_publish(member, gathering, now) and gathering.starts_at is not None,
        "choose_date": rules.can_choose_date(member, gathering),
        "dates": rules.can_ask_dates(member, gathering),
        "cancel": rules.can_cancel(member, gathering, now),
        "throw_away": rules.can_throw_away(member, gathering),
        "outcome": rules.can_note_outcome(member, gathering, now),
        "aloud": rules.can_note_aloud(member, gathering, now),
        "names": rules.can_see_names(member, gathering) and not gathering.is_draft,
        "copy": rules.can_copy(member, gathering),
        "organises": rules.organises(member, gathering),
    }
