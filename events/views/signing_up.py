"""Sign up and withdraw: with an account, with only a mailbox, and by the secret URL in a mail."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import proving
from accounts.codes import what_to_do
from accounts.forms.signing_in import CodeForm
from accounts.models import CodeResult, MailboxProof
from common import clock
from common.http import by_method, go_to, wants_part
from common.rate_limits import allow
from common.turns import mails
from events import rules
from events.forms.signing_up import GuestForm, SeatsForm, SignUpForm, are_too_many
from events.hearing import hearing_of
from events.models import Attendance, Gathering, SignedUp, SignUpClosed, State
from events.views.found import back_to_gathering, find_gathering, find_page
from events.views.gatherings import link_for, own_facts, tools
from events.words import no_more_words, no_sign_up_words
from labs.decorators import LabRequest, MemberRequest, lab_page, member_required, while_paused

SIGN_UP = "sign_up"  # the purpose of a guest's proof
FormPage = Callable[[LabRequest, Gathering, Any, int], HttpResponse]


# With an account


@never_cache
@lab_page
def sign_up_page(request: LabRequest, pk: int) -> HttpResponse:
    """Show a page with only the form, for signed-out visitors and without JavaScript.

    Our script gets the parts of the gathering's page that are different for each reader.
    """
    gathering = find_gathering(request, pk)
    if wants_part(request):
        now = clock.now()
        context = own_facts(request, gathering, now) | {"tools": tools(request.member, gathering, now)}
        return render(request, "events/_own.html", context)
    if request.user.is_authenticated or not rules.can_sign_up(request.member, gathering, clock.now()):
        return redirect(gathering.get_absolute_url() + "#kom")
    return guest_page(request, gathering, GuestForm(lab=gathering.lab))


@member_required
def give_seats(request: MemberRequest, pk: int) -> HttpResponse:
    gathering, form = find_gathering(request, pk), SignUpForm(request.POST)
    try:
        return take_seats(request, gathering, form)
    except SignUpClosed:
        return say_closed(request, gathering, form, own_page)


def take_seats(request: MemberRequest, gathering: Gathering, form: SignUpForm) -> HttpResponse:
    """Save the sign-up. Raises SignUpClosed."""
    member = request.member
    must_take_sign_up(request, gathering)
    if not form.is_valid() or are_too_many(form, gathering):
        return own_page(request, gathering, form, 422)
    if not allow("sign_up", member.pk):
        form.add_error(None, _("That is a lot in a short time. Wait a minute, then try again."))
        return own_page(request, gathering, form, 429)
    signed = gathering.sign_up(member, form.cleaned_data["seats"], form.cleaned_data["needs"])
    if not signed.as_asked:
        form.add_error("seats", no_more_words(gathering, signed.party.seats))
        return own_page(request, gathering, form, 422)
    return own_response(request, gathering, said_words(signed))


def must_take_sign_up(request: LabRequest, gathering: Gathering) -> None:
    """Raise SignUpClosed; for a draft, which is not public, PermissionDenied."""
    if gathering.is_draft:
        raise PermissionDenied
    if not rules.can_sign_up(request.member, gathering, clock.now()):
        raise SignUpClosed(gathering)


def say_closed(
    request: LabRequest, gathering: Gathering, form: SignUpForm | None = None, page: FormPage | None = None
) -> HttpResponse:
    """Tell a person who is too late why: on the gathering, or on `page` with the typed text of `form`."""
    gathering = find_page(request, gathering.pk)
    words = no_sign_up_words(gathering, clock.now())
    if form and page and form.has_words:
        form.add_error(None, words)
        return page(request, gathering, form, 409)
    messages.warning(request, words)
    return go_to(request, gathering.get_absolute_url())


def said_words(signed: SignedUp) -> str:
    """Return the confirmation; the page shows the party's state beside it."""
    if not signed.is_new:
        return _("Your choice is saved.")
    if not signed.party.is_waiting:
        return _("Great that you are coming.")
    moves_up = signed.party.gathering.moves_up(clock.now())
    if moves_up:
        return _("You will hear at once when there is a seat, up to two hours before it starts.")
    return _("You are on the waiting list.")


sign_up = by_method(GET=sign_up_page, POST=give_seats)


@member_required
@while_paused
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    gathering, member = find_page(request, pk), request.member
    party = gathering.party_of(member)
    if party:
        party.gathering = gathering
        now, is_mailbox_theirs = clock.now(), party.person_id is None  # found through the mailbox
        if gathering.is_over(now):
            return say_closed(request, gathering)
        if not (is_mailbox_theirs or rules.can_withdraw(member, party, now)):
            raise PermissionDenied
        party.withdraw()
    return own_response(request, gathering, _("You are not coming. Thank you for telling us."))


sign_up_withdraw = by_method(GET=back_to_gathering, POST=withdraw)


def own_response(request: LabRequest, gathering: Gathering, told: str) -> HttpResponse:
    """Return the party's state and the seats for the script; redirect a browser to the page."""
    if wants_part(request) and not gathering.is_hidden:
        context = own_facts(request, gathering, clock.now(), told=told) | {"with_seats": True}
        context["hearing"] = hearing_of(request, gathering)
        return render(request, "events/_sign_up_answer.html", context)
    messages.success(request, told, "kom")
    return go_to(request, gathering.get_absolute_url() + "#kom")


def own_page(request: LabRequest, gathering: Gathering, form: SignUpForm, status: int) -> HttpResponse:
    """Show the form with its typed text, also if nobody can sign up any more."""
    context = own_facts(request, gathering, clock.now(), form) | {"may_sign_up": True}
    template = "events/_sign_up.html" if wants_part(request) else "events/gathering_sign_up.html"
    return render(request, template, context, status=status)


# Without an account: nothing is written before the mailbox is proven


@mails
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@lab_page
def sign_up_mail(request: LabRequest, pk: int) -> HttpResponse:
    """Store the form in this browser's session, and mail a code. A GET goes to the form."""
    gathering = find_gathering(request, pk)
    if request.method != "POST":
        return redirect("sign_up", lab_slug=request.lab.slug, pk=gathering.pk)
    form = GuestForm(request.POST, lab=gathering.lab)
    try:
        must_take_sign_up(request, gathering)
    except SignUpClosed:
        return say_closed(request, gathering, form, guest_page)
    if not form.is_valid() or are_too_many(form, gathering):
        return guest_page(request, gathering, form, 422)
    said = form.cleaned_data
    wish = {"gathering": gathering.pk, "name": said["name"], "seats": said["seats"], "needs": said["needs"]}
    mailed = proving.ask(request, SIGN_UP, said["email"], wish)
    if mailed.newest_works:
        messages.info(request, mailed.trouble)
    elif mailed.trouble:
        form.add_error("email", mailed.trouble)
        return mailed.told_on(guest_page(request, gathering, form, mailed.status))
    return redirect("sign_up_code", lab_slug=request.lab.slug, pk=gathering.pk)


def guest_page(request: LabRequest, gathering: Gathering, form: GuestForm, status: int = 200) -> HttpResponse:
    return render(request, "events/gathering_come.html", {"gathering": gathering, "form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@lab_page
def sign_up_code(request: LabRequest, pk: int) -> HttpResponse:
    """Ask for the code. If it is right, the guest gets seats or a place on the waiting list."""
    gathering = find_gathering(request, pk)
    asked = [proof for proof in proving.asked(request, SIGN_UP) if proof.wish["gathering"] == gathering.pk]
    if not asked or (request.method != "POST" and asked[-1].used_at):
        return redirect("sign_up", lab_slug=request.lab.slug, pk=gathering.pk)
    if request.method != "POST":
        if not gathering.takes_sign_up(clock.now()):
            return say_closed(request, gathering)
        return code_page(request, gathering, CodeForm(initial={"token": asked[-1].token}), asked[-1])
    form = CodeForm(request.POST)
    is_valid = form.is_valid()
    proof = next((one for one in asked if one.token == form.cleaned_data.get("token")), None)
    if proof is None:
        messages.warning(request, _("This code no longer works. Fill in the form again to get a new one."))
        return redirect("sign_up", lab_slug=request.lab.slug, pk=gathering.pk)
    if not is_valid:
        return code_page(request, gathering, form, proof, 422)
    try:
        result, signed = proving.check(request, proof, form.cleaned_data["code"], partial(come, gathering, proof))
    except SignUpClosed:
        return say_closed(request, gathering)
    if result is CodeResult.AGAIN:
        return redirect(party_path(get_object_or_404(gathering.attendances, pk=proof.wish["party"]), gathering))
    if signed is None:
        form.add_error("code", what_to_do(result))
        return code_page(request, gathering, form, proof, 422)
    if signed.is_new:
        messages.success(request, said_words(signed), "kom")
    elif not signed.as_asked:
        messages.warning(request, no_more_words(gathering, signed.party.seats), "kom")
    return redirect(party_path(signed.party, gathering))


def come(gathering: Gathering, proof: MailboxProof, address: str) -> SignedUp:
    """Sign up the guest with the proven address. The proof then holds the party, and nothing that the guest typed."""
    said = proof.wish
    signed = gathering.sign_up_guest(
        said["name"], address, translation.get_language(), said["seats"], said["needs"] or None
    )
    proof.settle(gathering=gathering.pk, party=signed.party.pk)
    return signed


def code_page(
    request: LabRequest, gathering: Gathering, form: CodeForm, proof: MailboxProof, status: int = 200
) -> HttpResponse:
    context = {"gathering": gathering, "form": form, "attempt": proof}
    return render(request, "events/gathering_code.html", context, status=status)


# By the secret URL in the mail


def party_path(party: Attendance, gathering: Gathering) -> str:
    facts = {"lab_slug": gathering.lab.slug, "pk": gathering.pk, "party_pk": party.pk, "secret": party.secret}
    return reverse("party", kwargs=facts)


def find_party(request: LabRequest, pk: int, party_pk: int, secret: str) -> Attendance:
    """Return the party, also at a hidden gathering."""
    gathering = find_page(request, pk)
    found: Attendance = get_object_or_404(gathering.attendances.with_names(), pk=party_pk)
    if not found.is_secret(secret):
        raise Http404
    found.gathering = gathering
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@lab_page
@while_paused
def party(request: LabRequest, pk: int, party_pk: int, secret: str) -> HttpResponse:
    """Show a guest's own page. POST withdraws."""
    found = find_party(request, pk, party_pk, secret)
    if request.method != "POST":
        return party_page(request, found, SeatsForm(initial={"seats": found.seats}))
    if found.gathering.is_over(clock.now()):
        return say_closed_there(request, found)
    found.withdraw()
    messages.success(request, _("You are not coming. Thank you for telling us."), "kom")
    return redirect(party_path(found, found.gathering))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@lab_page
def party_seats(request: LabRequest, pk: int, party_pk: int, secret: str) -> HttpResponse:
    """Change a guest's seats; a waiting guest may take a seat that became free just before the start."""
    found = find_party(request, pk, party_pk, secret)
    gathering, form = found.gathering, SeatsForm(request.POST)
    if request.method != "POST":
        return redirect(party_path(found, gathering))
    if not found.comes or not gathering.takes_sign_up(clock.now()):
        return say_closed_there(request, found)
    if not form.is_valid() or are_too_many(form, gathering):
        return party_page(request, found, form, 422)
    if not allow("sign_up", "party", found.pk):
        form.add_error(None, _("That is a lot in a short time. Wait a minute, then try again."))
        return party_page(request, found, form, 429)
    try:
        signed = gathering.change_party(found, form.cleaned_data["seats"])
    except SignUpClosed:
        return say_closed_there(request, found)
    if not signed.as_asked:
        form.add_error("seats", no_more_words(gathering, signed.party.seats))
        return party_page(request, found, form, 422)
    messages.success(request, said_words(signed), "kom")
    return redirect(party_path(found, gathering))


def say_closed_there(request: LabRequest, found: Attendance) -> HttpResponse:
    """Tell a guest who is too late, or who has withdrawn, and go back to their page."""
    gathering = find_page(request, found.gathering_id)
    if words := no_sign_up_words(gathering, clock.now()):
        messages.warning(request, words, "kom")
    return redirect(party_path(found, gathering))


def party_page(request: LabRequest, found: Attendance, form: SeatsForm, status: int = 200) -> HttpResponse:
    gathering, now = found.gathering, clock.now()
    comes = found if found.comes else None
    context = {
        "gathering": gathering,
        "party": comes,
        "name": found.shown_name,
        "place_in_line": found.place_in_line if found.is_waiting else 0,
        "moves_up": gathering.moves_up(now),
        "can_take": gathering.can_take(found, found.seats, now),
        "link": link_for(request.member, gathering, comes) if comes else "",
        "may_withdraw": comes and gathering.state == State.PUBLISHED and not gathering.is_over(now),
        "may_sign_up": gathering.takes_sign_up(now),
        "form": form,
        "own_address": party_path(found, gathering),
    }
    template = "events/party_hidden.html" if gathering.is_hidden else "events/gathering_party.html"
    return render(request, template, context, status=status)
